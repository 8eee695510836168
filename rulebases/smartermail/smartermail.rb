version=2
# The logs begin with a time of the day alone, "10:00:00" or "10:00:00.123": see docs/smartermail.md
rule=smartermail.session.connect:%-:word% [%smartermail_client:char-to:]%][%vendor_session_id:char-to:]%] connected at %-:rest%
annotate=smartermail.session.connect:+vendor_event_action="connect"
rule=smartermail.session.disconnect:%-:word% [%smartermail_client:char-to:]%][%vendor_session_id:char-to:]%] disconnected at %-:rest%
annotate=smartermail.session.disconnect:+vendor_event_action="disconnect"
rule=smartermail.session.command:%-:word% [%smartermail_client:char-to:]%][%vendor_session_id:char-to:]%] cmd: %smartermail_command:rest%
annotate=smartermail.session.command:+vendor_event_action="command"
rule=smartermail.session.authenticating:%-:word% [%smartermail_client:char-to:]%][%vendor_session_id:char-to:]%] Authenticating as %user_name:rest%
annotate=smartermail.session.authenticating:+vendor_event_action="authenticating"
rule=smartermail.session.login:%-:word% [%smartermail_client:char-to:]%][%vendor_session_id:char-to:]%] rsp: 235 %smartermail_login:rest%
annotate=smartermail.session.login:+vendor_event_action="authentication"
annotate=smartermail.session.login:+vendor_event_outcome="success"
rule=smartermail.session.login_failed:%-:word% [%smartermail_client:char-to:]%][%vendor_session_id:char-to:]%] rsp: 535 %smartermail_login_failed:rest%
annotate=smartermail.session.login_failed:+vendor_event_action="authentication"
annotate=smartermail.session.login_failed:+vendor_event_outcome="failed"
rule=smartermail.session.reply:%-:word% [%smartermail_client:char-to:]%][%vendor_session_id:char-to:]%] rsp: %smartermail_reply:rest%
annotate=smartermail.session.reply:+vendor_event_action="reply"

# delivery log: the number is the message's in the spool
rule=smartermail.delivery.result:%-:word% [%email_uid:number%] Delivery for %smartermail_delivery:rest%
annotate=smartermail.delivery.result:+vendor_event_action="delivery"
rule=smartermail.delivery.begin:%-:word% [%email_uid:number%] Delivery started for %email_from:word% at %-:rest%
annotate=smartermail.delivery.begin:+vendor_event_action="queued"
rule=smartermail.delivery.end:%-:word% [%email_uid:number%] Delivery finished for %email_from:word% at %-:rest%
annotate=smartermail.delivery.end:+vendor_event_action="removed"
rule=smartermail.delivery.spam:%-:word% [%email_uid:number%] Spam check results: %vendor_spam_tests:rest%
annotate=smartermail.delivery.spam:+vendor_event_action="checked"
rule=smartermail.delivery.step:%-:word% [%email_uid:number%] Sending remote mail for %-:rest%
rule=smartermail.delivery.step:%-:word% [%email_uid:number%] Delivering local mail for %-:rest%

# administrative log
rule=smartermail.admin.login:%-:word% [%smartermail_client:char-to:]%] %service_name:word% Login successful: %smartermail_user:rest%
annotate=smartermail.admin.login:+vendor_event_action="authentication"
annotate=smartermail.admin.login:+vendor_event_outcome="success"
rule=smartermail.admin.login_failed:%-:word% [%smartermail_client:char-to:]%] %service_name:word% Login failed: %smartermail_user:rest%
annotate=smartermail.admin.login_failed:+vendor_event_action="authentication"
annotate=smartermail.admin.login_failed:+vendor_event_outcome="failed"
