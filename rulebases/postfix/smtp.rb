version=2
include=common.rb
include=delivery.rb
include=tls.rb
# The SMTP client; the LMTP client is the same program.

# smtp/smtp_connect.c smtp_connect_sock, one line for each address tried
rule=postfix.smtp.connect:connect to %postfix_connect_error:rest%
rule=postfix.smtp.connect:%postfix_queue_id:char-to{"extradata":":"}%: connect to %postfix_connect_error:rest%
annotate=postfix.smtp.connect:+vendor_event_action="connect"
annotate=postfix.smtp.connect:+vendor_event_outcome="failed"

# smtp/smtp_trouble.c smtp_bulk_fail, smtp_rcpt_fail: this server is given up, the
# next one is tried
rule=postfix.smtp.reply:%postfix_queue_id:char-to{"extradata":":"}%: host %postfix_server_reply:rest%
rule=postfix.smtp.lost_connection:%postfix_queue_id:char-to{"extradata":":"}%: lost connection with %postfix_server_while:rest%
annotate=postfix.smtp.lost_connection:+vendor_event_action="lost connection"
rule=postfix.smtp.timeout:%postfix_queue_id:char-to{"extradata":":"}%: conversation with %postfix_server_while:rest%
annotate=postfix.smtp.timeout:+vendor_event_action="timeout"
rule=postfix.smtp.local_error:%postfix_queue_id:char-to{"extradata":":"}%: local data error while talking to %postfix_relay:rest%
# smtp/smtp_proto.c smtp_helo, smtp_start_tls; smtp_tls_policy.c
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"TLS is required, but was not offered"}% by host %postfix_relay:rest%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: TLS is required, but host %postfix_tls_refusal:rest%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"TLS is required, but our TLS engine is unavailable"}%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"TLS is required, but unavailable"}%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"Cannot start TLS: handshake failure"}%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"Server certificate not verified"}%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"Server certificate not trusted"}%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"Server certificate could not be verified"}%
rule=postfix.smtp.tls_failed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_tls_error:literal{"text":"client TLS configuration problem"}%
annotate=postfix.smtp.tls_failed:+vendor_event_action="TLS connection"
annotate=postfix.smtp.tls_failed:+vendor_event_outcome="failed"
# smtp/smtp_proto.c, smtp_connect.c: RFC 8689, Postfix 3.11
rule=postfix.smtp.requiretls:Sender requested REQUIRETLS, but %vendor_event_outcome_reason:rest%
rule=postfix.smtp.requiretls:%postfix_queue_id:char-to{"extradata":":"}%: Sender requested REQUIRETLS, but %vendor_event_outcome_reason:rest%
# smtp/smtp_sasl_glue.c smtp_sasl_authenticate
rule=postfix.smtp.sasl_failed:%postfix_queue_id:char-to{"extradata":":"}%: SASL authentication failed; server %postfix_sasl_reply:rest%
rule=postfix.smtp.sasl_failed:%postfix_queue_id:char-to{"extradata":":"}%: SASL [CACHED] authentication failed; server %postfix_sasl_reply:rest%
rule=postfix.smtp.sasl_failed:%postfix_queue_id:char-to{"extradata":":"}%: SASL authentication failed; %vendor_event_outcome_reason:rest%
rule=postfix.smtp.sasl_failed:%postfix_queue_id:char-to{"extradata":":"}%: SASL authentication failed: %vendor_event_outcome_reason:rest%
annotate=postfix.smtp.sasl_failed:+vendor_event_action="authentication"
annotate=postfix.smtp.sasl_failed:+vendor_event_outcome="failed"
annotate=postfix.smtp.sasl_failed:+vendor_event_description="SASL authentication failed"
# smtp/smtp_addr.c, smtp_connect.c: no server was found
rule=postfix.smtp.no_server:%vendor_event_outcome_reason:literal{"text":"Host or domain name not found"}%. %-:rest%
rule=postfix.smtp.no_server:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_outcome_reason:literal{"text":"Host or domain name not found"}%. %-:rest%
rule=postfix.smtp.no_server:%vendor_event_outcome_reason:literal{"text":"network address conversion failed"}%: %-:rest%
rule=postfix.smtp.no_server:%vendor_event_outcome_reason:literal{"text":"server configuration error"}%
rule=postfix.smtp.no_server:%vendor_event_outcome_reason:literal{"text":"all network protocols are disabled"}%
rule=postfix.smtp.no_server:mail for %-:word% %vendor_event_outcome_reason:literal{"text":"loops back to myself"}%
annotate=postfix.smtp.no_server:+vendor_event_outcome="failed"
rule=postfix.smtp.tlsa:TLSA lookup error for %vendor_event_outcome_reason:rest%
rule=postfix.smtp.tlsa:%postfix_queue_id:char-to{"extradata":":"}%: TLSA lookup error for %vendor_event_outcome_reason:rest%
rule=postfix.smtp.srv:skipping SRV lookup for %vendor_event_outcome_reason:rest%

# tls/tls_misc.c tls_log_summary; before 2.6 without the trust
rule=postfix.smtp.tls:%vendor_tls_trustlevel:word% TLS connection %vendor_event_outcome:word% to %postfix_tls_to:rest%
rule=postfix.smtp.tls:TLS connection %vendor_event_outcome:word% to %postfix_tls_to:rest%
annotate=postfix.smtp.tls:+vendor_event_action="TLS connection"
# tls/tls_client.c tls_client_start, tls_client_post_connect
rule=postfix.smtp.tls_setup:setting up TLS connection to %postfix_relay:rest%
rule=postfix.smtp.tls_error:SSL_connect error to %postfix_server_tls_error:rest%
annotate=postfix.smtp.tls_error:+vendor_event_action="SSL_connect error"
annotate=postfix.smtp.tls_error:+vendor_event_outcome="failed"
rule=postfix.smtp.tls_set_fd:SSL_set_fd error to %postfix_relay:rest%
# tls/tls_verify.c tls_log_verify_error
rule=postfix.smtp.certificate:certificate verification failed for %postfix_server_tls_error:rest%
rule=postfix.smtp.certificate:certificate peer name verification failed for %postfix_server_tls_error:rest%
rule=postfix.smtp.certificate:server certificate verification failed for %postfix_server_tls_error:rest%
rule=postfix.smtp.certificate:%postfix_queue_id:char-to{"extradata":":"}%: certificate verification failed for %postfix_server_tls_error:rest%
rule=postfix.smtp.certificate:%postfix_queue_id:char-to{"extradata":":"}%: server certificate verification failed for %postfix_server_tls_error:rest%
annotate=postfix.smtp.certificate:+vendor_event_action="certificate verification"
annotate=postfix.smtp.certificate:+vendor_event_outcome="failed"
# smtp/smtp_connect.c smtp_connect_inet
rule=postfix.smtp.wrappermode:SMTPS wrappermode (TCP port 465) requires setting %-:rest%
# smtp/smtp_proto.c smtp_helo, with smtp_tls_note_starttls_offer
rule=postfix.smtp.starttls_offer:Host offered STARTTLS: [%vendor_relay_host:char-to{"extradata":"]"}%]
# tls/tls_client.c, tls_verify.c, tls_dane.c: smtp_tls_loglevel 1 and more
rule=postfix.smtp.tls_detail:%vendor_relay_host:char-to{"extradata":"[ "}%[%postfix_server_tls_detail:rest%
# tls/tls_dane.c tlsa_info; the second form before 3.1
rule=postfix.smtp.tlsa_record:DNSSEC-signed TLSA record: %-:rest%
rule=postfix.smtp.tlsa_record:using DANE RR: %-:rest%
rule=postfix.smtp.tls_session:looking for session %-:rest%
rule=postfix.smtp.tls_session:reloaded session %-:rest%
rule=postfix.smtp.tls_session:save session %-:rest%
rule=postfix.smtp.tls_session:remove session %-:rest%
# smtp/smtp_chat.c: replies changed by smtp_reply_filter; the dialogue, with smtp -v
rule=postfix.smtp.reply_filter:%vendor_relay_host:char-to{"extradata":"[ "}%[%postfix_relay_address:char-to{"extradata":"]"}%]: replacing server reply %-:rest%
rule=postfix.smtp.reply_filter:%vendor_relay_host:char-to{"extradata":"[ "}%[%postfix_relay_address:char-to{"extradata":"]"}%]:%vendor_relay_port:number%: replacing server reply %-:rest%
rule=postfix.smtp.dialogue:< %postfix_relay_first:rest%
rule=postfix.smtp.dialogue:> %postfix_relay_first:rest%

# smtp/smtp_proto.c smtp_helo
rule=postfix.smtp.pix_workaround:%postfix_queue_id:char-to{"extradata":":"}%: enabling PIX workarounds: %vendor_pix_workaround:string-to{"extradata":" for "}% for %postfix_relay:rest%
# the same, before 2.4
rule=postfix.smtp.pix_workaround:%postfix_queue_id:char-to{"extradata":":"}%: enabling PIX %vendor_pix_workaround:literal{"text":"<CRLF>.<CRLF>"}% workaround for %postfix_relay:rest%
rule=postfix.smtp.ehlo_discard:discarding EHLO keywords: %-:rest%
rule=postfix.smtp.smtputf8:host %postfix_relay_first:rest%
# smtp/smtp_proto.c smtp_text_out
rule=postfix.smtp.long_line:%postfix_queue_id:char-to{"extradata":":"}%: breaking line > %-:number% bytes with <CR><LF>SPACE
# smtp/smtp_proto.c smtp_hbc_logger, with smtp_header_checks
rule=postfix.smtp.header:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:char-to{"extradata":": "}%: header %postfix_header_line:rest%
rule=postfix.smtp.body:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:char-to{"extradata":": "}%: body %vendor_email_body_content:rest%

# smtp/smtp_proto.c smtp_helo, smtp_loop: what a server said
rule=postfix.smtp.server_warning:warning: host %postfix_relay_first:rest%
annotate=postfix.smtp.server_warning:+vendor_event_severity="warning"

# Graylog's documentation shows lines of scache under smtp
include=scache.rb
