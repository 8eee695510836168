version=2
include=common.rb
include=tls.rb
# The SMTP server.

# smtpd/smtpd.c smtpd_service
rule=postfix.smtpd.connect:connect from %postfix_client:rest%
annotate=postfix.smtpd.connect:+vendor_event_action="connect"
rule=postfix.smtpd.disconnect:disconnect from %postfix_disconnect:rest%
annotate=postfix.smtpd.disconnect:+vendor_event_action="disconnect"

# smtpd/smtpd.c mail_open_stream
rule=postfix.smtpd.client:%postfix_queue_id:char-to{"extradata":":"}%: client=%postfix_client_attributes:rest%

# smtpd/smtpd_check.c log_whatsup; before 2.1 without NOQUEUE
rule=postfix.smtpd.reject:%postfix_queue_id:char-to{"extradata":":"}%: reject: %vendor_stage:word% from %postfix_rejection:rest%
rule=postfix.smtpd.reject:reject: %vendor_stage:word% from %postfix_rejection:rest%
annotate=postfix.smtpd.reject:+vendor_event_action="reject"
rule=postfix.smtpd.reject_warning:%postfix_queue_id:char-to{"extradata":":"}%: reject_warning: %vendor_stage:word% from %postfix_rejection:rest%
rule=postfix.smtpd.reject_warning:reject_warning: %vendor_stage:word% from %postfix_rejection:rest%
annotate=postfix.smtpd.reject_warning:+vendor_event_action="reject_warning"
# the same, for actions of access(5): hold, discard, filter, redirect, bcc, warn, info...
rule=postfix.smtpd.action:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:char-to{"extradata":": "}%: %vendor_stage:word% from %postfix_rejection:rest%
# smtpd/smtpd.c check_milter_reply
rule=postfix.smtpd.milter_reject:%postfix_queue_id:char-to{"extradata":":"}%: milter-reject: %vendor_stage:word% from %postfix_rejection:rest%
annotate=postfix.smtpd.milter_reject:+vendor_event_action="reject"
rule=postfix.smtpd.milter_action:%postfix_queue_id:char-to{"extradata":":"}%: milter-%vendor_event_action:char-to{"extradata":": "}%: %vendor_stage:word% from %postfix_rejection:rest%
# smtpd/smtpd.c data_cmd, with smtpd_proxy_filter
rule=postfix.smtpd.proxy:proxy-%vendor_event_action:char-to{"extradata":": "}%: %vendor_stage:char-to{"extradata":": "}%: %postfix_proxy_reply:rest%
rule=postfix.smtpd.proxy:%postfix_queue_id:char-to{"extradata":":"}%: proxy-%vendor_event_action:char-to{"extradata":": "}%: %vendor_stage:char-to{"extradata":": "}%: %postfix_proxy_reply:rest%
# smtpd/smtpd.c smtpd_start_tls
rule=postfix.smtpd.tls_abort:%postfix_queue_id:char-to{"extradata":":"}%: abort: TLS from %postfix_client_tls_error:rest%
annotate=postfix.smtpd.tls_abort:+vendor_event_action="abort"
annotate=postfix.smtpd.tls_abort:+vendor_stage="STARTTLS"

# smtpd/smtpd.c smtpd_proto; with a queue id since 3.10
rule=postfix.smtpd.lost_connection:lost connection after %postfix_after:rest%
rule=postfix.smtpd.lost_connection:%postfix_queue_id:char-to{"extradata":":"}%: lost connection after %postfix_after:rest%
annotate=postfix.smtpd.lost_connection:+vendor_event_action="lost connection"
rule=postfix.smtpd.timeout:timeout after %postfix_after:rest%
rule=postfix.smtpd.timeout:%postfix_queue_id:char-to{"extradata":":"}%: timeout after %postfix_after:rest%
annotate=postfix.smtpd.timeout:+vendor_event_action="timeout"
rule=postfix.smtpd.bare_newline:bare <LF> received after %postfix_after:rest%
rule=postfix.smtpd.bare_newline:%postfix_queue_id:char-to{"extradata":":"}%: bare <LF> received after %postfix_after:rest%
annotate=postfix.smtpd.bare_newline:+vendor_event_action="bare <LF> received"
rule=postfix.smtpd.too_many_errors:too many errors after %postfix_after:rest%
rule=postfix.smtpd.too_many_errors:%postfix_queue_id:char-to{"extradata":":"}%: too many errors after %postfix_after:rest%
annotate=postfix.smtpd.too_many_errors:+vendor_event_action="too many errors"
# smtpd/smtpd.c chat_pipelining check
rule=postfix.smtpd.pipelining:improper command pipelining after %postfix_after:rest%
rule=postfix.smtpd.pipelining:%postfix_queue_id:char-to{"extradata":":"}%: improper command pipelining after %postfix_after:rest%
annotate=postfix.smtpd.pipelining:+vendor_event_action="improper command pipelining"

# tls/tls_misc.c tls_log_summary; before 2.6 without the trust
rule=postfix.smtpd.tls:%vendor_tls_trustlevel:word% TLS connection %vendor_event_outcome:word% from %postfix_tls_from:rest%
rule=postfix.smtpd.tls:TLS connection %vendor_event_outcome:word% from %postfix_tls_from:rest%
annotate=postfix.smtpd.tls:+vendor_event_action="TLS connection"
# tls/tls_server.c tls_server_start, tls_server_post_accept
rule=postfix.smtpd.tls_setup:setting up TLS connection from %postfix_client:rest%
rule=postfix.smtpd.tls_error:SSL_accept error from %postfix_client_tls_error:rest%
annotate=postfix.smtpd.tls_error:+vendor_event_action="SSL_accept error"
annotate=postfix.smtpd.tls_error:+vendor_event_outcome="failed"
rule=postfix.smtpd.tls_set_fd:SSL_set_fd error from %postfix_client:rest%
rule=postfix.smtpd.tls_set_fd:SSL_set_fd error to %postfix_client:rest%
# tls/tls_verify.c tls_log_verify_error
rule=postfix.smtpd.certificate:certificate verification failed for %postfix_client_tls_error:rest%
rule=postfix.smtpd.certificate:client certificate verification failed for %postfix_client_tls_error:rest%
annotate=postfix.smtpd.certificate:+vendor_event_action="certificate verification"
annotate=postfix.smtpd.certificate:+vendor_event_outcome="failed"
# tls/tls_misc.c server_sni_callback
rule=postfix.smtpd.tls_sni:TLS SNI %vendor_tls_sni:word% from %postfix_client_first:rest%
# tls/tls_server.c, tls_verify.c: smtpd_tls_loglevel 1 and more; smtpd/smtpd_chat.c,
# smtpd.c: replaced commands
rule=postfix.smtpd.tls_detail:%source_hostname:char-to{"extradata":"[ "}%[%postfix_client_tls_detail:rest%
rule=postfix.smtpd.replaced_command:%source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]: replacing command %-:rest%
rule=postfix.smtpd.replaced_command:%source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]:%source_port:number%: replacing command %-:rest%
rule=postfix.smtpd.reply_filter:%postfix_queue_id:char-to{"extradata":":"}%: reply filter %-:rest%
# smtpd/smtpd.c ehlo_cmd
rule=postfix.smtpd.ehlo_discard:discarding EHLO keywords: %-:rest%
# smtpd/smtpd_dsn_fix.c smtpd_dsn_fix
rule=postfix.smtpd.dsn:mapping DSN status %vendor_dsn:word% into %-:rest%
# tls/tls_misc.c tls_print_data, tls/tls_server.c: certificates at loglevel 2
rule=postfix.smtpd.tls_certificate:subject=%-:rest%
rule=postfix.smtpd.tls_certificate:issuer=%-:rest%
# smtpd/smtpd_chat.c: the dialogue, with smtpd -v
rule=postfix.smtpd.dialogue:< %postfix_client_first:rest%
rule=postfix.smtpd.dialogue:> %postfix_client_first:rest%

# smtpd/smtpd_sasl_glue.c smtpd_sasl_authenticate
rule=postfix.smtpd.sasl_failed:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]: SASL %postfix_sasl_failure:rest%
rule=postfix.smtpd.sasl_failed:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]:%source_port:number%: SASL %postfix_sasl_failure:rest%
annotate=postfix.smtpd.sasl_failed:+vendor_event_severity="warning"
annotate=postfix.smtpd.sasl_failed:+vendor_event_action="authentication"
annotate=postfix.smtpd.sasl_failed:+vendor_event_outcome="failed"
annotate=postfix.smtpd.sasl_failed:+vendor_event_description="SASL authentication failed"
# smtpd/smtpd_chat.c smtpd_chat_query; tls/tls_server.c tls_server_start, tls_misc.c
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]: request longer than %-:rest%
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]:%source_port:number%: request longer than %-:rest%
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]: Invalid TLS protocol list %-:rest%
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]:%source_port:number%: Invalid TLS protocol list %-:rest%
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]: invalid cipher grade: %-:rest%
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]:%source_port:number%: invalid cipher grade: %-:rest%
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]: error setting %-:rest%
rule=postfix.smtpd.client_warning:warning: %source_hostname:char-to{"extradata":"[ "}%[%postfix_source_address:char-to{"extradata":"]"}%]:%source_port:number%: error setting %-:rest%
annotate=postfix.smtpd.client_warning:+vendor_event_severity="warning"
# smtpd/smtpd_peer.c smtpd_peer_hostaddr_to_sockaddr
rule=postfix.smtpd.hostname:warning: hostname %source_hostname:word% does not resolve to address %postfix_unresolved:rest%
# the same, before 2.9
rule=postfix.smtpd.hostname:warning: %postfix_source_address:char-to{"extradata":": "}%: hostname %source_hostname:word% verification failed: %vendor_event_outcome_reason:rest%
rule=postfix.smtpd.hostname:warning: %postfix_source_address:char-to{"extradata":": "}%: address not listed for hostname %source_hostname:word%
annotate=postfix.smtpd.hostname:+vendor_event_severity="warning"
annotate=postfix.smtpd.hostname:+vendor_event_description="hostname does not resolve to address"
# smtpd/smtpd.c smtpd_start_tls and the command functions: limits of anvil(8)
rule=postfix.smtpd.limit:warning: %vendor_anvil_metric:literal{"text":"Connection concurrency"}% limit exceeded: %vendor_anvil_value:number% from %postfix_client_of_service:rest%
rule=postfix.smtpd.limit:warning: %vendor_anvil_metric:literal{"text":"Connection rate"}% limit exceeded: %vendor_anvil_value:number% from %postfix_client_of_service:rest%
rule=postfix.smtpd.limit:warning: %vendor_anvil_metric:literal{"text":"Message delivery request rate"}% limit exceeded: %vendor_anvil_value:number% from %postfix_client_of_service:rest%
rule=postfix.smtpd.limit:warning: %vendor_anvil_metric:literal{"text":"Recipient address rate"}% limit exceeded: %vendor_anvil_value:number% from %postfix_client_of_service:rest%
rule=postfix.smtpd.limit:warning: %vendor_anvil_metric:literal{"text":"New TLS session rate"}% limit exceeded: %vendor_anvil_value:number% from %postfix_client_of_service:rest%
rule=postfix.smtpd.limit:warning: %vendor_anvil_metric:literal{"text":"AUTH command rate"}% limit exceeded: %vendor_anvil_value:number% from %postfix_client_of_service:rest%
annotate=postfix.smtpd.limit:+vendor_event_severity="warning"
annotate=postfix.smtpd.limit:+vendor_event_action="limit exceeded"
rule=postfix.smtpd.tls_refused:warning: Refusing STARTTLS request from %postfix_client_of_service:rest%
rule=postfix.smtpd.tls_refused:warning: Refusing TLS service request from %postfix_client_of_service:rest%
rule=postfix.smtpd.tls_refused:warning: Wrapper-mode request dropped from %postfix_client_of_service:rest%
annotate=postfix.smtpd.tls_refused:+vendor_event_severity="warning"
annotate=postfix.smtpd.tls_refused:+vendor_event_description="TLS request refused"
# smtpd/smtpd.c smtpd_proto
rule=postfix.smtpd.non_smtp_command:warning: non-SMTP command from %postfix_client_first:rest%
annotate=postfix.smtpd.non_smtp_command:+vendor_event_severity="warning"
annotate=postfix.smtpd.non_smtp_command:+vendor_event_description="non-SMTP command"
# smtpd/smtpd.c extract_addr
rule=postfix.smtpd.address_syntax:warning: Illegal address syntax from %postfix_client_first:rest%
annotate=postfix.smtpd.address_syntax:+vendor_event_severity="warning"
annotate=postfix.smtpd.address_syntax:+vendor_event_description="Illegal address syntax"
# milter/milter8.c milter8_connect
rule=postfix.smtpd.milter_connect:warning: connect to Milter service %-:string-to{"extradata":": "}%: %vendor_event_outcome_reason:rest%
annotate=postfix.smtpd.milter_connect:+vendor_event_severity="warning"
annotate=postfix.smtpd.milter_connect:+vendor_event_description="connect to Milter service"

# Lines that Graylog's documentation shows under smtpd: global/opened.c vopened,
# smtp/smtp_sasl_glue.c
rule=postfix.qmgr.active:%postfix_queue_id:char-to{"extradata":":"}%: from=%postfix_queue_active:rest%
rule=postfix.smtp.sasl_failed:%postfix_queue_id:char-to{"extradata":":"}%: SASL authentication failed; server %postfix_sasl_reply:rest%
annotate=postfix.smtp.sasl_failed:+vendor_event_action="authentication"
annotate=postfix.smtp.sasl_failed:+vendor_event_outcome="failed"
annotate=postfix.smtp.sasl_failed:+vendor_event_description="SASL authentication failed"
