version=2
# clamav-milter/clamfi.c clamfi_eom(), with LogInfected Basic or Full, LogClean
rule=clamav.milter.infected:Message %clamav_infected:rest%
annotate=clamav.milter.infected:+vendor_event_action="checked"
annotate=clamav.milter.infected:+vendor_content_category="INFECTED"
rule=clamav.milter.clean:Clean message %email_uid:word% from <%-:rest%
rule=clamav.milter.clean:Clean message from <%-:rest%
annotate=clamav.milter.clean:+vendor_event_action="checked"
annotate=clamav.milter.clean:+vendor_content_category="CLEAN"
rule=clamav.milter.error:WARNING: %vendor_warning_description:rest%
rule=clamav.milter.error:ERROR: %vendor_warning_description:rest%
rule=clamav.milter.info:+++ Started at %-:rest%
rule=clamav.milter.info:Probe for %-:rest%
