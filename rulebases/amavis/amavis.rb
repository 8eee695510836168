version=2
# Amavis.pm: $log_short_templ and $log_verbose_templ, one line a message
rule=amavis.message.passed:(%amavis_task:char-to:)%) Passed %amavis_message:rest%
annotate=amavis.message.passed:+vendor_event_action="passed"
rule=amavis.message.blocked:(%amavis_task:char-to:)%) Blocked %amavis_message:rest%
annotate=amavis.message.blocked:+vendor_event_action="blocked"

# Amavis/Util.pm: do_log() of the levels -1 and below, which are errors
rule=amavis.service.error:(%amavis_task:char-to:)%) (!)%vendor_warning_description:rest%
rule=amavis.service.error:(%amavis_task:char-to:)%) (!!)%vendor_warning_description:rest%
rule=amavis.service.error:(%amavis_task:char-to:)%) (!!!)%vendor_warning_description:rest%
rule=amavis.service.error:(!)%vendor_warning_description:rest%
rule=amavis.service.error:(!!)%vendor_warning_description:rest%
annotate=amavis.service.error:+vendor_event_severity="error"

# Amavis.pm: do_log() of the level 0
rule=amavis.service.notice:(%amavis_task:char-to:)%) NOTICE: %vendor_event_description:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) INFO: %vendor_event_description:rest%
annotate=amavis.service.notice:+vendor_event_action="notice"

# Amavis.pm: main, and Net::Server
rule=amavis.service.start:starting. %-:rest%
rule=amavis.service.start:Net::Server: %-:rest%
annotate=amavis.service.start:+vendor_event_action="starting"
