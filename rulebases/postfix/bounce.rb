version=2
include=common.rb
include=delivery.rb
# The bounce server.

# bounce/bounce_notify_service.c, bounce_notify_verp.c, bounce_one_service.c,
# bounce_trace_service.c, bounce_warn_service.c
rule=postfix.bounce.sender:%postfix_queue_id:char-to{"extradata":":"}%: sender %vendor_event_outcome:literal{"text":"non-delivery"}% notification: %postfix_bounce_id:rest%
rule=postfix.bounce.sender:%postfix_queue_id:char-to{"extradata":":"}%: sender %vendor_event_outcome:literal{"text":"delay"}% notification: %postfix_bounce_id:rest%
rule=postfix.bounce.sender:%postfix_queue_id:char-to{"extradata":":"}%: sender %vendor_event_outcome:literal{"text":"delivery status"}% notification: %postfix_bounce_id:rest%
rule=postfix.bounce.postmaster:%postfix_queue_id:char-to{"extradata":":"}%: postmaster %vendor_event_outcome:literal{"text":"non-delivery"}% notification: %postfix_bounce_id:rest%
rule=postfix.bounce.postmaster:%postfix_queue_id:char-to{"extradata":":"}%: postmaster %vendor_event_outcome:literal{"text":"delay"}% notification: %postfix_bounce_id:rest%
rule=postfix.bounce.postmaster:%postfix_queue_id:char-to{"extradata":":"}%: postmaster %vendor_event_outcome:literal{"text":"delivery status"}% notification: %postfix_bounce_id:rest%
# bounce/bounce_trace_service.c
rule=postfix.bounce.no_trace:%postfix_queue_id:char-to{"extradata":":"}%: not sending trace/success notification for %-:rest%
# bounce/bounce_notify_service.c and the others, since 3.11
rule=postfix.bounce.failed:%postfix_queue_id:char-to{"extradata":":"}%: sender notification failed to %-:rest%
rule=postfix.bounce.failed:%postfix_queue_id:char-to{"extradata":":"}%: postmaster notification failed
rule=postfix.bounce.failed:%postfix_queue_id:char-to{"extradata":":"}%: postmaster notification failed: %vendor_event_outcome_reason:rest%
annotate=postfix.bounce.failed:+vendor_event_outcome="failed"
