version=2
# UI/MainUI/SOGoRootPage.m connectAction
rule=sogo.login.failure:SOGoRootPage Login from '%sogo_failure:rest%
annotate=sogo.login.failure:+vendor_event_action="authentication"
annotate=sogo.login.failure:+vendor_event_outcome="failed"
rule=sogo.login.success:SOGoRootPage successful login from '%sogo_success:rest%
annotate=sogo.login.success:+vendor_event_action="authentication"
annotate=sogo.login.success:+vendor_event_outcome="success"
