version=2
# opendmarc/opendmarc.c, mlfi_eom(): the result
rule=opendmarc.result.pass:%opendmarc_job:char-to::%: %vendor_dmarc_domain:word% pass
annotate=opendmarc.result.pass:+vendor_event_action="DMARC"
annotate=opendmarc.result.pass:+vendor_dmarc_result="pass"
rule=opendmarc.result.fail:%opendmarc_job:char-to::%: %vendor_dmarc_domain:word% fail
annotate=opendmarc.result.fail:+vendor_event_action="DMARC"
annotate=opendmarc.result.fail:+vendor_dmarc_result="fail"
rule=opendmarc.result.none:%opendmarc_job:char-to::%: %vendor_dmarc_domain:word% none
annotate=opendmarc.result.none:+vendor_event_action="DMARC"
annotate=opendmarc.result.none:+vendor_dmarc_result="none"
rule=opendmarc.result.temperror:%opendmarc_job:char-to::%: %vendor_dmarc_domain:word% temperror
annotate=opendmarc.result.temperror:+vendor_event_action="DMARC"
annotate=opendmarc.result.temperror:+vendor_dmarc_result="temperror"

# opendmarc/opendmarc.c, mlfi_eom(): its own SPF check (SPFSelfValidate)
rule=opendmarc.spf.result:%opendmarc_job:char-to::%: SPF(%vendor_spf_identity:char-to:)%): %opendmarc_spf_result:rest%
annotate=opendmarc.spf.result:+vendor_event_action="SPF"

# opendmarc/opendmarc.c, mlfi_eom(): ARC in place of DMARC
rule=opendmarc.arc.pass:%opendmarc_job:char-to::%: ARC pass, %vendor_event_description:rest%
annotate=opendmarc.arc.pass:+vendor_event_action="ARC"

# opendmarc/opendmarc.c, mlfi_connect(), mlfi_eom(): what is left alone
rule=opendmarc.ignore.client:ignoring connection from %source_hostname:word%
annotate=opendmarc.ignore.client:+vendor_event_action="ignore"
rule=opendmarc.ignore.mail:%opendmarc_job:char-to::%: ignoring mail from %vendor_dmarc_domain:word%
annotate=opendmarc.ignore.mail:+vendor_event_action="ignore"
rule=opendmarc.ignore.results:%opendmarc_job:word% ignoring Authentication-Results at %-:number% from %-:rest%
annotate=opendmarc.ignore.results:+vendor_event_action="ignore"
rule=opendmarc.service.trusted:implicit authentication service: %-:rest%
rule=opendmarc.service.trusted:additional trusted authentication services: %-:rest%
annotate=opendmarc.service.trusted:+vendor_event_action="authentication service"

# opendmarc/opendmarc.c, main()
rule=opendmarc.service.start:OpenDMARC Filter v%service_version:word% starting (%-:rest%
annotate=opendmarc.service.start:+vendor_event_action="starting"
rule=opendmarc.service.stop:OpenDMARC Filter v%service_version:word% terminating with status %-:rest%
annotate=opendmarc.service.stop:+vendor_event_action="terminating"
rule=opendmarc.service.reload:configuration reloaded from %vendor_config_path:rest%
annotate=opendmarc.service.reload:+vendor_event_action="configuration reloaded"

# opendmarc/opendmarc.c: errors, by the texts of all its syslog(LOG_ERR) and LOG_WARNING calls
rule=opendmarc.service.error:%opendmarc_error:rest%
annotate=opendmarc.service.error:+vendor_event_severity="error"
