version=2
# "Info: " stands in front where Dovecot writes to a file or to a container's output
# src/login-common/client-common.c: client_log(), "Login: " of sasl-server.c; 2.4 says "Logged in"
rule=dovecot.login.success:%dovecot_process:char-to:(:%: Login: %dovecot_client:rest%
rule=dovecot.login.success:%dovecot_process:char-to:(:%: Info: Login: %dovecot_client:rest%
rule=dovecot.login.success:%dovecot_process:char-to:(:%: Logged in: %dovecot_client:rest%
rule=dovecot.login.success:%dovecot_process:char-to:(:%: Info: Logged in: %dovecot_client:rest%
annotate=dovecot.login.success:+vendor_event_action="authentication"
annotate=dovecot.login.success:+vendor_event_outcome="success"

# src/login-common/client-common-auth.c: refused before a password was looked at
rule=dovecot.login.refused:%dovecot_process:char-to:(:%: Login failed: %dovecot_login_refused:rest%
rule=dovecot.login.refused:%dovecot_process:char-to:(:%: Info: Login failed: %dovecot_login_refused:rest%
rule=dovecot.login.refused:%dovecot_process:char-to:(:%: Authenticate %-:word% failed: %dovecot_login_refused:rest%
rule=dovecot.login.refused:%dovecot_process:char-to:(:%: Info: Authenticate %-:word% failed: %dovecot_login_refused:rest%
rule=dovecot.login.refused:%dovecot_process:char-to:(:%: APOP failed: %dovecot_login_refused:rest%
rule=dovecot.login.refused:%dovecot_process:char-to:(:%: Info: APOP failed: %dovecot_login_refused:rest%
annotate=dovecot.login.refused:+vendor_event_action="authentication"
annotate=dovecot.login.refused:+vendor_event_outcome="failed"

# src/login-common/client-common.c: client_destroy(); 2.2: "Disconnected (...)", "Aborted login (...)"
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Disconnected: %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Info: Disconnected: %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Disconnected %dovecot_login_end_old:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Info: Disconnected %dovecot_login_end_old:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Aborted login %dovecot_login_end_old:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Info: Aborted login %dovecot_login_end_old:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Aborted login: %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Info: Aborted login: %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Login aborted: %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Info: Login aborted: %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Maximum number of connections %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Info: Maximum number of connections %dovecot_login_end:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Client has quit the connection %dovecot_login_end_old:rest%
rule=dovecot.login.end:%dovecot_process:char-to:(:%: Remote closed connection %dovecot_login_end_old:rest%

# src/login-common/client-common-auth.c: proxy; src/imap-login/imap-login-cmd-id.c
rule=dovecot.login.proxy:%dovecot_process:char-to:(:%: proxy(%-:string-to:): %): %dovecot_login_refused:rest%
annotate=dovecot.login.proxy:+vendor_event_action="proxy"
rule=dovecot.login.id:%dovecot_process:char-to:(:%: ID sent: %dovecot_client_id:rest%
annotate=dovecot.login.id:+vendor_event_action="ID"
