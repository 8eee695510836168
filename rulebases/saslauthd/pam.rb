version=2
# Linux-PAM, modules/pam_unix/support.c and pam_unix_auth.c: the tag is that of the program that asks,
# such as Dovecot's "auth" or saslauthd
rule=saslauthd.pam.failure:pam_unix(%saslauthd_pam_service:char-to:)%): authentication failure; %saslauthd_pam_failure:rest%
annotate=saslauthd.pam.failure:+vendor_event_action="authentication"
annotate=saslauthd.pam.failure:+vendor_event_outcome="failed"
rule=saslauthd.pam.unknown_user:pam_unix(%saslauthd_pam_service:char-to:)%): check pass; user unknown
annotate=saslauthd.pam.unknown_user:+vendor_event_outcome_reason="user unknown"
