version=2
# milter-greylist.c real_envrcpt(): the id is "(Message-Id unavailable)" where the server gave none yet
rule=milter_greylist.recipient.verdict:%email_uid:char-to::%: addr %milter_greylist_verdict:rest%
rule=milter_greylist.recipient.verdict:(Message-Id unavailable): addr %milter_greylist_verdict:rest%
rule=milter_greylist.recipient.skipped:%email_uid:char-to::%: skipping greylist because %vendor_event_outcome_reason:rest%
rule=milter_greylist.recipient.skipped:(Message-Id unavailable): skipping greylist because %vendor_event_outcome_reason:rest%
annotate=milter_greylist.recipient.skipped:+vendor_event_action="pass"
rule=milter_greylist.service.info:smfi_%-:rest%
rule=milter_greylist.service.info:Final database dump%-:rest%
