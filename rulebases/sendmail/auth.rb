version=2
# sendmail/srvrsmtp.c: smtp(), AUTH that succeeded
rule=sendmail.auth.server:AUTH=server, relay=%sendmail_auth:rest%
rule=sendmail.auth.server:%sendmail_uid:char-to{"extradata":":"}%: AUTH=server, relay=%sendmail_auth:rest%
annotate=sendmail.auth.server:+vendor_auth="server"

# sendmail/deliver.c: deliver(), our own AUTH
rule=sendmail.auth.client:AUTH=client, relay=%sendmail_auth:rest%
rule=sendmail.auth.client:%sendmail_uid:char-to{"extradata":":"}%: AUTH=client, relay=%sendmail_auth:rest%
annotate=sendmail.auth.client:+vendor_auth="client"

# sendmail/srvrsmtp.c: smtp(), LOGAUTHFAIL
rule=sendmail.auth.failure:%sendmail_uid:char-to{"extradata":":"}%: AUTH failure (%sendmail_auth_failure:rest%
annotate=sendmail.auth.failure:+vendor_auth="server"
annotate=sendmail.auth.failure:+vendor_event_outcome="failure"

# sendmail/usersmtp.c: getauth(), smtpauth(); deliver.c: deliver()
rule=sendmail.auth.client_failure:AUTH=client, relay=%sendmail_server:string-to{"extradata":", authinfo "}%, authinfo %vendor_event_outcome_reason:rest%
rule=sendmail.auth.client_failure:%sendmail_uid:char-to{"extradata":":"}%: AUTH=client, relay=%sendmail_server:string-to{"extradata":", authinfo "}%, authinfo %vendor_event_outcome_reason:rest%
rule=sendmail.auth.client_failure:AUTH=client, relay=%sendmail_server:string-to{"extradata":", temporary failure"}%, temporary failure, connection abort
rule=sendmail.auth.client_failure:%sendmail_uid:char-to{"extradata":":"}%: AUTH=client, relay=%sendmail_server:string-to{"extradata":", temporary failure"}%, temporary failure, connection abort
rule=sendmail.auth.client_failure:%sendmail_uid:char-to{"extradata":":"}%: AUTH=client, available mechanisms=%-:string-to{"extradata":" do not fulfill"}% do not fulfill requirements
rule=sendmail.auth.client_failure:AUTH=client, available mechanisms=%-:string-to{"extradata":" do not fulfill"}% do not fulfill requirements
rule=sendmail.auth.client_failure:%sendmail_uid:char-to{"extradata":":"}%: AUTH=client, error: %vendor_event_outcome_reason:rest%
rule=sendmail.auth.client_failure:AUTH=client, error: %vendor_event_outcome_reason:rest%
rule=sendmail.auth.client_failure:%sendmail_uid:char-to{"extradata":":"}%: AUTH=client, realm=%-:string-to{"extradata":" not in list="}% not in list=%-:rest%
rule=sendmail.auth.client_failure:AUTH=client, realm=%-:string-to{"extradata":" not in list="}% not in list=%-:rest%
annotate=sendmail.auth.client_failure:+vendor_auth="client"
annotate=sendmail.auth.client_failure:+vendor_event_outcome="failure"
rule=sendmail.auth.client_realm:%sendmail_uid:char-to{"extradata":":"}%: AUTH=client, realm=%-:string-to{"extradata":", available realms="}%, available realms=%-:rest%
rule=sendmail.auth.client_realm:AUTH=client, realm=%-:string-to{"extradata":", available realms="}%, available realms=%-:rest%
annotate=sendmail.auth.client_realm:+vendor_auth="client"

# sendmail/srvrsmtp.c: smtp(), base64 that does not decode; the text in quotes is the client's
rule=sendmail.auth.encoding:%sendmail_uid:char-to{"extradata":":"}%: AUTH decode64 error [%sendmail_relay_at_end:rest%
rule=sendmail.auth.encoding:%sendmail_uid:char-to{"extradata":":"}%: AUTH encode64 error [%sendmail_relay_at_end:rest%
annotate=sendmail.auth.encoding:+vendor_auth="server"
annotate=sendmail.auth.encoding:+vendor_event_outcome="failure"

# sendmail/srvrsmtp.c: smtp(), saslmechs(); sfsasl.c: sasl_read(), sasl_write()
rule=sendmail.auth.error:%sendmail_uid:char-to{"extradata":":"}%: AUTH error: %vendor_warning_description:rest%
rule=sendmail.auth.error:AUTH error: %vendor_warning_description:rest%
rule=sendmail.auth.error:%sendmail_uid:char-to{"extradata":":"}%: AUTH: sasl_%-:char-to{"extradata":"="}%=%-:rest%
rule=sendmail.auth.error:AUTH: sasl_%-:char-to{"extradata":"="}%=%-:rest%
rule=sendmail.auth.error:error: safesasl(%-:string-to{"extradata":") failed: "}%) failed: %vendor_warning_description:rest%
rule=sendmail.auth.error:%sendmail_uid:char-to{"extradata":":"}%: error: safesasl(%-:string-to{"extradata":") failed: "}%) failed: %vendor_warning_description:rest%
rule=sendmail.auth.error:encode64 for AUTH failed
rule=sendmail.auth.error:%sendmail_uid:char-to{"extradata":":"}%: encode64 for AUTH failed
annotate=sendmail.auth.error:+vendor_event_severity="error"
rule=sendmail.auth.warning:%sendmail_uid:char-to{"extradata":":"}%: AUTH warning: %vendor_warning_description:rest%
rule=sendmail.auth.warning:AUTH warning: %vendor_warning_description:rest%
annotate=sendmail.auth.warning:+vendor_event_severity="warning"
# sendmail/usersmtp.c: getsimple(), getsecret(): LogLevel 14; what follows may be a password
rule=sendmail.auth.secret:%sendmail_uid:char-to{"extradata":":"}%: AUTH username '%-:rest%
rule=sendmail.auth.secret:AUTH username '%-:rest%
rule=sendmail.auth.secret:%sendmail_uid:char-to{"extradata":":"}%: AUTH authid '%-:rest%
rule=sendmail.auth.secret:AUTH authid '%-:rest%
rule=sendmail.auth.secret:%sendmail_uid:char-to{"extradata":":"}%: getauth %-:rest%
rule=sendmail.auth.secret:getauth %-:rest%
# the same functions and usersmtp.c: LogLevel 10 and up
rule=sendmail.auth.mechanisms:%sendmail_uid:char-to{"extradata":":"}%: AUTH: available mech=%-:string-to{"extradata":", allowed mech="}%, allowed mech=%-:rest%
rule=sendmail.auth.mechanisms:AUTH: available mech=%-:string-to{"extradata":", allowed mech="}%, allowed mech=%-:rest%
rule=sendmail.auth.mechanisms:%sendmail_uid:char-to{"extradata":":"}%: AUTH flags=%-:char-to{"extradata":","}%, mechs=%-:rest%
rule=sendmail.auth.mechanisms:AUTH flags=%-:char-to{"extradata":","}%, mechs=%-:rest%
