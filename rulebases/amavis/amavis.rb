version=2
# Amavis.pm: $log_short_templ and $log_verbose_templ, one line a message
rule=amavis.passed:(%amavis_task:char-to:)%) Passed %amavis_message:rest%
annotate=amavis.passed:+vendor_event_action="passed"
rule=amavis.blocked:(%amavis_task:char-to:)%) Blocked %amavis_message:rest%
annotate=amavis.blocked:+vendor_event_action="blocked"

# Amavis/Util.pm: do_log() of the levels -1 and below, which are errors
rule=amavis.error:(%amavis_task:char-to:)%) (!)%vendor_warning_description:rest%
rule=amavis.error:(%amavis_task:char-to:)%) (!!)%vendor_warning_description:rest%
rule=amavis.error:(%amavis_task:char-to:)%) (!!!)%vendor_warning_description:rest%
rule=amavis.error:(!)%vendor_warning_description:rest%
rule=amavis.error:(!!)%vendor_warning_description:rest%
annotate=amavis.error:+vendor_event_severity="error"

# Amavis.pm: do_log() of the level 0
rule=amavis.notice:(%amavis_task:char-to:)%) NOTICE: %vendor_event_description:rest%
rule=amavis.notice:(%amavis_task:char-to:)%) INFO: %vendor_event_description:rest%
annotate=amavis.notice:+vendor_event_action="notice"

# Amavis.pm: main, and Net::Server
rule=amavis.start:starting. %-:rest%
rule=amavis.start:Net::Server: %-:rest%
annotate=amavis.start:+vendor_event_action="starting"
