version=2
include=common.rb
# Mail submitted on this host.

# pickup/pickup.c pickup_file
rule=postfix.pickup.submitted:%postfix_queue_id:char-to{"extradata":":"}%: uid=%user_id:number% from=%postfix_pickup_sender:rest%
