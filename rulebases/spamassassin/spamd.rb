version=2
# spamd/spamd.raw check(): one line each when a message comes, when it is judged, and with the tests
rule=spamassassin.message.begin:spamd: processing message %spamassassin_message:rest%
rule=spamassassin.message.begin:spamd: checking message %spamassassin_message:rest%
annotate=spamassassin.message.begin:+vendor_event_action="checking"
rule=spamassassin.message.clean:spamd: clean message (%spamassassin_verdict:rest%
annotate=spamassassin.message.clean:+vendor_event_action="checked"
annotate=spamassassin.message.clean:+vendor_content_category="CLEAN"
rule=spamassassin.message.spam:spamd: identified spam (%spamassassin_verdict:rest%
annotate=spamassassin.message.spam:+vendor_event_action="checked"
annotate=spamassassin.message.spam:+vendor_content_category="SPAM"
rule=spamassassin.message.result:spamd: result: %spamassassin_result:rest%
annotate=spamassassin.message.result:+vendor_event_action="checked"

# accept_a_conn(), handle_user_setuid_basic(), spawn and signal handlers, main
rule=spamassassin.client.connect:spamd: connection from %-:rest%
rule=spamassassin.client.setuid:spamd: setuid to %vendor_account:word% succeeded
rule=spamassassin.client.still_root:spamd: still running as root: %-:rest%
rule=spamassassin.client.got_message:spamd: got connection over %-:rest%
rule=spamassassin.process.state:prefork: child states: %-:word%
rule=spamassassin.process.state:prefork: %-:rest%
rule=spamassassin.process.child:spamd: handled cleanup of child pid %-:rest%
rule=spamassassin.process.child:spamd: server successfully spawned child process, pid %-:rest%
rule=spamassassin.service.start:spamd: server started on %-:rest%
annotate=spamassassin.service.start:+vendor_event_action="starting"
rule=spamassassin.service.info:spamd: server pid: %-:number%
rule=spamassassin.service.stop:spamd: server killed by %-:word% shutting down
annotate=spamassassin.service.stop:+vendor_event_action="exit"
rule=spamassassin.service.reload:spamd: server hit by SIGHUP, restarting
annotate=spamassassin.service.reload:+vendor_event_action="reload"
