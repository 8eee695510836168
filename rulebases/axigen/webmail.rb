version=2
# real line (WEBMAIL); <SID> is the key of a live session
rule=axigen.webmail.request:<%-:char-sep:>%> %axigen_request:rest%

# real line (MAILBOXAPI)
rule=axigen.webmail.call_begin:<%-:char-sep:>%> BEGIN [%axigen_call_begin:rest%
annotate=axigen.webmail.call_begin:+vendor_event_action="begin"
rule=axigen.webmail.call_end:<%-:char-sep:>%> END [%axigen_call_end:rest%
annotate=axigen.webmail.call_end:+vendor_event_action="end"
