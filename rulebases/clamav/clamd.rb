version=2
# clamd/scanner.c: of infected files only, unless LogClean is on
rule=clamav.daemon.found:%clamav_found:rest%
annotate=clamav.daemon.found:+vendor_event_action="checked"
annotate=clamav.daemon.found:+vendor_content_category="INFECTED"
rule=clamav.daemon.info:SelfCheck: %-:rest%
rule=clamav.daemon.info:Reading databases from %-:rest%
rule=clamav.daemon.info:Database correctly reloaded (%-:rest%
rule=clamav.daemon.info:clamd daemon %-:rest%
