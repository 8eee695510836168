version=2
# src/smtpd/smtpd.c: smtpd_service()
rule=postfix.smtpd.connect:connect from %source_hostname:char-to{"extradata":"["}%[%source_ip:char-to{"extradata":"]"}%]
annotate=postfix.smtpd.connect:+vendor_event_action="connect"
