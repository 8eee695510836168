version=2
include=common.rb
include=delivery.rb
# The cleanup server.

# cleanup/cleanup_message.c cleanup_header_callback, cleanup_header_done_callback
rule=postfix.cleanup.message_id:%queue_id:char-to{"extradata":":"}%: message-id=%message_id:rest%
rule=postfix.cleanup.message_id:%queue_id:char-to{"extradata":":"}%: message-id=
rule=postfix.cleanup.resent_message_id:%queue_id:char-to{"extradata":":"}%: resent-message-id=%message_id:rest%
