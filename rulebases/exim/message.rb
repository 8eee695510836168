version=2
# src/receive.c: receive_msg(); "(=": refused by fakereject, but kept
rule=exim.message.arrival:%exim_id:word% <= %exim_arrival:rest%
rule=exim.message.arrival:%exim_id:word% (= %exim_arrival:rest%
annotate=exim.message.arrival:+vendor_event_action="arrival"

# src/deliver.c: delivery_log(); "->": a further address of the same delivery, ">>":
# cut-through, "*>": delivery suppressed by -N. A delivery to :blackhole: is discarded.
rule=exim.delivery.success:%exim_id:word% => %exim_delivery:rest%
rule=exim.delivery.success:%exim_id:word% -> %exim_delivery:rest%
rule=exim.delivery.success:%exim_id:word% >> %exim_delivery:rest%
annotate=exim.delivery.success:+vendor_status="sent"
rule=exim.delivery.suppressed:%exim_id:word% *> %exim_delivery:rest%
annotate=exim.delivery.suppressed:+vendor_status="suppressed"

# src/receive.c: nobody is left to deliver to
rule=exim.delivery.blackhole:%exim_id:word% => blackhole (%vendor_event_outcome_reason:char-to:)%)
rule=exim.delivery.blackhole:%exim_id:word% => blackhole (%vendor_event_outcome_reason:char-to:)%): %vendor_event_description:rest%
rule=exim.delivery.blackhole:%exim_id:word% => blackhole (local_scan() discarded recipients)
rule=exim.delivery.blackhole:%exim_id:word% => discarded (%vendor_event_outcome_reason:char-to:)%)
annotate=exim.delivery.blackhole:+vendor_event_action="blackhole"

# src/receive.c: submission mode
rule=exim.address.rewritten:%exim_id:word% "%-:string-to:" from %" from %-:string-to: rewritten as % rewritten as %-:rest%
rule=exim.address.rewritten:"%-:string-to:" from %" from %-:string-to: rewritten as % rewritten as %-:rest%
annotate=exim.address.rewritten:+vendor_event_action="rewritten"

# src/smtp_in.c: the client fell silent
rule=exim.message.data_timeout:%exim_id:word% SMTP data timeout (message abandoned) on connection from %exim_client:rest%
rule=exim.message.data_timeout:%exim_id:word% SMTP connection lost during message reception from %exim_client:rest%
rule=exim.message.data_timeout:%exim_id:word% SMTP data timeout (message abandoned) on connection from local process%-:rest%
rule=exim.message.data_timeout:%exim_id:word% SMTP connection lost after final dot %exim_client:rest%
annotate=exim.message.data_timeout:+vendor_event_action="timeout"

# src/deliver.c: deferral_log()
rule=exim.delivery.deferral:%exim_id:word% == %exim_deferral:rest%
annotate=exim.delivery.deferral:+vendor_status="deferred"

# src/deliver.c: failure_log()
rule=exim.delivery.failure:%exim_id:word% ** %exim_failure:rest%
annotate=exim.delivery.failure:+vendor_status="bounced"

# src/deliver.c: deliver_message()
rule=exim.message.completed:%exim_id:word% Completed%exim_completed:rest%
annotate=exim.message.completed:+vendor_event_action="completed"

# src/deliver.c, src/exim.c: frozen messages, and what an administrator does with them
rule=exim.message.frozen:%exim_id:word% Message is frozen
rule=exim.message.frozen:%exim_id:word% Frozen
rule=exim.message.frozen:%exim_id:word% Frozen by the system filter
rule=exim.message.frozen:%exim_id:word% Frozen by the system filter: %vendor_event_outcome_reason:rest%
rule=exim.message.frozen:%exim_id:word% Frozen (%vendor_event_outcome_reason:char-to:)%)
rule=exim.message.frozen:%exim_id:word% Frozen: %vendor_event_outcome_reason:rest%
rule=exim.message.frozen:%exim_id:word% frozen by %vendor_event_outcome_reason:rest%
annotate=exim.message.frozen:+vendor_event_action="frozen"
rule=exim.message.unfrozen:%exim_id:word% unfrozen by %vendor_event_outcome_reason:rest%
rule=exim.message.unfrozen:%exim_id:word% Unfrozen by %vendor_event_outcome_reason:rest%
annotate=exim.message.unfrozen:+vendor_event_action="unfrozen"
rule=exim.message.removed:%exim_id:word% removed by %vendor_event_outcome_reason:word%
rule=exim.message.removed:%exim_id:word% cancelled by %vendor_event_outcome_reason:rest%
rule=exim.message.removed:%exim_id:word% message abandoned: %vendor_event_outcome_reason:rest%
rule=exim.message.removed:%exim_id:word% Message removed because older than %vendor_event_outcome_reason:rest%
annotate=exim.message.removed:+vendor_event_action="removed"
rule=exim.message.locked:%exim_id:word% Spool file is locked (another process is handling this message)
rule=exim.message.locked:%exim_id:word% Spool file for %-:word% is locked (another process is handling this message)
annotate=exim.message.locked:+vendor_event_action="locked"
rule=exim.message.not_immediate:%exim_id:word% no immediate delivery: %vendor_event_outcome_reason:rest%
annotate=exim.message.not_immediate:+vendor_event_action="no immediate delivery"

# src/queue.c: what an administrator does with one recipient or the sender
rule=exim.address.changed:%exim_id:word% address <%exim_changed:rest%
rule=exim.address.changed:%exim_id:word% recipient <%exim_changed:rest%
rule=exim.address.changed:%exim_id:word% sender address changed to <%-:rest%
annotate=exim.address.changed:+vendor_event_action="changed"

# src/deliver.c: the system filter, age, errors of bounces
rule=exim.message.filter:%exim_id:word% original recipients ignored (system filter)
rule=exim.message.filter:%exim_id:word% Delivery deferred by system filter
annotate=exim.message.filter:+vendor_event_action="system filter"
rule=exim.delivery.ignored:%exim_id:word% %exim_ignored:string-to:: error ignored%: error ignored%-:rest%
annotate=exim.delivery.ignored:+vendor_event_action="error ignored"

# src/dkim.c, src/dmarc.c
rule=exim.dkim.error:%exim_id:word% DKIM: validation error: %vendor_warning_description:rest%
rule=exim.dkim.error:%exim_id:word% DKIM: signing failed: %vendor_warning_description:rest%
rule=exim.dkim.error:%exim_id:word% DKIM: Error during validation, disabling signature verification: %vendor_warning_description:rest%
annotate=exim.dkim.error:+vendor_event_action="DKIM"
annotate=exim.dkim.error:+vendor_event_outcome="failed"
rule=exim.dkim.error:%exim_id:word% DKIM: message could not be signed%vendor_warning_description:rest%
rule=exim.dkim.error:%exim_id:word% DKIM: unknown canonicalization method %vendor_warning_description:rest%
rule=exim.dkim.error:%exim_id:word% DKIM: unrecognised hashname %vendor_warning_description:rest%
rule=exim.dkim.error:%exim_id:word% DKIM: hash setup error, %vendor_warning_description:rest%
rule=exim.dkim.signature:%exim_id:word% DKIM: %exim_dkim:rest%
annotate=exim.dkim.signature:+vendor_event_action="DKIM"
rule=exim.dmarc.result:%exim_id:word% DMARC results: spf_domain=%exim_dmarc:rest%
annotate=exim.dmarc.result:+vendor_event_action="DMARC"

# src/transports/smtp.c: a server that cannot be reached; src/acl.c, src/smtp_in.c: a
# client that was refused after DATA
rule=exim.delivery.host:%exim_id:word% H=%exim_host_event:rest%
rule=exim.delivery.host:%exim_id:word% %vendor_relay_host:word% [%exim_address_error:rest%
rule=exim.delivery.host:%exim_id:word% SMTP %exim_smtp_failure:rest%
rule=exim.delivery.host:%exim_id:word% Remote host %exim_host_closed:rest%
rule=exim.delivery.host:%exim_id:word% DSH=%exim_client_event:rest%
rule=exim.message.rejected:%exim_id:word% rejected from %exim_rejected_from:rest%
rule=exim.message.rejected:%exim_id:word% U=%exim_client_event:rest%
rule=exim.message.rejected:%exim_id:word% F=%exim_sender_event:rest%
annotate=exim.message.rejected:+vendor_event_action="reject"
