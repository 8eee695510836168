version=2
# TLS sessions, but for their summary, of which smtpd and smtp have their own sides.

# tls/tls_server.c tls_server_init, tls_client.c tls_client_init
rule=postfix.tls.start:initializing the server-side TLS engine
rule=postfix.tls.start:initializing the client-side TLS engine
# tls/tls_misc.c tls_info_callback, tls_bio_dump_cb
rule=postfix.tls.trace:SSL_accept:%-:rest%
rule=postfix.tls.trace:SSL_connect:%-:rest%
rule=postfix.tls.trace:SSL3 alert %-:rest%
rule=postfix.tls.trace:TLS protocol trace for %-:rest%
# tls/tls_certkey.c tls_set_ca_certificate_info
rule=postfix.tls.disabled:cannot load Certification Authority data, %-:rest%
rule=postfix.tls.disabled:cannot set default OpenSSL certificate verification paths: disabling TLS support
# tls/tls_server.c, tls_client.c, before 2.3
rule=postfix.tls.peer:Verified: subject_CN=%-:rest%
rule=postfix.tls.peer:Unverified: subject_CN=%-:rest%
# tls/tlsrpt_wrapper.c trw_report_failure, trw_report_success
rule=postfix.tls.tlsrpt:TLSRPT: status=%vendor_event_outcome:char-to{"extradata":","}%, domain=%-:char-to{"extradata":","}%, receiving_mx=%postfix_relay_first:rest%
annotate=postfix.tls.tlsrpt:+vendor_event_action="TLSRPT"
