version=2
# imap/imaplogin.c, imap/pop3login.c: authinfo() and login_callback()
rule=courier.login.success:LOGIN, user=%courier_user:rest%
annotate=courier.login.success:+vendor_event_action="authentication"
annotate=courier.login.success:+vendor_event_outcome="success"
rule=courier.login.failure:LOGIN FAILED, user=%courier_user:rest%
rule=courier.login.failure:LOGIN FAILED, method=%courier_method:rest%
rule=courier.login.failure:LOGIN FAILED, ip=[%courier_address:rest%
annotate=courier.login.failure:+vendor_event_action="authentication"
annotate=courier.login.failure:+vendor_event_outcome="failed"

# imap/imapd.c, imap/pop3dserver.c: the end of a session; imaplogin.c: its begin
rule=courier.session.end:LOGOUT, user=%courier_user:rest%
rule=courier.session.end:DISCONNECTED, user=%courier_user:rest%
rule=courier.session.end:TIMEOUT, user=%courier_user:rest%
rule=courier.session.end:LOGOUT, ip=[%courier_address:rest%
rule=courier.session.end:DISCONNECTED, ip=[%courier_address:rest%
annotate=courier.session.end:+vendor_event_action="disconnect"
rule=courier.session.connect:Connection, ip=[%courier_address:rest%
annotate=courier.session.connect:+vendor_event_action="connect"
