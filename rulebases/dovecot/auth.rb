version=2
# src/auth/auth-request.c: auth_request_log_info() and its like: what a password
# database says is why it did not let the user in
rule=dovecot.auth.failure:auth: %dovecot_auth:rest%
rule=dovecot.auth.failure:auth-worker(%process_id:number%): %dovecot_auth:rest%
annotate=dovecot.auth.failure:+vendor_event_action="authentication"
annotate=dovecot.auth.failure:+vendor_event_outcome="failed"
annotate=dovecot.auth.failure:+vendor_daemon="auth"
