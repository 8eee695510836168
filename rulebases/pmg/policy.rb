version=2
# pmgpolicy: greylisting and SPF
rule=pmg.policy.spf:SPF says: %vendor_event_outcome_reason:rest%
rule=pmg.policy.maintenance:starting greylist database maintenance
rule=pmg.policy.maintenance:end greylist database maintenance %-:rest%
