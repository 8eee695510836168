version=2
# mimedefang.pl md_graphdefang_log()
rule=mimedefang.message.event:MDLOG,%mimedefang_log:rest%
# mimedefang.c, mimedefang-multiplexor.c
rule=mimedefang.message.filter_time:%email_uid:char-to::%: Filter time is %vendor_request_time:number%ms
rule=mimedefang.message.discarded:%email_uid:char-to::%: Discarding because filter instructed us to
annotate=mimedefang.message.discarded:+vendor_event_action="discard"
rule=mimedefang.message.rejected:%email_uid:char-to::%: Bouncing because filter instructed us to
annotate=mimedefang.message.rejected:+vendor_event_action="reject"
rule=mimedefang.worker.info:Starting worker %-:rest%
rule=mimedefang.worker.info:Worker %-:rest%
rule=mimedefang.worker.info:Slave %-:rest%
rule=mimedefang.service.start:started; minWorkers=%-:rest%
annotate=mimedefang.service.start:+vendor_event_action="starting"
