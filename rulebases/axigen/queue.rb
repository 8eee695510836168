version=2
# real line (PROCESSING): state and data version of a recipient
rule=axigen.queue.recipient:Set recipient <%axigen_recipient:rest%
annotate=axigen.queue.recipient:+vendor_event_action="set recipient"

# real line (PROCESSING): local delivery
rule=axigen.queue.delivered:Mail delivered to mailbox '%axigen_delivered:rest%
annotate=axigen.queue.delivered:+vendor_event_action="delivered to mailbox"

# real line (PROCESSING, JOBLOG): update request, queuing job, job triggered
rule=axigen.queue.conversation_index:%vendor_account:string-to:: Conversation index %: Conversation index %axigen_conversation_index:rest%
annotate=axigen.queue.conversation_index:+vendor_event_action="conversation index"
