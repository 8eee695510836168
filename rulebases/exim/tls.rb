version=2
# src/tls-openssl.c, src/tls-gnu.c: a client's connection
rule=exim.tls.error:TLS error on connection %exim_tls_error:rest%
rule=exim.tls.error:%exim_id:word% TLS error on connection %exim_tls_error:rest%
annotate=exim.tls.error:+vendor_event_action="TLS connection"
annotate=exim.tls.error:+vendor_event_outcome="failed"

# src/transports/smtp.c: TLS to a server that failed or was not to be had
rule=exim.tls.session:%exim_id:word% TLS session: %exim_tls_session:rest%
rule=exim.tls.session:%exim_id:word% TLS session failure: %exim_tls_session:rest%
rule=exim.tls.session:%exim_id:word% DANE attempt failed; TLS connection to %exim_relay_reason:rest%
rule=exim.tls.session:DANE attempt failed; TLS connection to %exim_relay_reason:rest%
annotate=exim.tls.session:+vendor_event_action="TLS session"

# src/tls-openssl.c: the address is a server's where the line has a message id; else it is a
# client's, or a server's that a recipient or a sender was verified at
rule=exim.tls.verify:%exim_id:word% [%exim_relay_address:char-to:]%] SSL verify error%exim_certificate:rest%
rule=exim.tls.verify:[%exim_any_address:char-to:]%] SSL verify error%exim_certificate:rest%
rule=exim.tls.verify:%exim_id:word% [%exim_relay_address:char-to:]%] %-:word% verify denied by event-action%exim_certificate:rest%
rule=exim.tls.verify:[%exim_any_address:char-to:]%] %-:word% verify denied by event-action%exim_certificate:rest%
annotate=exim.tls.verify:+vendor_event_action="certificate verification"
annotate=exim.tls.verify:+vendor_event_outcome="failed"
rule=exim.tls.closed:[%exim_any_address:char-to:]%] after QUIT, client reset TCP before SMTP response and TLS close
rule=exim.tls.closed:%exim_id:word% [%exim_any_address:char-to:]%] after QUIT, client reset TCP before SMTP response and TLS close
annotate=exim.tls.closed:+vendor_event_action="TLS close"
