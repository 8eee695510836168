version=2
include=common.rb
include=delivery.rb
# The cleanup server.

# cleanup/cleanup_message.c cleanup_header_callback, cleanup_header_done_callback
rule=postfix.cleanup.message_id:%postfix_queue_id:char-to{"extradata":":"}%: message-id=%postfix_message_id:rest%
rule=postfix.cleanup.resent_message_id:%postfix_queue_id:char-to{"extradata":":"}%: resent-message-id=%postfix_message_id:rest%

# cleanup/cleanup_message.c cleanup_act_log: header_checks(5) and its like
rule=postfix.cleanup.header_reject:%postfix_queue_id:char-to{"extradata":":"}%: reject: header %postfix_header_rejection:rest%
rule=postfix.cleanup.header_reject:%postfix_queue_id:char-to{"extradata":":"}%: reject: content %postfix_header_rejection:rest%
annotate=postfix.cleanup.header_reject:+vendor_event_action="reject"
rule=postfix.cleanup.header_warning:%postfix_queue_id:char-to{"extradata":":"}%: warning: header %postfix_header_action:rest%
rule=postfix.cleanup.header_warning:%postfix_queue_id:char-to{"extradata":":"}%: warning: content %postfix_header_action:rest%
annotate=postfix.cleanup.header_warning:+vendor_event_action="warning"
annotate=postfix.cleanup.header_warning:+vendor_event_severity="warning"
rule=postfix.cleanup.header_action:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:char-to{"extradata":": "}%: header %postfix_header_action:rest%
rule=postfix.cleanup.header_action:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:char-to{"extradata":": "}%: content %postfix_header_action:rest%
rule=postfix.cleanup.body_reject:%postfix_queue_id:char-to{"extradata":":"}%: reject: body %postfix_body_rejection:rest%
annotate=postfix.cleanup.body_reject:+vendor_event_action="reject"
rule=postfix.cleanup.body_warning:%postfix_queue_id:char-to{"extradata":":"}%: warning: body %postfix_body_action:rest%
annotate=postfix.cleanup.body_warning:+vendor_event_action="warning"
annotate=postfix.cleanup.body_warning:+vendor_event_severity="warning"
rule=postfix.cleanup.body_action:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:char-to{"extradata":": "}%: body %postfix_body_action:rest%
# cleanup/cleanup_message.c cleanup_mime_error_callback
rule=postfix.cleanup.mime_error:%postfix_queue_id:char-to{"extradata":":"}%: reject: mime-error %postfix_mime_error:rest%
annotate=postfix.cleanup.mime_error:+vendor_event_action="reject"

# cleanup/cleanup_milter.c cleanup_milter_hbc_log, with milter_header_checks. The
# word of Graylog's pack is header-redirect.
rule=postfix.cleanup.milter_header_reject:%postfix_queue_id:char-to{"extradata":":"}%: milter-header-reject: header %postfix_header_rejection:rest%
annotate=postfix.cleanup.milter_header_reject:+vendor_event_action="header-reject"
rule=postfix.cleanup.milter_header_action:%postfix_queue_id:char-to{"extradata":":"}%: milter-%vendor_event_action:char-to{"extradata":": "}%: header %postfix_header_action:rest%
# cleanup/cleanup_milter.c cleanup_milter_apply
rule=postfix.cleanup.milter_reject:%postfix_queue_id:char-to{"extradata":":"}%: milter-reject: %vendor_stage:word% from %postfix_rejection:rest%
annotate=postfix.cleanup.milter_reject:+vendor_event_action="reject"
rule=postfix.cleanup.milter_action:%postfix_queue_id:char-to{"extradata":":"}%: milter-%vendor_event_action:char-to{"extradata":": "}%: %vendor_stage:word% from %postfix_rejection:rest%
# cleanup/cleanup_api.c cleanup_flush, since 3.10; the second form in its snapshots
rule=postfix.cleanup.removed:%postfix_queue_id:char-to{"extradata":":"}%: removed (%vendor_event_outcome_reason:char-to{"extradata":")"}%)
rule=postfix.cleanup.removed:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_outcome_reason:literal{"text":"canceled"}%
annotate=postfix.cleanup.removed:+vendor_event_action="removed"
