version=2
# postgrey: mylog_action(); a queue id is there only from end-of-data restrictions on
rule=postgrey.greylist:action=greylist, reason=%postgrey_action:rest%
rule=postgrey.greylist:%milter_job:char-to::%: action=greylist, reason=%postgrey_action:rest%
annotate=postgrey.greylist:+vendor_event_action="greylist"
rule=postgrey.pass:action=pass, reason=%postgrey_action:rest%
rule=postgrey.pass:%milter_job:char-to::%: action=pass, reason=%postgrey_action:rest%
annotate=postgrey.pass:+vendor_event_action="pass"

# postgrey: smtpd_access_policy(): a client has earned its place on the automatic whitelist
rule=postgrey.whitelisted:whitelisted: %postgrey_whitelisted:rest%
annotate=postgrey.whitelisted:+vendor_event_action="whitelisted"

# postgrey: do_maintenance()
rule=postgrey.maintenance:cleaning up old logs...
rule=postgrey.maintenance:cleaning up old entries...
rule=postgrey.maintenance:cleaning main database finished. before: %-:number%, after: %-:number%
rule=postgrey.maintenance:cleaning clients database finished. before: %-:number%, after: %-:number%
rule=postgrey.maintenance:rm %-:rest%
rule=postgrey.maintenance:correcting date for first seen in the future!
annotate=postgrey.maintenance:+vendor_event_action="maintenance"

# postgrey: HUP handler, INT and TERM handlers; Net::Server's own lines
rule=postgrey.reload:HUP received: reloading whitelists...
annotate=postgrey.reload:+vendor_event_action="reload"
rule=postgrey.stop:Exiting!
rule=postgrey.stop:%-:char-to: % Server closing!
annotate=postgrey.stop:+vendor_event_action="exit"
rule=postgrey.start:%-:char-to: % postgrey (type Net::Server::Multiplex) starting! pid(%-:number%)
rule=postgrey.start:Process Backgrounded
rule=postgrey.start:Binding to %-:rest%
rule=postgrey.start:Using default listen value of %-:number%
rule=postgrey.start:Setting gid to %-:rest%
rule=postgrey.start:Setting uid to %-:rest%
rule=postgrey.start:Resolved [%-:rest%
annotate=postgrey.start:+vendor_event_action="starting"

# postgrey: main(), warnings and fatal errors of Perl
rule=postgrey.warning:WARNING: %vendor_warning_description:rest%
annotate=postgrey.warning:+vendor_event_severity="warning"
rule=postgrey.fatal:FATAL: %vendor_warning_description:rest%
annotate=postgrey.fatal:+vendor_event_severity="fatal"
