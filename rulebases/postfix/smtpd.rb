version=2
include=common.rb
# The SMTP server.

# smtpd/smtpd.c smtpd_service
rule=postfix.smtpd.connect:connect from %client:rest%
annotate=postfix.smtpd.connect:+vendor_event_action="connect"
rule=postfix.smtpd.disconnect:disconnect from %disconnect:rest%
annotate=postfix.smtpd.disconnect:+vendor_event_action="disconnect"

# smtpd/smtpd.c mail_open_stream
rule=postfix.smtpd.client:%queue_id:char-to{"extradata":":"}%: client=%client_attributes:rest%

# smtpd/smtpd_check.c log_whatsup
rule=postfix.smtpd.reject:%queue_id:char-to{"extradata":":"}%: reject: %vendor_stage:word% from %rejection:rest%
annotate=postfix.smtpd.reject:+vendor_event_action="reject"
