version=2
# clamsmtp src/clamsmtpd.c
rule=clamav.smtp.status:%-:number%: from=%clamav_smtp:rest%
annotate=clamav.smtp.status:+vendor_event_action="checked"
rule=clamav.smtp.connect:%-:number%: accepted connection from: %source_ip:rest%
