version=2
# Each text of policyd_spf.py may have a queue id in front, an empty one, or none.
# spf_engine/policyd_spf.py: main(), text of spf_engine/__init__.py: _spfcheck()
rule=policyd_spf.reply.prepend:prepend Received-SPF: %policyd_spf_received:rest%
rule=policyd_spf.reply.prepend:: prepend Received-SPF: %policyd_spf_received:rest%
rule=policyd_spf.reply.prepend:%policyd_spf_job:char-to::%: prepend Received-SPF: %policyd_spf_received:rest%
rule=policyd_spf.reply.prepend:prepend Authentication-Results: %policyd_spf_authentication_results:rest%
rule=policyd_spf.reply.prepend:: prepend Authentication-Results: %policyd_spf_authentication_results:rest%
rule=policyd_spf.reply.prepend:%policyd_spf_job:char-to::%: prepend Authentication-Results: %policyd_spf_authentication_results:rest%
annotate=policyd_spf.reply.prepend:+vendor_event_action="prepend"

# spf_engine/policyd_spf.py: main(), the same with Header_Type = None
rule=policyd_spf.check.result:Header field not prepended: Received-SPF: %policyd_spf_received:rest%
rule=policyd_spf.check.result:: Header field not prepended: Received-SPF: %policyd_spf_received:rest%
rule=policyd_spf.check.result:%policyd_spf_job:char-to::%: Header field not prepended: Received-SPF: %policyd_spf_received:rest%
rule=policyd_spf.check.result:result_only %vendor_event_outcome_reason:rest%
rule=policyd_spf.check.result:: result_only %vendor_event_outcome_reason:rest%
rule=policyd_spf.check.result:%policyd_spf_job:char-to::%: result_only %vendor_event_outcome_reason:rest%
annotate=policyd_spf.check.result:+vendor_event_action="result"

# spf_engine/__init__.py: _spfbypass()
rule=policyd_spf.check.skip:prepend X-Comment: %policyd_spf_skipped:rest%
rule=policyd_spf.check.skip:: prepend X-Comment: %policyd_spf_skipped:rest%
rule=policyd_spf.check.skip:%policyd_spf_job:char-to::%: prepend X-Comment: %policyd_spf_skipped:rest%
rule=policyd_spf.check.skip:X-Comment: %policyd_spf_skipped:rest%
annotate=policyd_spf.check.skip:+vendor_event_action="skip"

# spf_engine/policyd_spf.py: main(), rejectAction and deferAction; the text is Reason_Message
rule=policyd_spf.reply.defer:defer_if_permit %policyd_spf_reply:rest%
rule=policyd_spf.reply.defer:: defer_if_permit %policyd_spf_reply:rest%
rule=policyd_spf.reply.defer:%policyd_spf_job:char-to::%: defer_if_permit %policyd_spf_reply:rest%
annotate=policyd_spf.reply.defer:+vendor_event_action="defer"
rule=policyd_spf.reply.reject:%policyd_spf_reject:rest%
annotate=policyd_spf.reply.reject:+vendor_event_action="reject"

# spf_engine/__init__.py: _spfcheck(), from debugLevel 2 on
rule=policyd_spf.check.detail:%policyd_spf_result:char-to:;%; %policyd_spf_detail:rest%
rule=policyd_spf.check.detail:spfcheck: pyspf result: "['%policyd_spf_result:char-to:'%', %-:rest%
annotate=policyd_spf.check.detail:+vendor_event_action="result"

# spf_engine/policyd_spf.py, spf_engine/__init__.py: trouble
rule=policyd_spf.service.error:ERROR: %vendor_warning_description:rest%
annotate=policyd_spf.service.error:+vendor_event_severity="error"
rule=policyd_spf.service.warning:WARNING: %vendor_warning_description:rest%
rule=policyd_spf.service.warning:Ouch, caught exc: %vendor_warning_description:rest%
rule=policyd_spf.service.warning:spfcheck: No client address, exiting
rule=policyd_spf.service.warning:spfcheck: No sender or helo, exiting
annotate=policyd_spf.service.warning:+vendor_event_severity="warning"

# spf_engine/policyd_spf.py: main(), from debugLevel 3 on
rule=policyd_spf.service.start:Starting
annotate=policyd_spf.service.start:+vendor_event_action="starting"
rule=policyd_spf.service.stop:Normal exit
annotate=policyd_spf.service.stop:+vendor_event_action="exit"

# spf_engine/policyd_spf.py: main(), from debugLevel 3 on
rule=policyd_spf.check.action:Action: %policyd_spf_action:rest%

# spf_engine: debugLevel 3 to 5. A line of the configuration or of the request follows.
rule=policyd_spf.service.debug:Config: %-:rest%
rule=policyd_spf.service.debug:Read line: %-:rest%
rule=policyd_spf.service.debug:Found the end of entry
rule=policyd_spf.service.debug:Cached data for this instance: %-:rest%
rule=policyd_spf.service.debug:Header text %-:rest%
rule=policyd_spf.service.debug:skip_addresses enabled.
rule=policyd_spf.service.debug:Whitelist enabled.
rule=policyd_spf.service.debug:Domain Whitelist enabled.
rule=policyd_spf.service.debug:PTR Domain Whitelist enabled.
rule=policyd_spf.service.debug:HELO Domain Whitelist %-:rest%
rule=policyd_spf.service.debug:_get_resultcodes: %-:rest%
rule=policyd_spf.service.debug:Scope %-:rest%
rule=policyd_spf.service.debug:helo policy %-:rest%
rule=policyd_spf.service.debug:mfrom policy %-:rest%
rule=policyd_spf.service.debug:Pyspf Cached SPF record before %-:rest%
rule=policyd_spf.service.debug:not peruser
rule=policyd_spf.service.debug:Per user configuration data in use for: %-:rest%
rule=policyd_spf.service.debug:Per-user settings for %-:rest%
rule=policyd_spf.service.debug:Starting to process per-user settings
rule=policyd_spf.service.debug:User data: %-:rest%
rule=policyd_spf.service.debug:Reading per user data %-:rest%
rule=policyd_spf.service.debug:readConfigFile: %-:rest%
rule=policyd_spf.service.debug:readUserConfigFile: %-:rest%
rule=policyd_spf.service.debug:Authserv_Id %-:rest%
annotate=policyd_spf.service.debug:+vendor_event_severity="debug"
rule=policyd_spf.service.error:ERROR %vendor_warning_description:rest%
rule=policyd_spf.service.error:Configuration File parsing error: %vendor_warning_description:rest%
rule=policyd_spf.service.error:Configuration item %vendor_warning_description:rest%
