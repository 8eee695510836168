version=2
# psa-pc-remote: the milter that calls Plesk's handlers
rule=plesk.handler.verdict:handlers_stderr: %vendor_event_outcome:word%
annotate=plesk.handler.verdict:+vendor_event_action="handlers"
rule=plesk.handler.skipped:SKIP during call '%vendor_filter_name:char-to:'%' handler
annotate=plesk.handler.skipped:+vendor_event_action="handlers"
rule=plesk.handler.aborted:Message aborted.
annotate=plesk.handler.aborted:+vendor_event_action="abort"
