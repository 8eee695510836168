version=2
# pmg-smtp-filter handle_smtp(); the id in front is the filter's own
rule=pmg.message.begin:%email_uid:char-to::%: new mail message-id=%pmg_message_id:rest%
annotate=pmg.message.begin:+vendor_event_action="checking"
rule=pmg.message.score:%email_uid:char-to::%: SA score=%pmg_score:rest%
annotate=pmg.message.score:+vendor_event_action="checked"
rule=pmg.message.virus:%email_uid:char-to::%: virus detected: %vendor_content_name:char-to: % (%vendor_filter_name:char-to:)%)
annotate=pmg.message.virus:+vendor_event_action="checked"
annotate=pmg.message.virus:+vendor_content_category="INFECTED"
rule=pmg.message.accept:%email_uid:char-to::%: accept mail to %pmg_recipient:rest%
annotate=pmg.message.accept:+vendor_event_action="accept"
rule=pmg.message.block:%email_uid:char-to::%: block mail to %pmg_recipient:rest%
annotate=pmg.message.block:+vendor_event_action="block"
rule=pmg.message.quarantine:%email_uid:char-to::%: moved mail for %pmg_quarantined:rest%
annotate=pmg.message.quarantine:+vendor_event_action="quarantine"
rule=pmg.message.end:%email_uid:char-to::%: processing time: %vendor_delay_total_seconds:char-to: % seconds %-:rest%
annotate=pmg.message.end:+vendor_event_action="finished"
rule=pmg.service.info:starting database maintenance
rule=pmg.service.info:Filter daemon (re)started (max. %-:number% processes)
rule=pmg.service.info:Dynamic filter start (max. %-:number%)
