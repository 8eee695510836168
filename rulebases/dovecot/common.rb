version=2
# src/master/main.c
rule=dovecot.master.start:master: Dovecot v%service_version:word% %-:rest%
annotate=dovecot.master.start:+vendor_daemon="master"
annotate=dovecot.master.start:+vendor_event_action="starting"
rule=dovecot.master.stop:master: Warning: Killed with signal %vendor_termination_signal:word% (%-:rest%
annotate=dovecot.master.stop:+vendor_daemon="master"
annotate=dovecot.master.stop:+vendor_event_action="terminating"
annotate=dovecot.master.stop:+vendor_event_severity="warning"
rule=dovecot.master.reload:master: Warning: SIGHUP received - reloading configuration
annotate=dovecot.master.reload:+vendor_daemon="master"
annotate=dovecot.master.reload:+vendor_event_action="reload"
annotate=dovecot.master.reload:+vendor_event_severity="warning"

# src/lib/failures.c: the words in front of a text by its severity
rule=dovecot.common.warning:auth: Warning: %vendor_warning_description:rest%
rule=dovecot.common.warning:%dovecot_process:char-to:(:%: Warning: %vendor_warning_description:rest%
rule=dovecot.common.warning:%dovecot_session:string-to:>: %>: Warning: %vendor_warning_description:rest%
rule=dovecot.common.warning:%dovecot_session:string-to:): %): Warning: %vendor_warning_description:rest%
annotate=dovecot.common.warning:+vendor_event_severity="warning"
rule=dovecot.common.error:auth: Error: %vendor_warning_description:rest%
rule=dovecot.common.error:%dovecot_process:char-to:(:%: Error: %vendor_warning_description:rest%
rule=dovecot.common.error:%dovecot_session:string-to:>: %>: Error: %vendor_warning_description:rest%
rule=dovecot.common.error:%dovecot_session:string-to:): %): Error: %vendor_warning_description:rest%
annotate=dovecot.common.error:+vendor_event_severity="error"
rule=dovecot.common.fatal:auth: Fatal: %vendor_warning_description:rest%
rule=dovecot.common.fatal:%dovecot_process:char-to:(:%: Fatal: %vendor_warning_description:rest%
rule=dovecot.common.fatal:%dovecot_session:string-to:>: %>: Fatal: %vendor_warning_description:rest%
rule=dovecot.common.fatal:%dovecot_session:string-to:): %): Fatal: %vendor_warning_description:rest%
annotate=dovecot.common.fatal:+vendor_event_severity="fatal"
rule=dovecot.common.panic:auth: Panic: %vendor_warning_description:rest%
rule=dovecot.common.panic:%dovecot_process:char-to:(:%: Panic: %vendor_warning_description:rest%
rule=dovecot.common.panic:%dovecot_session:string-to:>: %>: Panic: %vendor_warning_description:rest%
rule=dovecot.common.panic:%dovecot_session:string-to:): %): Panic: %vendor_warning_description:rest%
annotate=dovecot.common.panic:+vendor_event_severity="panic"
