version=2
# vendor documentation
rule=axigen.smtp.greylist:Greylist %vendor_event_outcome:alpha%
annotate=axigen.smtp.greylist:+vendor_event_action="greylist"

# vendor documentation
rule=axigen.smtp.action:Set smtp action to %vendor_event_outcome:alpha%
annotate=axigen.smtp.action:+vendor_event_action="smtp action"

# vendor documentation
rule=axigen.smtp.explanation:Set smtp explanation to [%axigen_explanation:rest%
annotate=axigen.smtp.explanation:+vendor_event_action="smtp explanation"

# real line (SMTP-IN)
rule=axigen.smtp.new_mail:New mail <%axigen_new_mail:rest%
annotate=axigen.smtp.new_mail:+vendor_event_action="new mail"
