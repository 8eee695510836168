version=2
# The result of a delivery, the same from every delivery agent.

# global/log_adhoc.c log_adhoc, for sent.c, bounce.c, defer.c and verify.c
rule=postfix.delivery.status:%postfix_queue_id:char-to{"extradata":":"}%: to=%postfix_delivery:rest%
