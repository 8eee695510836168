version=2
# sqlgrey smtpd_access_policy()
rule=sqlgrey.reply.greylist:grey: new: %sqlgrey_triplet:rest%
rule=sqlgrey.reply.greylist:grey: early reconnect: %sqlgrey_triplet:rest%
rule=sqlgrey.reply.greylist:grey: throttling: %sqlgrey_triplet:rest%
annotate=sqlgrey.reply.greylist:+vendor_event_action="greylist"
rule=sqlgrey.reply.pass:grey: reconnect ok: %sqlgrey_triplet:rest%
annotate=sqlgrey.reply.pass:+vendor_event_action="pass"
rule=sqlgrey.client.whitelisted:grey: from awl: %-:rest%
rule=sqlgrey.client.whitelisted:grey: domain awl: %-:rest%
rule=sqlgrey.client.whitelisted:whitelist: %-:rest%
annotate=sqlgrey.client.whitelisted:+vendor_event_action="whitelisted"
rule=sqlgrey.client.spam:spam: %-:rest%
rule=sqlgrey.service.info:perf: %-:rest%
rule=sqlgrey.service.info:conf: %-:rest%
rule=sqlgrey.service.info:dbaccess: %-:rest%
rule=sqlgrey.service.info:mail: %-:rest%
rule=sqlgrey.service.info:parallel: %-:rest%
