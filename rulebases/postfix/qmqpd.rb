version=2
include=common.rb
# The QMQP server.

# qmqpd/qmqpd.c
rule=postfix.qmqpd.connect:connect from %client:rest%
annotate=postfix.qmqpd.connect:+vendor_event_action="connect"
rule=postfix.qmqpd.disconnect:disconnect from %client:rest%
annotate=postfix.qmqpd.disconnect:+vendor_event_action="disconnect"
rule=postfix.qmqpd.client:%queue_id:char-to{"extradata":":"}%: client=%client:rest%
rule=postfix.qmqpd.error:%queue_id:char-to{"extradata":":"}%: %client_first:rest%
