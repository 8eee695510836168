version=2
# saslauthd/saslauthd-main.c do_auth(); successes only where it runs with -V or with debugging
rule=saslauthd.login.failure:do_auth%-:whitespace%: auth failure: %saslauthd_failure:rest%
annotate=saslauthd.login.failure:+vendor_event_action="authentication"
annotate=saslauthd.login.failure:+vendor_event_outcome="failed"
rule=saslauthd.login.success:do_auth%-:whitespace%: auth success: %saslauthd_success:rest%
rule=saslauthd.login.success:do_auth%-:whitespace%: auth success (cached): %saslauthd_success:rest%
annotate=saslauthd.login.success:+vendor_event_action="authentication"
annotate=saslauthd.login.success:+vendor_event_outcome="success"

# saslauthd/auth_pam.c, saslauthd-main.c main() and handle_exit()
rule=saslauthd.service.start:main%-:whitespace%: num_procs  : %-:number%
annotate=saslauthd.service.start:+vendor_event_action="starting"
rule=saslauthd.service.stop:server_exit%-:whitespace%: master exited: %-:number%
annotate=saslauthd.service.stop:+vendor_event_action="exit"
rule=saslauthd.service.info:detach_tty%-:whitespace%: master pid is: %-:number%
rule=saslauthd.service.info:ipc_init%-:whitespace%: listening on socket: %-:rest%
include=pam.rb
