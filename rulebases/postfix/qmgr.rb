version=2
include=common.rb
include=delivery.rb
# The queue manager.

# global/opened.c vopened, for qmgr/qmgr_message.c qmgr_message_read
rule=postfix.qmgr.active:%postfix_queue_id:char-to{"extradata":":"}%: from=%postfix_queue_active:rest%
# qmgr/qmgr_active.c qmgr_active_done_3_generic; an address that holds the mark
# itself goes to the rule above and is not recognised
rule=postfix.qmgr.expired:%postfix_queue_id:char-to{"extradata":":"}%: from=<%email_from:string-to{"extradata":">, status="}%>, status=%vendor_status:char-to{"extradata":","}%, returned to sender
rule=postfix.qmgr.expired:%postfix_queue_id:char-to{"extradata":":"}%: from=<>, status=%vendor_status:char-to{"extradata":","}%, returned to sender
annotate=postfix.qmgr.expired:+vendor_qmgr_action="returned to sender"
# qmgr/qmgr_active.c qmgr_active_done_3_generic
rule=postfix.qmgr.removed:%postfix_queue_id:char-to{"extradata":":"}%: removed
annotate=postfix.qmgr.removed:+vendor_qmgr_action="removed"
# qmgr/qmgr_message.c qmgr_message_alloc
rule=postfix.qmgr.skipped:%postfix_queue_id:char-to{"extradata":":"}%: skipped, still being delivered
annotate=postfix.qmgr.skipped:+vendor_qmgr_action="skipped, still being delivered"
