version=2
# postgrey: mylog_action(); a queue id is there only from end-of-data restrictions on
rule=postgrey.reply.greylist:action=greylist, reason=%postgrey_action:rest%
rule=postgrey.reply.greylist:%postgrey_job:char-to::%: action=greylist, reason=%postgrey_action:rest%
annotate=postgrey.reply.greylist:+vendor_event_action="greylist"
rule=postgrey.reply.pass:action=pass, reason=%postgrey_action:rest%
rule=postgrey.reply.pass:%postgrey_job:char-to::%: action=pass, reason=%postgrey_action:rest%
annotate=postgrey.reply.pass:+vendor_event_action="pass"

# postgrey: smtpd_access_policy(): a client has earned its place on the automatic whitelist
rule=postgrey.client.whitelisted:whitelisted: %postgrey_whitelisted:rest%
annotate=postgrey.client.whitelisted:+vendor_event_action="whitelisted"

# postgrey: do_maintenance()
rule=postgrey.database.maintenance:cleaning up old logs...
rule=postgrey.database.maintenance:cleaning up old entries...
rule=postgrey.database.maintenance:cleaning main database finished. before: %-:number%, after: %-:number%
rule=postgrey.database.maintenance:cleaning clients database finished. before: %-:number%, after: %-:number%
rule=postgrey.database.maintenance:rm %-:rest%
rule=postgrey.database.maintenance:correcting date for first seen in the future!
annotate=postgrey.database.maintenance:+vendor_event_action="maintenance"

# postgrey: HUP handler, INT and TERM handlers; Net::Server's own lines
rule=postgrey.service.reload:HUP received: reloading whitelists...
annotate=postgrey.service.reload:+vendor_event_action="reload"
rule=postgrey.service.stop:Exiting!
rule=postgrey.service.stop:%-:char-to: % Server closing!
annotate=postgrey.service.stop:+vendor_event_action="exit"
rule=postgrey.service.start:%-:char-to: % postgrey (type Net::Server::Multiplex) starting! pid(%-:number%)
rule=postgrey.service.start:Process Backgrounded
rule=postgrey.service.start:Binding to %-:rest%
rule=postgrey.service.start:Using default listen value of %-:number%
rule=postgrey.service.start:Setting gid to %-:rest%
rule=postgrey.service.start:Setting uid to %-:rest%
rule=postgrey.service.start:Resolved [%-:rest%
annotate=postgrey.service.start:+vendor_event_action="starting"

# postgrey: main(), warnings and fatal errors of Perl
rule=postgrey.service.warning:WARNING: %vendor_warning_description:rest%
rule=postgrey.service.warning:ignoring garbage: %vendor_warning_description:rest%
rule=postgrey.service.warning:unrecognized request type: %vendor_warning_description:rest%
annotate=postgrey.service.warning:+vendor_event_severity="warning"
rule=postgrey.service.fatal:FATAL: %vendor_warning_description:rest%
annotate=postgrey.service.fatal:+vendor_event_severity="fatal"
