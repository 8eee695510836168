version=2
# The result of a delivery, the same from every delivery agent.

# global/log_adhoc.c log_adhoc, for sent.c, bounce.c, defer.c and verify.c
rule=postfix.delivery.status:%queue_id:char-to{"extradata":":"}%: to=%delivery:rest%
