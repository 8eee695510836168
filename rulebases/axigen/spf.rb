version=2
# real line
rule=axigen.spf.mail_from:SPF result for MAIL FROM <%axigen_spf_mail_from:rest%
annotate=axigen.spf.mail_from:+vendor_event_action="SPF"

# third-party parser
rule=axigen.spf.ehlo:SPF result for EHLO domain <%axigen_spf_ehlo:rest%
annotate=axigen.spf.ehlo:+vendor_event_action="SPF"
