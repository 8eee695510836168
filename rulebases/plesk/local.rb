version=2
# postfix-local: Plesk's delivery into mailboxes
rule=plesk.delivery.local:postfix-local: from=%plesk_local:rest%
annotate=plesk.delivery.local:+vendor_event_action="delivery"
rule=plesk.delivery.failure:cannot chdir to mailname dir %-:char-to:\x20% : %vendor_event_outcome_reason:rest%
annotate=plesk.delivery.failure:+vendor_event_action="delivery"
annotate=plesk.delivery.failure:+vendor_event_outcome="failed"
