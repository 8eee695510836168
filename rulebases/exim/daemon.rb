version=2
# src/daemon.c: daemon_go()
rule=exim.daemon.start:exim %service_version:word% daemon started: pid=%-:rest%
annotate=exim.daemon.start:+vendor_event_action="daemon started"
rule=exim.daemon.reload:pid %-:number%: SIGHUP received: re-exec daemon
annotate=exim.daemon.reload:+vendor_event_action="re-exec"
rule=exim.daemon.reload:exim %service_version:word% daemon terminating, inetd wait timeout reached.
rule=exim.daemon.stop:pid %-:number%: SIGTERM received: message abandoned
annotate=exim.daemon.stop:+vendor_event_action="terminating"

# src/queue.c: queue_run()
rule=exim.queue.start:Start queue run: pid=%-:rest%
rule=exim.queue.start:Start '%-:char-to:'%' queue run: %-:rest%
annotate=exim.queue.start:+vendor_event_action="start queue run"
rule=exim.queue.end:End queue run: pid=%-:rest%
rule=exim.queue.end:End '%-:char-to:'%' queue run: %-:rest%
rule=exim.queue.end:Abandon queue run: %vendor_event_outcome_reason:rest%
annotate=exim.queue.end:+vendor_event_action="end queue run"

# src/exim.c: arguments selector
rule=exim.daemon.arguments:cwd=%-:word% %-:number% args: %-:rest%
annotate=exim.daemon.arguments:+vendor_event_action="arguments"

# src/log.c: write_syslog(): what follows the first piece of a line that is too long or has
# several lines, as the header in the reject log
rule=exim.log.piece:[%-:number%/%-:number%] %-:rest%
rule=exim.log.piece:[%-:number%\%-:number%] %-:rest%
annotate=exim.log.piece:+vendor_event_action="log piece"

# all other calls of log_write(): exim_notice knows how they begin
rule=exim.daemon.notice:%exim_notice:rest%
rule=exim.daemon.notice:bind of [%vendor_event_description:rest%
annotate=exim.daemon.notice:+vendor_event_action="notice"

# src/log.c: texts that say themselves that they are warnings
rule=exim.daemon.warning:Warning: %vendor_warning_description:rest%
annotate=exim.daemon.warning:+vendor_event_severity="warning"
