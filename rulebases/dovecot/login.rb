version=2
# src/login-common/client-common.c: client_destroy_success(); 2.4 says "Logged in"
rule=dovecot.login.success:login: Login: %dovecot_client:rest%
rule=dovecot.login.success:login: Logged in: %dovecot_client:rest%
annotate=dovecot.login.success:+vendor_event_action="authentication"
annotate=dovecot.login.success:+vendor_event_outcome="success"

# src/login-common/client-common-auth.c, sasl-server.c: refused before a password was looked at
rule=dovecot.login.refused:login: Login failed: %dovecot_login_refused:rest%
rule=dovecot.login.refused:login: Authenticate %-:word% failed: %dovecot_login_refused:rest%
rule=dovecot.login.refused:login: APOP failed: %dovecot_login_refused:rest%
annotate=dovecot.login.refused:+vendor_event_action="authentication"
annotate=dovecot.login.refused:+vendor_event_outcome="failed"

# src/login-common/client-common.c: client_destroy(), client_disconnect()
rule=dovecot.login.end:login: Disconnected: %dovecot_login_end:rest%
rule=dovecot.login.end:login: Disconnected %dovecot_login_end:rest%
rule=dovecot.login.end:login: Aborted login: %dovecot_login_end:rest%
rule=dovecot.login.end:login: Aborted login %dovecot_login_end:rest%
rule=dovecot.login.end:login: Login aborted: %dovecot_login_end:rest%
rule=dovecot.login.end:login: Maximum number of connections %dovecot_login_end:rest%
rule=dovecot.login.end:login: Client has quit the connection %dovecot_login_end:rest%
rule=dovecot.login.end:login: Remote closed connection %dovecot_login_end:rest%
rule=dovecot.login.end:login: Inactivity %dovecot_login_end:rest%
rule=dovecot.login.end:login: Authentication response too large %dovecot_login_end:rest%
rule=dovecot.login.end:login: Too many invalid %dovecot_login_end:rest%

# src/login-common/client-common-auth.c, login-proxy.c: another server decides
rule=dovecot.login.proxy:login: proxy(%dovecot_proxy:rest%
annotate=dovecot.login.proxy:+vendor_event_action="proxy"

# src/imap-login/imap-login-cmd-id.c
rule=dovecot.login.id:login: ID sent: %dovecot_client_id:rest%
annotate=dovecot.login.id:+vendor_event_action="ID"
