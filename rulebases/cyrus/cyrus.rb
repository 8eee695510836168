version=2
# imap/imapd.c cmd_login(), cmd_authenticate(); imap/pop3d.c cmd_pass(), cmd_auth(); httpd.c, nntpd.c
rule=cyrus.login.success:login: %cyrus_login:rest%
annotate=cyrus.login.success:+vendor_event_action="authentication"
annotate=cyrus.login.success:+vendor_event_outcome="success"
rule=cyrus.login.failure:badlogin: %cyrus_bad_login:rest%
annotate=cyrus.login.failure:+vendor_event_action="authentication"
annotate=cyrus.login.failure:+vendor_event_outcome="failed"
rule=cyrus.session.tls:starttls: %vendor_tls_version:word% with cipher %vendor_tls_cipher:word% (%vendor_tls_cipher_size:word% bits %-:rest%
annotate=cyrus.session.tls:+vendor_event_action="starttls"

# imap/append.c append_fromstage(), imap/lmtpd.c
rule=cyrus.delivery.stored:Delivered: %cyrus_delivered:rest%
annotate=cyrus.delivery.stored:+vendor_event_action="stored"
rule=cyrus.delivery.duplicate:dupelim: eliminated duplicate message to %vendor_mailbox:word% id %-:rest%
annotate=cyrus.delivery.duplicate:+vendor_event_action="discarded"
rule=cyrus.delivery.no_mailbox:verify_user(%vendor_mailbox:char-to:)%) failed: %vendor_event_outcome_reason:rest%
annotate=cyrus.delivery.no_mailbox:+vendor_event_action="rejected"

# master/master.c, master/service.c, imap/telemetry.c
rule=cyrus.service.start:process started
annotate=cyrus.service.start:+vendor_event_action="starting"
rule=cyrus.service.ready:ready for work
rule=cyrus.service.stop:exiting on SIGTERM/SIGINT
annotate=cyrus.service.stop:+vendor_event_action="exit"
rule=cyrus.service.connection:accepted connection
rule=cyrus.service.executed:executed
rule=cyrus.service.executed:about to exec %-:rest%
rule=cyrus.service.usage:USAGE %-:rest%
rule=cyrus.service.process:process %-:rest%
rule=cyrus.mailbox.open:open: user %user_name:char-to: % opened %vendor_mailbox:rest%
