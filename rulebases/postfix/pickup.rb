version=2
include=common.rb
# Mail submitted on this host.

# pickup/pickup.c pickup_file
rule=postfix.pickup.submitted:%queue_id:char-to{"extradata":":"}%: uid=%user_id:number% from=%pickup_sender:rest%
