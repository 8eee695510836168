version=2
# libs/utils.py log_policy_request()
rule=iredapd.policy.answer:[%iredapd_request:rest%
rule=iredapd.service.start:Starting iRedAPD (version: %vendor_version:char-to:,%, %-:rest%
annotate=iredapd.service.start:+vendor_event_action="starting"
rule=iredapd.service.info:Loading plugin (%-:rest%
