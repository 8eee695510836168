version=2
# src/lmtp/lmtp-client.c
rule=dovecot.lmtp.connect:%dovecot_session:string-to:): %): Connect from %dovecot_lmtp_client:rest%
annotate=dovecot.lmtp.connect:+vendor_event_action="connect"
rule=dovecot.lmtp.disconnect:%dovecot_session:string-to:): %): Disconnect from %dovecot_lmtp_client:char-to::%: %vendor_event_outcome_reason:rest%
annotate=dovecot.lmtp.disconnect:+vendor_event_action="disconnect"

# pigeonhole, src/lib-sieve/sieve-actions.c and its like
rule=dovecot.sieve.action:%dovecot_session:string-to:>: %>: sieve: msgid=%dovecot_sieve:rest%
rule=dovecot.sieve.action:%dovecot_session:string-to:): %): sieve: msgid=%dovecot_sieve:rest%
rule=dovecot.sieve.compile:%dovecot_session:string-to:>: %>: sieve: Failed to compile script %vendor_event_outcome_reason:rest%
annotate=dovecot.sieve.compile:+vendor_event_action="compile"
annotate=dovecot.sieve.compile:+vendor_event_outcome="failed"

# src/lib-lda/mail-deliver.c
rule=dovecot.delivery.result:%dovecot_session:string-to:>: %>: msgid=%dovecot_delivery:rest%
rule=dovecot.delivery.result:%dovecot_session:string-to:): %): msgid=%dovecot_delivery:rest%

# src/submission/submission-backend-relay.c
rule=dovecot.submission.relayed:%dovecot_session:string-to:>: %>: Successfully relayed message: %dovecot_relayed:rest%
annotate=dovecot.submission.relayed:+vendor_status="sent"
rule=dovecot.submission.failed:%dovecot_session:string-to:>: %>: Failed to relay message: %dovecot_relayed:rest%
annotate=dovecot.submission.failed:+vendor_status="failed"

# src/indexer/master-connection.c
rule=dovecot.mailbox.indexed:%dovecot_session:string-to:>: %>: Indexed %-:number% messages in %-:rest%
annotate=dovecot.mailbox.indexed:+vendor_event_action="indexed"
