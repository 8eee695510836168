version=2
# src/receive.c: receive_msg()
rule=exim.arrival:%exim_id:word% <= %exim_arrival:rest%
annotate=exim.arrival:+vendor_event_action="arrival"

# src/deliver.c: delivery_log(); "->": a further address of the same delivery, ">>":
# cut-through, "*>": delivery suppressed by -N
rule=exim.delivery:%exim_id:word% => %exim_delivery:rest%
rule=exim.delivery:%exim_id:word% -> %exim_delivery:rest%
rule=exim.delivery:%exim_id:word% >> %exim_delivery:rest%
rule=exim.delivery:%exim_id:word% *> %exim_delivery:rest%
annotate=exim.delivery:+vendor_status="sent"

# src/receive.c: nobody is left to deliver to
rule=exim.blackhole:%exim_id:word% => blackhole (%vendor_event_outcome_reason:char-to:)%)
rule=exim.blackhole:%exim_id:word% => discarded (%vendor_event_outcome_reason:char-to:)%)
annotate=exim.blackhole:+vendor_event_action="blackhole"

# src/receive.c: submission mode
rule=exim.rewritten:%exim_id:word% "%-:string-to:" from %" from %-:string-to: rewritten as % rewritten as %-:rest%
annotate=exim.rewritten:+vendor_event_action="rewritten"

# src/smtp_in.c: the client fell silent
rule=exim.data-timeout:%exim_id:word% SMTP data timeout (message abandoned) on connection from %exim_client:rest%
rule=exim.data-timeout:%exim_id:word% SMTP connection lost during message reception from %exim_client:rest%
annotate=exim.data-timeout:+vendor_event_action="timeout"

# src/deliver.c: deferral_log()
rule=exim.deferral:%exim_id:word% == %exim_deferral:rest%
annotate=exim.deferral:+vendor_status="deferred"

# src/deliver.c: failure_log()
rule=exim.failure:%exim_id:word% ** %exim_failure:rest%
annotate=exim.failure:+vendor_status="bounced"

# src/deliver.c: deliver_message()
rule=exim.completed:%exim_id:word% Completed%exim_completed:rest%
annotate=exim.completed:+vendor_event_action="completed"

# src/deliver.c, src/exim.c: frozen messages, and what an administrator does with them
rule=exim.frozen:%exim_id:word% Message is frozen
rule=exim.frozen:%exim_id:word% Frozen (%vendor_event_outcome_reason:char-to:)%)
rule=exim.frozen:%exim_id:word% Frozen: %vendor_event_outcome_reason:rest%
rule=exim.frozen:%exim_id:word% frozen by %vendor_event_outcome_reason:rest%
annotate=exim.frozen:+vendor_event_action="frozen"
rule=exim.unfrozen:%exim_id:word% unfrozen by %vendor_event_outcome_reason:rest%
rule=exim.unfrozen:%exim_id:word% Unfrozen by %vendor_event_outcome_reason:rest%
annotate=exim.unfrozen:+vendor_event_action="unfrozen"
rule=exim.removed:%exim_id:word% removed by %vendor_event_outcome_reason:word%
rule=exim.removed:%exim_id:word% cancelled by %vendor_event_outcome_reason:rest%
rule=exim.removed:%exim_id:word% message abandoned: %vendor_event_outcome_reason:rest%
annotate=exim.removed:+vendor_event_action="removed"
rule=exim.locked:%exim_id:word% Spool file is locked (another process is handling this message)
rule=exim.locked:%exim_id:word% Spool file for %-:word% is locked (another process is handling this message)
annotate=exim.locked:+vendor_event_action="locked"
rule=exim.not-immediate:%exim_id:word% no immediate delivery: %vendor_event_outcome_reason:rest%
annotate=exim.not-immediate:+vendor_event_action="no immediate delivery"

# src/transports/smtp.c: TLS that failed or was not to be had
rule=exim.tls.session:%exim_id:word% TLS session: %vendor_tls_error:rest%
rule=exim.tls.session:%exim_id:word% TLS error on connection to %-:string-to: (% (%-:char-to:)%): %vendor_tls_error:rest%
annotate=exim.tls.session:+vendor_event_action="TLS session"

# src/queue.c: what an administrator does with one recipient or the sender
rule=exim.changed:%exim_id:word% address <%exim_changed:rest%
rule=exim.changed:%exim_id:word% recipient <%exim_changed:rest%
rule=exim.changed:%exim_id:word% sender address changed to <%-:rest%
annotate=exim.changed:+vendor_event_action="changed"

# src/deliver.c: the system filter, age, errors of bounces
rule=exim.filter:%exim_id:word% original recipients ignored (system filter)
rule=exim.filter:%exim_id:word% Delivery deferred by system filter
rule=exim.filter:%exim_id:word% Message removed because older than %-:rest%
annotate=exim.filter:+vendor_event_action="system filter"
rule=exim.ignored:%exim_id:word% %exim_ignored:string-to:: error ignored%: error ignored%-:rest%
annotate=exim.ignored:+vendor_event_action="error ignored"

# src/dkim.c
rule=exim.dkim.error:%exim_id:word% DKIM: validation error: %vendor_warning_description:rest%
rule=exim.dkim.error:%exim_id:word% DKIM: signing failed: %vendor_warning_description:rest%
rule=exim.dkim.error:%exim_id:word% DKIM: Error during validation, disabling signature verification: %vendor_warning_description:rest%
annotate=exim.dkim.error:+vendor_event_action="DKIM"
annotate=exim.dkim.error:+vendor_event_outcome="failed"
rule=exim.dkim:%exim_id:word% DKIM: d=%vendor_dkim_domain:word% s=%vendor_dkim_selector:word% %-:char-to:[%[%vendor_event_outcome_reason:char-to:]%]
annotate=exim.dkim:+vendor_event_action="DKIM"

# src/transports/smtp.c: a server that cannot be reached; src/acl.c, src/smtp_in.c: a
# client that was refused after DATA
rule=exim.host:%exim_id:word% H=%exim_message_host:rest%
rule=exim.rejected:%exim_id:word% rejected from %exim_rejected_from:rest%
annotate=exim.rejected:+vendor_event_action="reject"
