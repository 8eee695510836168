version=2
# Lines that every Postfix program can write; each rulebase includes them.

# util/msg.c msg_warn, msg_error, msg_fatal, msg_panic. Rules for the warnings
# that have more to say stand in the files of their daemons.
rule=postfix.common.warning:warning: %warning:rest%
annotate=postfix.common.warning:+vendor_event_severity="warning"
rule=postfix.common.error:error: %warning:rest%
annotate=postfix.common.error:+vendor_event_severity="error"
rule=postfix.common.fatal:fatal: %warning:rest%
annotate=postfix.common.fatal:+vendor_event_severity="fatal"
rule=postfix.common.panic:panic: %warning:rest%
annotate=postfix.common.panic:+vendor_event_severity="panic"
