version=2
# src/lmtp/lmtp-client.c
rule=dovecot.lmtp.connect:lmtp: Connect from %dovecot_lmtp_client:rest%
rule=dovecot.lmtp.connect:session: Connect from %dovecot_lmtp_client:rest%
annotate=dovecot.lmtp.connect:+vendor_event_action="connect"
rule=dovecot.lmtp.disconnect:lmtp: Disconnect from %dovecot_lmtp_end:rest%
rule=dovecot.lmtp.disconnect:session: Disconnect from %dovecot_lmtp_end:rest%
annotate=dovecot.lmtp.disconnect:+vendor_event_action="disconnect"

# src/lmtp/lmtp-proxy.c: another LMTP server takes the message
rule=dovecot.lmtp.relayed:lmtp: %-:string-to:: Sent message to %: Sent message to %dovecot_lmtp_proxy:rest%
annotate=dovecot.lmtp.relayed:+vendor_status="sent"
rule=dovecot.lmtp.relay_failed:lmtp: %-:string-to:: Failed to send message to %: Failed to send message to %dovecot_lmtp_proxy:rest%
annotate=dovecot.lmtp.relay_failed:+vendor_status="failed"

# pigeonhole, src/lib-sieve/sieve-actions.c and its like
rule=dovecot.sieve.action:session: sieve: msgid=%dovecot_sieve:rest%
rule=dovecot.sieve.compile:session: sieve: Failed to compile script %vendor_event_outcome_reason:rest%
annotate=dovecot.sieve.compile:+vendor_event_action="compile"
annotate=dovecot.sieve.compile:+vendor_event_outcome="failed"

# pigeonhole, src/plugins/lda-sieve/lda-sieve-plugin.c
rule=dovecot.sieve.execution:session: sieve: Execution of script %vendor_event_outcome_reason:rest%
annotate=dovecot.sieve.execution:+vendor_event_action="execution"
annotate=dovecot.sieve.execution:+vendor_event_outcome="failed"

# src/lib-lda/mail-deliver.c
rule=dovecot.delivery.result:session: msgid=%dovecot_delivery:rest%

# src/submission/submission-backend-relay.c
rule=dovecot.submission.relayed:session: Successfully relayed message: %dovecot_relayed:rest%
rule=dovecot.submission.relayed:session: relay: Successfully relayed message: %dovecot_relayed:rest%
annotate=dovecot.submission.relayed:+vendor_status="sent"
rule=dovecot.submission.failed:session: Failed to relay message: %dovecot_relayed:rest%
rule=dovecot.submission.failed:session: relay: Failed to relay message: %dovecot_relayed:rest%
annotate=dovecot.submission.failed:+vendor_status="failed"

# src/indexer/master-connection.c
rule=dovecot.mailbox.indexed:session: Indexed %-:number% messages in %-:rest%
annotate=dovecot.mailbox.indexed:+vendor_event_action="indexed"
