version=2
# Each text of policyd_spf.py may have a queue id in front, an empty one, or none.
# spf_engine/policyd_spf.py: main(), text of spf_engine/__init__.py: _spfcheck()
rule=policyd-spf.prepend:prepend Received-SPF: %spf_received:rest%
rule=policyd-spf.prepend:: prepend Received-SPF: %spf_received:rest%
rule=policyd-spf.prepend:%milter_job:char-to::%: prepend Received-SPF: %spf_received:rest%
rule=policyd-spf.prepend:prepend Authentication-Results: %spf_authentication_results:rest%
rule=policyd-spf.prepend:: prepend Authentication-Results: %spf_authentication_results:rest%
rule=policyd-spf.prepend:%milter_job:char-to::%: prepend Authentication-Results: %spf_authentication_results:rest%
annotate=policyd-spf.prepend:+vendor_event_action="prepend"

# spf_engine/policyd_spf.py: main(), the same with Header_Type = None
rule=policyd-spf.result:Header field not prepended: Received-SPF: %spf_received:rest%
rule=policyd-spf.result:: Header field not prepended: Received-SPF: %spf_received:rest%
rule=policyd-spf.result:%milter_job:char-to::%: Header field not prepended: Received-SPF: %spf_received:rest%
rule=policyd-spf.result:result_only %vendor_event_outcome_reason:rest%
rule=policyd-spf.result:: result_only %vendor_event_outcome_reason:rest%
rule=policyd-spf.result:%milter_job:char-to::%: result_only %vendor_event_outcome_reason:rest%
annotate=policyd-spf.result:+vendor_event_action="result"

# spf_engine/__init__.py: _spfbypass()
rule=policyd-spf.skip:prepend X-Comment: %spf_skipped:rest%
rule=policyd-spf.skip:: prepend X-Comment: %spf_skipped:rest%
rule=policyd-spf.skip:%milter_job:char-to::%: prepend X-Comment: %spf_skipped:rest%
rule=policyd-spf.skip:X-Comment: %spf_skipped:rest%
annotate=policyd-spf.skip:+vendor_event_action="skip"

# spf_engine/policyd_spf.py: main(), rejectAction and deferAction; the text is Reason_Message
rule=policyd-spf.defer:defer_if_permit %spf_reply:rest%
rule=policyd-spf.defer:: defer_if_permit %spf_reply:rest%
rule=policyd-spf.defer:%milter_job:char-to::%: defer_if_permit %spf_reply:rest%
annotate=policyd-spf.defer:+vendor_event_action="defer"
rule=policyd-spf.reject:%spf_reject:rest%
annotate=policyd-spf.reject:+vendor_event_action="reject"

# spf_engine/__init__.py: _spfcheck(), from debugLevel 2 on
rule=policyd-spf.detail:%spf_result:char-to:;%; %spf_detail:rest%
rule=policyd-spf.detail:spfcheck: pyspf result: "['%spf_result:char-to:'%', %-:rest%
annotate=policyd-spf.detail:+vendor_event_action="result"

# spf_engine/policyd_spf.py, spf_engine/__init__.py: trouble
rule=policyd-spf.error:ERROR: %vendor_warning_description:rest%
annotate=policyd-spf.error:+vendor_event_severity="error"
rule=policyd-spf.warning:WARNING: %vendor_warning_description:rest%
rule=policyd-spf.warning:Ouch, caught exc: %vendor_warning_description:rest%
rule=policyd-spf.warning:spfcheck: No client address, exiting
rule=policyd-spf.warning:spfcheck: No sender or helo, exiting
annotate=policyd-spf.warning:+vendor_event_severity="warning"

# spf_engine/policyd_spf.py: main(), from debugLevel 3 on
rule=policyd-spf.start:Starting
annotate=policyd-spf.start:+vendor_event_action="starting"
rule=policyd-spf.stop:Normal exit
annotate=policyd-spf.stop:+vendor_event_action="exit"
