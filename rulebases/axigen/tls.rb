version=2
# third-party parser
rule=axigen.tls.alert:SSL alert remote %axigen_tls_alert:rest%
annotate=axigen.tls.alert:+vendor_event_action="TLS alert"
