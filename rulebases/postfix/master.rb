version=2
include=common.rb
# The master process.

# master/master.c main
rule=postfix.master.start:daemon started -- version %service_version:char-to{"extradata":","}%, configuration %vendor_config_path:rest%
annotate=postfix.master.start:+vendor_event_action="daemon started"
annotate=postfix.master.start:+service_name="postfix"
rule=postfix.master.reload:reload -- version %service_version:char-to{"extradata":","}%, configuration %vendor_config_path:rest%
annotate=postfix.master.reload:+vendor_event_action="reload"
annotate=postfix.master.reload:+service_name="postfix"
rule=postfix.master.exit_time:master exit time has arrived
annotate=postfix.master.exit_time:+vendor_event_action="terminating"
# master/master_sig.c master_sigdeath
rule=postfix.master.terminating:terminating on signal %vendor_termination_signal:number%
annotate=postfix.master.terminating:+vendor_event_action="terminating"
annotate=postfix.master.terminating:+service_name="postfix"
# master/master_status.c master_status_event
rule=postfix.master.status:ignoring status update from child pid %-:rest%
# global/mail_version.c, before 2.9
rule=postfix.master.start:daemon started
rule=postfix.master.start:daemon started -- version %service_version:rest%
rule=postfix.master.reload:reload configuration
rule=postfix.master.reload:reload configuration %vendor_config_path:rest%
