version=2
# Amavis.pm: $log_short_templ and $log_verbose_templ, one line a message
rule=amavis.message.passed:(%amavis_task:char-to:)%) Passed %amavis_message:rest%
annotate=amavis.message.passed:+vendor_event_action="passed"
rule=amavis.message.blocked:(%amavis_task:char-to:)%) Blocked %amavis_message:rest%
annotate=amavis.message.blocked:+vendor_event_action="blocked"

# Amavis/Notify.pm: msg_from_quarantine()
rule=amavis.message.released:(%amavis_task:char-to:)%) Quarantined message %amavis_released:rest%

# Amavis/Util.pm: do_log() of the levels -1 and below, which are errors
rule=amavis.service.error:(%amavis_task:char-to:)%) (!)%vendor_warning_description:rest%
rule=amavis.service.error:(%amavis_task:char-to:)%) (!!)%vendor_warning_description:rest%
rule=amavis.service.error:(%amavis_task:char-to:)%) (!!!)%vendor_warning_description:rest%
rule=amavis.service.error:(!)%vendor_warning_description:rest%
rule=amavis.service.error:(!!)%vendor_warning_description:rest%
annotate=amavis.service.error:+vendor_event_severity="error"

# Amavis/Log.pm: write_log(): the rest of a line of over $logline_maxlen bytes
rule=amavis.service.continued:(%amavis_task:char-to:)%) ...%-:rest%

# Amavis.pm: main, and Net::Server
rule=amavis.service.start:starting. %-:rest%
rule=amavis.service.start:starting (warm). %-:rest%
rule=amavis.service.start:Net::Server: %-:rest%
annotate=amavis.service.start:+vendor_event_action="starting"

include=detail.rb
