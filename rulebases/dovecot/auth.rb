version=2
# src/auth/auth-request.c: auth_request_log_info() and its like: what a password
# database says is why it did not let the user in
rule=dovecot.auth.result:request: %dovecot_auth:rest%
annotate=dovecot.auth.result:+vendor_event_action="authentication"
annotate=dovecot.auth.result:+vendor_event_outcome="failed"

# the same of one database, where another is asked next: no log-in has failed yet
rule=dovecot.auth.passdb:passdb: %dovecot_auth:rest%
annotate=dovecot.auth.passdb:+vendor_event_action="authentication"

# src/auth/auth-cache.c
rule=dovecot.auth.cache:auth: Authentication cache %vendor_event_description:rest%
rule=dovecot.auth.cache:auth: SIGHUP received, %vendor_event_description:rest%
annotate=dovecot.auth.cache:+vendor_event_action="cache"
