version=2
# src/auth/auth-request.c: auth_request_log_info() and its like: what a password
# database says is why it did not let the user in
rule=dovecot.auth.result:auth: %dovecot_auth:rest%
rule=dovecot.auth.result:auth-worker(%process_id:number%): %dovecot_auth:rest%
rule=dovecot.auth.result:auth: Info: %dovecot_auth:rest%
rule=dovecot.auth.result:auth-worker(%process_id:number%): Info: %dovecot_auth:rest%
# 1.x names the authentication server in place of the process
rule=dovecot.auth.result:auth(default): %dovecot_auth:rest%
rule=dovecot.auth.result:auth-worker(default): %dovecot_auth:rest%
annotate=dovecot.auth.result:+vendor_event_action="authentication"
annotate=dovecot.auth.result:+vendor_event_outcome="failed"
annotate=dovecot.auth.result:+vendor_daemon="auth"

# src/auth/auth-cache.c
rule=dovecot.auth.cache:auth: Authentication cache %vendor_event_description:rest%
rule=dovecot.auth.cache:auth: SIGHUP received, %vendor_event_description:rest%
annotate=dovecot.auth.cache:+vendor_event_action="cache"
annotate=dovecot.auth.cache:+vendor_daemon="auth"
