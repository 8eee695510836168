version=2
include=common.rb
include=tls.rb
# TLS for postscreen's clients and for smtp's cached connections.

# tlsproxy/tlsproxy.c tlsp_get_request_event
rule=postfix.tlsproxy.connect:CONNECT from %postfix_client:rest%
rule=postfix.tlsproxy.connect:CONNECT %postfix_client:rest%
annotate=postfix.tlsproxy.connect:+vendor_event_action="CONNECT"
rule=postfix.tlsproxy.connect_to:CONNECT to %postfix_relay:rest%
annotate=postfix.tlsproxy.connect_to:+vendor_event_action="CONNECT"
# tlsproxy/tlsproxy_state.c tlsp_state_free; "from" as Graylog's documentation has it
rule=postfix.tlsproxy.disconnect:DISCONNECT %postfix_client:rest%
rule=postfix.tlsproxy.disconnect:DISCONNECT from %postfix_client:rest%
rule=postfix.tlsproxy.disconnect:%postfix_queue_id:char-to{"extradata":":"}%: DISCONNECT from %postfix_client:rest%
annotate=postfix.tlsproxy.disconnect:+vendor_event_action="DISCONNECT"
rule=postfix.tlsproxy.handshake:TLS handshake failed for service=%vendor_service:word% peer=%postfix_client:rest%
annotate=postfix.tlsproxy.handshake:+vendor_event_action="TLS connection"
annotate=postfix.tlsproxy.handshake:+vendor_event_outcome="failed"
# tls/tls_misc.c tls_log_summary
rule=postfix.tlsproxy.tls_from:%vendor_tls_trustlevel:word% TLS connection %vendor_event_outcome:word% from %postfix_tls_from:rest%
annotate=postfix.tlsproxy.tls_from:+vendor_event_action="TLS connection"
rule=postfix.tlsproxy.tls_to:%vendor_tls_trustlevel:word% TLS connection %vendor_event_outcome:word% to %postfix_tls_to:rest%
annotate=postfix.tlsproxy.tls_to:+vendor_event_action="TLS connection"
# tls/tls_misc.c server_sni_callback
rule=postfix.tlsproxy.tls_sni:TLS SNI %vendor_tls_sni:word% from %postfix_client:word% not matched, using default chain
# tls/tls_server.c, tls_client.c, tls_verify.c
rule=postfix.tlsproxy.tls_setup:setting up TLS connection from %postfix_client:rest%
rule=postfix.tlsproxy.tls_setup_to:setting up TLS connection to %postfix_relay:rest%
rule=postfix.tlsproxy.tls_error:SSL_accept error from %postfix_client_tls_error:rest%
annotate=postfix.tlsproxy.tls_error:+vendor_event_action="SSL_accept error"
annotate=postfix.tlsproxy.tls_error:+vendor_event_outcome="failed"
rule=postfix.tlsproxy.tls_error_to:SSL_connect error to %postfix_server_tls_error:rest%
annotate=postfix.tlsproxy.tls_error_to:+vendor_event_action="SSL_connect error"
annotate=postfix.tlsproxy.tls_error_to:+vendor_event_outcome="failed"
rule=postfix.tlsproxy.certificate:certificate verification failed for %postfix_peer_tls_error:rest%
rule=postfix.tlsproxy.certificate:client certificate verification failed for %postfix_client_tls_error:rest%
rule=postfix.tlsproxy.certificate:server certificate verification failed for %postfix_server_tls_error:rest%
annotate=postfix.tlsproxy.certificate:+vendor_event_action="certificate verification"
annotate=postfix.tlsproxy.certificate:+vendor_event_outcome="failed"
