version=2
include=common.rb
# The QMQP server.

# qmqpd/qmqpd.c
rule=postfix.qmqpd.connect:connect from %postfix_client:rest%
annotate=postfix.qmqpd.connect:+vendor_event_action="connect"
rule=postfix.qmqpd.disconnect:disconnect from %postfix_client:rest%
annotate=postfix.qmqpd.disconnect:+vendor_event_action="disconnect"
rule=postfix.qmqpd.client:%postfix_queue_id:char-to{"extradata":":"}%: client=%postfix_client:rest%
rule=postfix.qmqpd.error:%postfix_queue_id:char-to{"extradata":":"}%: %postfix_client_first:rest%
