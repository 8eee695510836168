version=2
# src/acl.c, src/smtp_in.c, src/verify.c: rejected, sender verify fail, incomplete transaction
rule=exim.client.event:H=%exim_host_event:rest%
rule=exim.client.event:DSH=%exim_client_event:rest%
rule=exim.client.event:U=%exim_client_event:rest%
rule=exim.client.event:F=%exim_sender_event:rest%

# src/daemon.c, src/smtp_in.c: smtp_connection selector
rule=exim.connection.event:SMTP connection from %exim_connection:rest%
rule=exim.connection.event:SMTP connection %exim_connection:rest%
rule=exim.connection.event:%exim_id:word% SMTP connection from %exim_connection:rest%
rule=exim.connection.event:%exim_id:word% SMTP connection %exim_connection:rest%
rule=exim.connection.refused:Connection from %exim_client_reason:rest%
rule=exim.connection.refused:connection from %exim_client_reason:rest%
rule=exim.connection.refused:refused connection from %exim_client_reason:rest%
rule=exim.connection.refused:temporarily refused connection from %exim_client_reason:rest%
annotate=exim.connection.refused:+vendor_event_action="connection refused"

# src/smtp_in.c: smtp_log_no_mail(), smtp_setup_msg()
rule=exim.connection.no_mail:no MAIL in SMTP connection from %exim_client:rest%
rule=exim.connection.no_mail:no MAIL in TFO SMTP connection from %exim_client:rest%
rule=exim.connection.no_mail:no MAIL in TFO* SMTP connection from %exim_client:rest%
annotate=exim.connection.no_mail:+vendor_event_action="no MAIL"
rule=exim.connection.lost:unexpected disconnection while reading SMTP command from %exim_client:rest%
rule=exim.connection.lost:unexpected disconnection while reading SMTP command from TFO %exim_client:rest%
rule=exim.connection.lost:unexpected disconnection while reading SMTP command from TFO* %exim_client:rest%
rule=exim.connection.lost:unexpected EOF while reading SMTP command from %exim_client:rest%
rule=exim.connection.lost:SMTP connection lost after final dot %exim_client:rest%
annotate=exim.connection.lost:+vendor_event_action="unexpected disconnection"
rule=exim.connection.timeout:SMTP command timeout on connection from %exim_client:rest%
rule=exim.connection.timeout:SMTP command timeout on TLS connection from %exim_client:rest%
rule=exim.connection.timeout:SMTP data timeout (message abandoned) on connection from %exim_client:rest%
rule=exim.connection.timeout:SMTP data timeout (message abandoned) on connection from local process%-:rest%
annotate=exim.connection.timeout:+vendor_event_action="timeout"
rule=exim.connection.dropped:SMTP call from %exim_client_reason:rest%
annotate=exim.connection.dropped:+vendor_event_action="dropped"

# src/smtp_in.c: synprot_error(), smtp_setup_msg(); the command is the client's
rule=exim.command.syntax:SMTP syntax error in "%exim_command:rest%
annotate=exim.command.syntax:+vendor_event_action="syntax error"
rule=exim.command.protocol:SMTP protocol error in "%exim_command:rest%
annotate=exim.command.protocol:+vendor_event_action="protocol error"
rule=exim.command.synchronization:SMTP protocol synchronization error (%vendor_event_outcome_reason:char-to:)%): rejected "%exim_command:rest%
rule=exim.command.synchronization:SMTP protocol synchronization error (%vendor_event_outcome_reason:char-to:)%): rejected connection from %exim_client:rest%
annotate=exim.command.synchronization:+vendor_event_action="synchronization error"
rule=exim.command.rejected:rejected MAIL from %exim_client_reason:rest%
rule=exim.command.rejected:rejected HELO from %exim_client_reason:rest%
rule=exim.command.rejected:rejected EHLO from %exim_client_reason:rest%
rule=exim.command.rejected:rejected MAIL command %exim_client_reason:rest%
rule=exim.command.rejected:rejected MAIL FROM:%exim_rejected_from:rest%
rule=exim.command.rejected:rejected from %exim_rejected_from:rest%
rule=exim.command.rejected:rejected XCLIENT from %exim_client_reason:rest%
rule=exim.command.rejected:rejected "HELO %exim_rejected_helo:rest%
rule=exim.command.rejected:rejected "EHLO %exim_rejected_helo:rest%
rule=exim.command.rejected:rejected "LHLO %exim_rejected_helo:rest%
rule=exim.command.rejected:temporarily rejected "HELO %exim_rejected_helo:rest%
rule=exim.command.rejected:temporarily rejected "EHLO %exim_rejected_helo:rest%
rule=exim.command.rejected:temporarily rejected "LHLO %exim_rejected_helo:rest%
rule=exim.command.rejected:VRFY failed for %exim_verify:rest%
rule=exim.command.rejected:ridiculously long message header received from %exim_client_reason:rest%
rule=exim.command.rejected:overlong message header line received from %exim_client_reason:rest%
annotate=exim.command.rejected:+vendor_event_action="reject"
rule=exim.command.unqualified:unqualified %-:alpha% rejected: %exim_unqualified:rest%
annotate=exim.command.unqualified:+vendor_event_action="reject"
rule=exim.command.recipients:too many recipients: excess temporarily rejected: sender=%exim_rejected_from:rest%
rule=exim.command.recipients:too many recipients: message rejected: sender=%exim_rejected_from:rest%
annotate=exim.command.recipients:+vendor_event_action="reject"

# src/smtp_in.c: ETRN, ATRN
rule=exim.connection.etrn:ATRN '' received from %exim_client:rest%
rule=exim.connection.etrn:ATRN '%-:char-to:'%' received from %exim_client:rest%
rule=exim.connection.etrn:ETRN %-:string-to: received from % received from %exim_client:rest%
annotate=exim.connection.etrn:+vendor_event_action="ETRN"

# src/smtp_in.c: AUTH
rule=exim.login.failure:%vendor_sasl_method:word% authenticator failed for %exim_authenticator_failed:rest%
annotate=exim.login.failure:+vendor_event_action="authentication"
annotate=exim.login.failure:+vendor_event_outcome="failed"

# src/transports/smtp.c: our own login at a relay
rule=exim.login.relay:%exim_id:word% %vendor_sasl_method:word% authenticator failed H=%exim_relay_reply:rest%
rule=exim.login.relay:%exim_id:word% %vendor_sasl_method:word% authenticator cancelled authentication H=%exim_relay_reply:rest%
rule=exim.login.relay:%vendor_sasl_method:word% authenticator failed H=%exim_relay_reply:rest%
rule=exim.login.relay:%vendor_sasl_method:word% authenticator cancelled authentication H=%exim_relay_reply:rest%
annotate=exim.login.relay:+vendor_event_action="relay authentication"
annotate=exim.login.relay:+vendor_event_outcome="failed"
rule=exim.login.ignored:ignoring AUTH=%-:string-to: from % from %exim_client_reason:rest%
annotate=exim.login.ignored:+vendor_event_action="AUTH= ignored"

# src/host.c: host_name_lookup()
rule=exim.host.no_name:no host name found for IP address %exim_address:rest%
annotate=exim.host.no_name:+vendor_event_action="no host name"
rule=exim.host.no_address:no IP address found for host %source_hostname:word% (during SMTP connection from %exim_during:rest%
annotate=exim.host.no_address:+vendor_event_action="no IP address"
rule=exim.host.local:remote host address is the local host: %-:rest%
annotate=exim.host.local:+vendor_event_action="local host"
