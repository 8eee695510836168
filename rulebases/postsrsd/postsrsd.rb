version=2
# postsrsd 1.x, postsrsd.c handle_forward(), handle_reverse(); 2.x, main.c. Addresses are Postfix's quoted ones.
rule=postsrsd.address.rewritten:srs_forward: <%email_from:char-to:>%> rewritten as <%-:char-to:>%>
annotate=postsrsd.address.rewritten:+vendor_event_action="forward"
rule=postsrsd.address.restored:srs_reverse: <%-:char-to:>%> rewritten as <%email_to:char-to:>%>
annotate=postsrsd.address.restored:+vendor_event_action="reverse"
rule=postsrsd.address.kept:srs_forward: <%-:char-to:>%> not rewritten: %vendor_event_outcome_reason:rest%
rule=postsrsd.address.kept:srs_reverse: <%-:char-to:>%> not rewritten: %vendor_event_outcome_reason:rest%
