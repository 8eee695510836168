version=2
# smtp_session.c: "SESSION smtp WHAT"
rule=opensmtpd.session.connect:%vendor_session_id:word% smtp connected %opensmtpd_client:rest%
annotate=opensmtpd.session.connect:+vendor_event_action="connect"
rule=opensmtpd.session.disconnect:%vendor_session_id:word% smtp disconnected reason=%vendor_event_outcome_reason:rest%
annotate=opensmtpd.session.disconnect:+vendor_event_action="disconnect"
rule=opensmtpd.session.login:%vendor_session_id:word% smtp authentication %opensmtpd_authentication:rest%
annotate=opensmtpd.session.login:+vendor_event_action="authentication"
rule=opensmtpd.session.message:%vendor_session_id:word% smtp message %opensmtpd_message:rest%
annotate=opensmtpd.session.message:+vendor_event_action="message"
rule=opensmtpd.session.envelope:%vendor_session_id:word% smtp envelope %opensmtpd_envelope:rest%
annotate=opensmtpd.session.envelope:+vendor_event_action="envelope"
rule=opensmtpd.session.tls:%vendor_session_id:word% smtp tls %-:rest%
annotate=opensmtpd.session.tls:+vendor_event_action="starttls"
rule=opensmtpd.session.refused:%vendor_session_id:word% smtp failed-command command=%-:rest%
annotate=opensmtpd.session.refused:+vendor_event_action="reject"
# mta.c mta_delivery_log(), mda.c mda_log()
rule=opensmtpd.delivery.remote:%vendor_session_id:word% mta delivery %opensmtpd_envelope:rest%
annotate=opensmtpd.delivery.remote:+vendor_event_action="delivery"
rule=opensmtpd.delivery.local:%vendor_session_id:word% mda delivery %opensmtpd_envelope:rest%
annotate=opensmtpd.delivery.local:+vendor_event_action="delivery"
rule=opensmtpd.client.event:%vendor_session_id:word% mta %-:rest%
rule=opensmtpd.service.info:info: %-:rest%
rule=opensmtpd.service.warning:warn: %vendor_warning_description:rest%
annotate=opensmtpd.service.warning:+vendor_event_severity="warning"
