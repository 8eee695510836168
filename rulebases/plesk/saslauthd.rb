version=2
# plesk_saslauthd: versions up to 18 misspell the word
rule=plesk.login.failure:failed mail authentication attempt for user '%plesk_failure:rest%
rule=plesk.login.failure:failed mail authenticatication attempt for user '%plesk_failure:rest%
annotate=plesk.login.failure:+vendor_event_action="authentication"
annotate=plesk.login.failure:+vendor_event_outcome="failed"
rule=plesk.login.no_user:No such user '%plesk_no_user:rest%
annotate=plesk.login.no_user:+vendor_event_outcome_reason="No such user"
rule=plesk.login.bad_address:Invalid mail address '%plesk_quoted_user:rest%
annotate=plesk.login.bad_address:+vendor_event_outcome_reason="Invalid mail address"
rule=plesk.saslauthd.start:listen=%-:number%, status=%-:number%, dbpath='%-:rest%
annotate=plesk.saslauthd.start:+vendor_event_action="starting"
rule=plesk.saslauthd.privileges:privileges set to (%-:rest%
rule=plesk.saslauthd.stop:%-:number% worker process(es) exited
annotate=plesk.saslauthd.stop:+vendor_event_action="exit"
