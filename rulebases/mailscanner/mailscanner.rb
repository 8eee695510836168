version=2
# lib/MailScanner/Message.pm
rule=mailscanner.message.verdict:Message %mailscanner_id:word% from %mailscanner_verdict:rest%
annotate=mailscanner.message.verdict:+vendor_event_action="checked"
rule=mailscanner.message.action:Spam Actions: message %mailscanner_id:word% actions are %vendor_content_action:rest%
rule=mailscanner.message.action:Non-spam Actions: message %mailscanner_id:word% actions are %vendor_content_action:rest%
annotate=mailscanner.message.action:+vendor_event_action="action"
rule=mailscanner.message.requeue:Requeue: %mailscanner_id:word% to %vendor_queued_as:word%
annotate=mailscanner.message.requeue:+vendor_event_action="requeue"
rule=mailscanner.message.infected:Infected message %mailscanner_id:word% came from %source_ip:word%
annotate=mailscanner.message.infected:+vendor_event_action="checked"
annotate=mailscanner.message.infected:+vendor_content_category="INFECTED"

# lib/MailScanner/MessageBatch.pm, SweepViruses.pm, bin/MailScanner
rule=mailscanner.batch.scan:New Batch: Scanning %-:number% messages, %-:number% bytes
rule=mailscanner.batch.scan:New Batch: Found %-:number% messages waiting
rule=mailscanner.batch.virus:Virus Scanning: %-:rest%
rule=mailscanner.batch.virus:Virus and Content Scanning: Starting
rule=mailscanner.batch.spam:Spam Checks: %-:rest%
rule=mailscanner.batch.delivered:Uninfected: Delivered %-:number% messages
rule=mailscanner.batch.delivered:Cleaned: Delivered %-:number% cleaned messages
rule=mailscanner.batch.delivered:Deleted %-:number% messages from processing-database
rule=mailscanner.service.start:MailScanner E-Mail Virus Scanner version %vendor_version:word% starting...
annotate=mailscanner.service.start:+vendor_event_action="starting"
rule=mailscanner.service.start:MailScanner Email Processor version %vendor_version:word% starting...
rule=mailscanner.service.stop:MailScanner child dying of old age
annotate=mailscanner.service.stop:+vendor_event_action="exit"
