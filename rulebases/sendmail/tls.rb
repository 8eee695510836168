version=2
# sendmail/tls.c: tls_get_info(), of a connection from a client
rule=sendmail.starttls.server:STARTTLS=server, relay=%sendmail_client:string-to{"extradata":", version="}%, version=%vendor_tls_version:char-to{"extradata":","}%, verify=%vendor_starttls_verify:char-to{"extradata":","}%, cipher=%vendor_tls_cipher:char-to{"extradata":","}%, bits=%vendor_tls_cipher_size:char-to{"extradata":","}%, %-:rest%
rule=sendmail.starttls.server:STARTTLS=server, relay=%sendmail_client:string-to{"extradata":", version="}%, version=%vendor_tls_version:char-to{"extradata":","}%, verify=%vendor_starttls_verify:char-to{"extradata":","}%, cipher=%vendor_tls_cipher:char-to{"extradata":","}%, bits=%vendor_tls_cipher_size:rest%
rule=sendmail.starttls.server:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=server, relay=%sendmail_client:string-to{"extradata":", version="}%, version=%vendor_tls_version:char-to{"extradata":","}%, verify=%vendor_starttls_verify:char-to{"extradata":","}%, cipher=%vendor_tls_cipher:char-to{"extradata":","}%, bits=%vendor_tls_cipher_size:rest%
annotate=sendmail.starttls.server:+vendor_starttls="server"

# the same, of a connection to a server
rule=sendmail.starttls.client:STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", version="}%, version=%vendor_tls_version:char-to{"extradata":","}%, verify=%vendor_starttls_verify:char-to{"extradata":","}%, cipher=%vendor_tls_cipher:char-to{"extradata":","}%, bits=%vendor_tls_cipher_size:char-to{"extradata":","}%, %-:rest%
rule=sendmail.starttls.client:STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", version="}%, version=%vendor_tls_version:char-to{"extradata":","}%, verify=%vendor_starttls_verify:char-to{"extradata":","}%, cipher=%vendor_tls_cipher:char-to{"extradata":","}%, bits=%vendor_tls_cipher_size:rest%
rule=sendmail.starttls.client:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", version="}%, version=%vendor_tls_version:char-to{"extradata":","}%, verify=%vendor_starttls_verify:char-to{"extradata":","}%, cipher=%vendor_tls_cipher:char-to{"extradata":","}%, bits=%vendor_tls_cipher_size:rest%
annotate=sendmail.starttls.client:+vendor_starttls="client"

# sendmail/srvrsmtp.c: smtp(); deliver.c: starttls(); tls.c: inittls() and others
rule=sendmail.starttls.server_error:STARTTLS=server, error: %sendmail_starttls_error:rest%
rule=sendmail.starttls.server_error:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=server, error: %sendmail_starttls_error:rest%
annotate=sendmail.starttls.server_error:+vendor_starttls="server"
rule=sendmail.starttls.client_error:STARTTLS=client, error: %sendmail_starttls_error:rest%
rule=sendmail.starttls.client_error:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=client, error: %sendmail_starttls_error:rest%
annotate=sendmail.starttls.client_error:+vendor_starttls="client"

# sendmail/tls.c: tlslogerr(), OpenSSL's own words
rule=sendmail.starttls.server_tls_error:STARTTLS=server: %sendmail_tls_error:rest%
rule=sendmail.starttls.server_tls_error:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=server: %sendmail_tls_error:rest%
annotate=sendmail.starttls.server_tls_error:+vendor_starttls="server"
rule=sendmail.starttls.client_tls_error:STARTTLS=client: %sendmail_tls_error:rest%
rule=sendmail.starttls.client_tls_error:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=client: %sendmail_tls_error:rest%
annotate=sendmail.starttls.client_tls_error:+vendor_starttls="client"
rule=sendmail.starttls.tls_error:STARTTLS=%-:char-to{"extradata":":"}%: %sendmail_tls_error:rest%

# sendmail/tls.c: tls_get_info(), LogLevel 12
rule=sendmail.starttls.server_certificate:STARTTLS=server, cert-subject=%sendmail_certificate:rest%
rule=sendmail.starttls.server_certificate:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=server, cert-subject=%sendmail_certificate:rest%
annotate=sendmail.starttls.server_certificate:+vendor_starttls="server"
rule=sendmail.starttls.client_certificate:STARTTLS=client, cert-subject=%sendmail_certificate:rest%
rule=sendmail.starttls.client_certificate:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=client, cert-subject=%sendmail_certificate:rest%
annotate=sendmail.starttls.client_certificate:+vendor_starttls="client"

# sendmail/tls.c: getaltnames(), tlsgetcn(); the value is the certificate's
rule=sendmail.starttls.server_name:STARTTLS=server, relay=%sendmail_client:string-to{"extradata":", AltName="}%, AltName=%-:rest%
rule=sendmail.starttls.server_name:STARTTLS=server, relay=%sendmail_client:string-to{"extradata":", field="}%, field=%-:char-to{"extradata":","}%, status=%vendor_event_outcome_reason:rest%
annotate=sendmail.starttls.server_name:+vendor_starttls="server"
rule=sendmail.starttls.client_name:STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", AltName="}%, AltName=%-:rest%
rule=sendmail.starttls.client_name:STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", field="}%, field=%-:char-to{"extradata":","}%, status=%vendor_event_outcome_reason:rest%
annotate=sendmail.starttls.client_name:+vendor_starttls="client"

# sendmail/deliver.c: deliver(), starttls()
rule=sendmail.starttls.client_state:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", warning="}%, warning=%vendor_warning_description:rest%
rule=sendmail.starttls.client_state:STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", warning="}%, warning=%vendor_warning_description:rest%
rule=sendmail.starttls.client_state:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", tlsstate="}%, tlsstate=%-:char-to{"extradata":","}%, status=%vendor_event_outcome:rest%
rule=sendmail.starttls.client_state:STARTTLS=client, relay=%sendmail_server:string-to{"extradata":", tlsstate="}%, tlsstate=%-:char-to{"extradata":","}%, status=%vendor_event_outcome:rest%
rule=sendmail.starttls.client_state:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS=client, start=%vendor_event_outcome:rest%
rule=sendmail.starttls.client_state:STARTTLS=client, start=%vendor_event_outcome:rest%
rule=sendmail.starttls.client_state:STARTTLS=client, host=%sendmail_server:char-to{"extradata":","}%, SSL_set_tlsext_host_name=%-:rest%
rule=sendmail.starttls.client_state:STARTTLS=client, engine=%-:char-to{"extradata":","}%, TLS_set_engine=%vendor_event_outcome:rest%
rule=sendmail.starttls.client_state:STARTTLS=client, get_tls_se_features=%vendor_event_outcome:char-to{"extradata":","}%, ret=%-:rest%
annotate=sendmail.starttls.client_state:+vendor_starttls="client"

# sendmail/tls.c: inittls(), init_tls_library(), endtls(); LogLevel 9 to 14
rule=sendmail.starttls.init:STARTTLS=init, %vendor_event_description:rest%
rule=sendmail.starttls.init:STARTTLS=server, init=%-:rest%
rule=sendmail.starttls.init:STARTTLS=client, init=%-:rest%
rule=sendmail.starttls.init:STARTTLS=server, SSL_MODE_AUTO_RETRY=%-:rest%
rule=sendmail.starttls.init:STARTTLS=client, SSL_MODE_AUTO_RETRY=%-:rest%
rule=sendmail.starttls.init:STARTTLS=server, Diffie-Hellman init, key=%-:rest%
rule=sendmail.starttls.init:STARTTLS=client, Diffie-Hellman init, key=%-:rest%
rule=sendmail.starttls.init:STARTTLS=server, EC_KEY_new_by_curve_name%-:rest%
rule=sendmail.starttls.init:STARTTLS=client, EC_KEY_new_by_curve_name%-:rest%
rule=sendmail.starttls.init:STARTTLS=server, tmp_rsa_key: %-:rest%
rule=sendmail.starttls.init:STARTTLS=server, engine=%-:char-to{"extradata":","}%, TLS_set_engine=%vendor_event_outcome:rest%
rule=sendmail.starttls.shutdown:STARTTLS=server, SSL_shutdown %vendor_event_outcome:rest%
rule=sendmail.starttls.shutdown:STARTTLS=client, SSL_shutdown %vendor_event_outcome:rest%
rule=sendmail.starttls.debug:STARTTLS=server, get_verify: %-:rest%
rule=sendmail.starttls.debug:STARTTLS=client, get_verify: %-:rest%
rule=sendmail.starttls.debug:STARTTLS=read, info: %-:rest%
rule=sendmail.starttls.debug:STARTTLS=write, info: %-:rest%
rule=sendmail.starttls.debug:STARTTLS=server, info: %-:rest%
rule=sendmail.starttls.debug:STARTTLS=client, info: %-:rest%

# sendmail/tls.c: tls_safe_f(); the file's state
rule=sendmail.starttls.file:STARTTLS=server: file %-:string-to{"extradata":" unsafe: "}% unsafe: %vendor_warning_description:rest%
rule=sendmail.starttls.file:STARTTLS=client: file %-:string-to{"extradata":" unsafe: "}% unsafe: %vendor_warning_description:rest%
annotate=sendmail.starttls.file:+vendor_event_severity="warning"

# sendmail/sfsasl.c: tls_read(), tls_write(); tls.c: apps_ssl_info_cb(), tls_verify_log(), tls_rand_init()
rule=sendmail.starttls.io:STARTTLS: read error=%vendor_tls_error:rest%
rule=sendmail.starttls.io:STARTTLS: write error=%vendor_tls_error:rest%
rule=sendmail.starttls.io:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS: read error=%vendor_tls_error:rest%
rule=sendmail.starttls.io:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS: write error=%vendor_tls_error:rest%
rule=sendmail.starttls.library:STARTTLS: %vendor_event_description:rest%
rule=sendmail.starttls.library:%sendmail_uid:char-to{"extradata":":"}%: STARTTLS: %vendor_event_description:rest%

# sendmail/readcf.c: get_tls_se_options()
rule=sendmail.starttls.server_features:tls_srv_features=%vendor_tls_features:string-to{"extradata":", relay="}%, relay=%sendmail_client:rest%
rule=sendmail.starttls.client_features:tls_clt_features=%vendor_tls_features:string-to{"extradata":", relay="}%, relay=%sendmail_server:rest%
rule=sendmail.starttls.server_features:rscheck(tls_srv_features)=failed, relay=%sendmail_client:string-to{"extradata":", errors="}%, errors=%-:number%
rule=sendmail.starttls.client_features:rscheck(tls_clt_features)=failed, relay=%sendmail_server:string-to{"extradata":", errors="}%, errors=%-:number%

# sendmail/srvrsmtp.c: smtp(); deliver.c: deliver()
rule=sendmail.starttls.features_failed:%sendmail_uid:char-to{"extradata":":"}%: ERROR: srv_features=tempfail, relay=%sendmail_client:string-to{"extradata":", access temporarily"}%, access temporarily disabled
rule=sendmail.starttls.features_failed:ERROR: srv_features=tempfail, relay=%sendmail_client:string-to{"extradata":", access temporarily"}%, access temporarily disabled
rule=sendmail.starttls.features_failed:%sendmail_uid:char-to{"extradata":":"}%: clt_features=TEMPFAIL, host=%sendmail_server:char-to{"extradata":","}%, status=skipped
rule=sendmail.starttls.features_failed:%sendmail_uid:char-to{"extradata":":"}%: smtps: TLS not available, exiting
rule=sendmail.starttls.features_failed:smtps: TLS not available, exiting

# sendmail/tlsh.c: parse of TLSA records
rule=sendmail.starttls.tlsa:TLSA=%sendmail_server:char-to{"extradata":","}%, %-:string-to{"extradata":", status="}%, status=%vendor_event_outcome:rest%
# sendmail/tls.c: TLS_set_engine()
rule=sendmail.starttls.engine:engine=%-:char-to{"extradata":","}%, %vendor_event_description:rest%
