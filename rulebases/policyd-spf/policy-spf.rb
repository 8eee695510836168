version=2
# postfix-policyd-spf-perl: main
rule=policyd_spf.reply.prepend:Policy action=PREPEND %policyd_spf_prepended:rest%
annotate=policyd_spf.reply.prepend:+vendor_event_action="prepend"
rule=policyd_spf.reply.reject:Policy action=%policyd_spf_reject:rest%
annotate=policyd_spf.reply.reject:+vendor_event_action="reject"
rule=policyd_spf.reply.defer:Policy action=DEFER_IF_PERMIT SPF-Result=%policyd_spf_reply:rest%
annotate=policyd_spf.reply.defer:+vendor_event_action="defer"
rule=policyd_spf.check.none:Policy action=DUNNO
annotate=policyd_spf.check.none:+vendor_event_action="dunno"

# the same, with $VERBOSE
rule=policyd_spf.check.verbose:SPF %policyd_spf_result:char-to::%: HELO/EHLO%-:rest%
rule=policyd_spf.check.verbose:SPF %policyd_spf_result:char-to::%: Envelope-from: %-:rest%
rule=policyd_spf.check.verbose:handler %-:rest%
rule=policyd_spf.check.verbose:Attribute: %-:rest%
annotate=policyd_spf.check.verbose:+vendor_event_action="verbose"
rule=policyd_spf.service.warning:warning: ignoring garbage: %vendor_warning_description:rest%
rule=policyd_spf.service.warning:HELO check failed - %vendor_warning_description:rest%
rule=policyd_spf.service.warning:Mail From (sender) check failed - %vendor_warning_description:rest%
annotate=policyd_spf.service.warning:+vendor_event_severity="warning"
rule=policyd_spf.service.error:fatal_exit: %vendor_warning_description:rest%
annotate=policyd_spf.service.error:+vendor_event_severity="error"
