version=2
# opendkim/opendkim.c, mlfi_eom(): signed; one line a signature
rule=opendkim.signature.added:%opendkim_job:char-to::%: DKIM-Signature field added (s=%vendor_dkim_selector:char-to:,%, d=%vendor_dkim_domain:char-to:)%)
rule=opendkim.signature.added:%opendkim_job:char-to::%: DKIM-Signature header added (s=%vendor_dkim_selector:char-to:,%, d=%vendor_dkim_domain:char-to:)%)
rule=opendkim.signature.added:%opendkim_job:char-to::%: DKIM-Signature header added
rule=opendkim.signature.added:%opendkim_job:char-to::%: DKIM-Signature field added
annotate=opendkim.signature.added:+vendor_event_action="sign"

# opendkim/opendkim.c, mlfi_eom(): verified
rule=opendkim.verify.pass:%opendkim_job:char-to::%: DKIM verification successful
annotate=opendkim.verify.pass:+vendor_event_action="verify"
annotate=opendkim.verify.pass:+vendor_dkim_result="pass"

# opendkim/opendkim.c, dkimf_libstatus()
rule=opendkim.verify.none:%opendkim_job:char-to::%: no signature data
annotate=opendkim.verify.none:+vendor_event_action="verify"
annotate=opendkim.verify.none:+vendor_dkim_result="none"

# opendkim/opendkim.c, dkimf_libstatus()
rule=opendkim.verify.fail:%opendkim_job:char-to::%: bad signature data
annotate=opendkim.verify.fail:+vendor_event_action="verify"
annotate=opendkim.verify.fail:+vendor_dkim_result="fail"

# opendkim/opendkim.c, dkimf_libstatus(): the key in DNS
rule=opendkim.key.failed:%opendkim_job:char-to::%: key retrieval failed (s=%vendor_dkim_selector:char-to:,%, d=%vendor_dkim_domain:char-to:)%): %vendor_event_outcome_reason:rest%
rule=opendkim.key.failed:%opendkim_job:char-to::%: key retrieval failed (s=%vendor_dkim_selector:char-to:,%, d=%vendor_dkim_domain:char-to:)%)
rule=opendkim.key.failed:%opendkim_job:char-to::%: key retrieval failed: %vendor_event_outcome_reason:rest%
rule=opendkim.key.failed:%opendkim_job:char-to::%: key retrieval failed
annotate=opendkim.key.failed:+vendor_event_action="key retrieval"
annotate=opendkim.key.failed:+vendor_event_outcome="failed"
rule=opendkim.key.revoked:%opendkim_job:char-to::%: key revoked (s=%vendor_dkim_selector:char-to:,%, d=%vendor_dkim_domain:char-to:)%)
annotate=opendkim.key.revoked:+vendor_event_action="key retrieval"
annotate=opendkim.key.revoked:+vendor_event_outcome="revoked"

# opendkim/opendkim.c, dkimf_log_ssl_errors()
rule=opendkim.signature.ssl_error:%opendkim_job:char-to::%: s=%vendor_dkim_selector:word% d=%vendor_dkim_domain:word% %opendkim_ssl_error:rest%
rule=opendkim.signature.ssl_error:%opendkim_job:char-to::%: SSL
rule=opendkim.signature.ssl_error:%opendkim_job:char-to::%: SSL %vendor_event_outcome_reason:rest%
annotate=opendkim.signature.ssl_error:+vendor_event_action="verify"

# opendkim/opendkim.c, mlfi_eom(): LogResults, LogWhy
rule=opendkim.signature.status:%opendkim_job:char-to::%: signature=%opendkim_signature:rest%
annotate=opendkim.signature.status:+vendor_event_action="verify"
rule=opendkim.signature.domains:%opendkim_job:char-to::%: message has signatures from %vendor_dkim_domain:rest%
annotate=opendkim.signature.domains:+vendor_event_action="verify"

# opendkim/opendkim.c, mlfi_eoh(): why a message is not signed
rule=opendkim.skip.client:%opendkim_job:char-to::%: %opendkim_client:string-to:] not internal%] not internal
annotate=opendkim.skip.client:+vendor_event_action="skip"
annotate=opendkim.skip.client:+vendor_event_outcome_reason="not internal"
rule=opendkim.skip.authentication:%opendkim_job:char-to::%: not authenticated
rule=opendkim.skip.authentication:%opendkim_job:char-to::%: not POP authenticated
annotate=opendkim.skip.authentication:+vendor_event_action="skip"
annotate=opendkim.skip.authentication:+vendor_event_outcome_reason="not authenticated"
rule=opendkim.skip.domain:%opendkim_job:char-to::%: no signing domain match for '%opendkim_quoted_domain:rest%
rule=opendkim.skip.domain:%opendkim_job:char-to::%: no signing subdomain match for '%opendkim_quoted_domain:rest%
annotate=opendkim.skip.domain:+vendor_event_action="skip"
annotate=opendkim.skip.domain:+vendor_event_outcome_reason="no signing domain match"
rule=opendkim.skip.table:%opendkim_job:char-to::%: no signing table match for '%opendkim_quoted_address:rest%
annotate=opendkim.skip.table:+vendor_event_action="skip"
annotate=opendkim.skip.table:+vendor_event_outcome_reason="no signing table match"
rule=opendkim.skip.recipient:%opendkim_job:char-to::%: skipping signing of mail to '%opendkim_quoted_recipient:rest%
annotate=opendkim.skip.recipient:+vendor_event_action="skip"
annotate=opendkim.skip.recipient:+vendor_event_outcome_reason="skipping signing of mail to this recipient"
rule=opendkim.skip.macro:%opendkim_job:char-to::%: no macros match
rule=opendkim.skip.macro:%opendkim_job:char-to::%: no MTA name match (%-:rest%
annotate=opendkim.skip.macro:+vendor_event_action="skip"
annotate=opendkim.skip.macro:+vendor_event_outcome_reason="no macro or MTA name match"
rule=opendkim.skip.exempt:%opendkim_job:char-to::%: domain '%vendor_dkim_domain:char-to:'%' exempted, accepting
annotate=opendkim.skip.exempt:+vendor_event_action="skip"
annotate=opendkim.skip.exempt:+vendor_event_outcome_reason="exempted"
rule=opendkim.skip.signature:%opendkim_job:char-to::%: ignoring signature from %vendor_dkim_domain:word%
rule=opendkim.skip.signature:%opendkim_job:char-to::%: ignoring %-:number% signature
rule=opendkim.skip.signature:%opendkim_job:char-to::%: ignoring %-:number% signatures
annotate=opendkim.skip.signature:+vendor_event_action="ignore signature"

# opendkim/opendkim.c, mlfi_eoh(): a client of ours that is none
rule=opendkim.client.external:%opendkim_job:char-to::%: external host %opendkim_external:rest%
annotate=opendkim.client.external:+vendor_event_action="external host"

# opendkim/opendkim.c, mlfi_eoh(): headers that cannot be read
rule=opendkim.header.unparsed:%opendkim_job:char-to::%: can't parse %vendor_warning_description:rest%
annotate=opendkim.header.unparsed:+vendor_event_action="can't parse"

# opendkim/opendkim.c, mlfi_eoh(), mlfi_eom(): whose mail it is stays unknown; limits and reputation
rule=opendkim.skip.sender:%opendkim_job:char-to::%: can't determine message sender; accepting
rule=opendkim.skip.sender:%opendkim_job:char-to::%: failed to parse %-:char-to::%: header field
rule=opendkim.skip.sender:%opendkim_job:char-to::%: cannot find identity header %-:rest%
annotate=opendkim.skip.sender:+vendor_event_action="skip"
annotate=opendkim.skip.sender:+vendor_event_outcome_reason="message sender unknown"
rule=opendkim.signature.body_limit:%opendkim_job:char-to::%: BodyLengthDB matched %-:rest%
rule=opendkim.client.reputation:%opendkim_job:char-to::%: allowed by reputation of %vendor_dkim_domain:word%%-:rest%
rule=opendkim.client.reputation:%opendkim_job:char-to::%: allowed by reputation of %vendor_dkim_domain:word%
rule=opendkim.client.reputation:%opendkim_job:char-to::%: blocked by reputation of %vendor_dkim_domain:word%%-:rest%
rule=opendkim.client.reputation:%opendkim_job:char-to::%: blocked by reputation of %vendor_dkim_domain:word%
rule=opendkim.client.reputation:%opendkim_job:char-to::%: no reputation data available for NULL domain
rule=opendkim.service.cache:cache: %-:rest%

# opendkim/opendkim.c, main()
rule=opendkim.service.start:OpenDKIM Filter v%service_version:word% starting (args: %-:rest%
rule=opendkim.service.start:OpenDKIM Filter v%service_version:word% starting (%-:rest%
annotate=opendkim.service.start:+vendor_event_action="starting"
rule=opendkim.service.stop:OpenDKIM Filter v%service_version:word% terminating with status %-:rest%
annotate=opendkim.service.stop:+vendor_event_action="terminating"
rule=opendkim.service.reload:configuration reloaded from %vendor_config_path:rest%
annotate=opendkim.service.reload:+vendor_event_action="configuration reloaded"

# opendkim/opendkim.c: errors, by the texts of all its syslog(LOG_ERR) and LOG_WARNING calls
rule=opendkim.service.error:%opendkim_error:rest%
annotate=opendkim.service.error:+vendor_event_severity="error"
