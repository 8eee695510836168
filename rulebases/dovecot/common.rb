version=2
# src/master/main.c
rule=dovecot.master.start:master: Dovecot v%service_version:word% %-:rest%
rule=dovecot.master.start:Dovecot v%service_version:word% starting up%-:rest%
annotate=dovecot.master.start:+vendor_event_action="starting"
rule=dovecot.master.stop:master: Warning: Killed with signal %vendor_termination_signal:word% (%-:rest%
rule=dovecot.master.stop:Warning: Killed with signal %vendor_termination_signal:word% (%-:rest%
annotate=dovecot.master.stop:+vendor_event_action="terminating"
annotate=dovecot.master.stop:+vendor_event_severity="warning"
rule=dovecot.master.reload:master: Warning: SIGHUP received - reloading configuration
annotate=dovecot.master.reload:+vendor_event_action="reload"
annotate=dovecot.master.reload:+vendor_event_severity="warning"

# src/ssl-params/ssl-params.c (2.2)
rule=dovecot.master.ssl_params:ssl-params: Generating SSL parameters
rule=dovecot.master.ssl_params:ssl-params: SSL parameters regeneration completed
annotate=dovecot.master.ssl_params:+vendor_event_action="SSL parameters"

# src/master/service-monitor.c: clients wait, or are dropped
rule=dovecot.master.limit:master: Warning: service(%service_name:char-to:)%): process_limit (%-:number%) reached, client connections are being dropped
rule=dovecot.master.limit:master: Warning: service(%service_name:char-to:)%): client_limit (%-:number%) reached, client connections are being dropped
rule=dovecot.master.limit:master: Warning: service(%service_name:char-to:)%): client_limit (%-:number%) reached, client connections are being dropped (%-:rest%
rule=dovecot.master.limit:master: Warning: service(%service_name:char-to:)%): client_limit/service_count (%-:number%) reached, client connections are being dropped
annotate=dovecot.master.limit:+vendor_event_action="limit reached"
annotate=dovecot.master.limit:+vendor_event_severity="warning"

# src/lib/failures.c: the words in front of a text by its severity. A debug line may hold
# passwords (auth_debug_passwords): none of its text becomes a field.
rule=dovecot.common.warning:%-:char-to::%: Warning: %vendor_warning_description:rest%
annotate=dovecot.common.warning:+vendor_event_severity="warning"
rule=dovecot.common.error:%-:char-to::%: Error: %vendor_warning_description:rest%
annotate=dovecot.common.error:+vendor_event_severity="error"
rule=dovecot.common.fatal:%-:char-to::%: Fatal: %vendor_warning_description:rest%
annotate=dovecot.common.fatal:+vendor_event_severity="fatal"
rule=dovecot.common.panic:%-:char-to::%: Panic: %vendor_warning_description:rest%
annotate=dovecot.common.panic:+vendor_event_severity="panic"
rule=dovecot.common.debug:%-:char-to::%: Debug: %-:rest%
annotate=dovecot.common.debug:+vendor_event_severity="debug"
