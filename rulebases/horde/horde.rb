version=2
# Horde's own log by syslog: the tag is conf "log name", HORDE by default
rule=horde.login.success:[%service_name:char-to:]%] Login success for %horde_login:rest%
annotate=horde.login.success:+vendor_event_action="authentication"
annotate=horde.login.success:+vendor_event_outcome="success"
rule=horde.login.failure:[%service_name:char-to:]%] FAILED LOGIN for %horde_login:rest%
annotate=horde.login.failure:+vendor_event_action="authentication"
annotate=horde.login.failure:+vendor_event_outcome="failed"
