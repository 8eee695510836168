version=2
# real line (PROCESSING)
rule=axigen.filter.start:Start filter %vendor_filter_name:string-to: of type %%axigen_filter:rest%
annotate=axigen.filter.start:+vendor_event_action="start filter"

# real line (PROCESSING)
rule=axigen.filter.finished:Finished filtering mail object %axigen_mail_object:word% with filter: %vendor_filter_name:string-to: of type %%axigen_filter:rest%
annotate=axigen.filter.finished:+vendor_event_action="finished filtering"

# real line (PROCESSING): what a filter's step found
rule=axigen.filter.said:%vendor_filter_name:string-to: of type %%axigen_filter_said:rest%
annotate=axigen.filter.said:+vendor_event_action="filter"

# real line (PROCESSING)
rule=axigen.filter.keep:Keep requested for <%axigen_to:rest%
annotate=axigen.filter.keep:+vendor_event_action="keep"
