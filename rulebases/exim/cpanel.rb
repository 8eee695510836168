version=2
# cPanel's exim.pl.local: the account that a message is from, on each outgoing message
rule=exim.cpanel.sender:%exim_id:word% Sender identification %exim_identification:rest%
annotate=exim.cpanel.sender:+vendor_event_action="sender identification"
rule=exim.cpanel.outbound:%exim_id:word% SMTP connection outbound %-:number% %-:word% %-:word% %email_to:word%
annotate=exim.cpanel.outbound:+vendor_event_action="outbound connection"
rule=exim.cpanel.identification:SMTP connection identification %exim_local_connection:rest%
rule=exim.cpanel.identification:%exim_id:word% SMTP connection identification %exim_local_connection:rest%
annotate=exim.cpanel.identification:+vendor_event_action="connection identification"
