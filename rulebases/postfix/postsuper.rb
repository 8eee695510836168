version=2
include=common.rb
# Queue maintenance by the administrator.

# postsuper/postsuper.c
rule=postfix.postsuper.message:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:literal{"text":"removed"}%
rule=postfix.postsuper.message:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:literal{"text":"requeued"}%
rule=postfix.postsuper.message:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:literal{"text":"placed on hold"}%
rule=postfix.postsuper.message:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:literal{"text":"released from hold"}%
rule=postfix.postsuper.message:%postfix_queue_id:char-to{"extradata":":"}%: %vendor_event_action:literal{"text":"expired"}%
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Requeued"}%: %vendor_postsuper_summary_count:number% message
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Requeued"}%: %vendor_postsuper_summary_count:number% messages
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Deleted"}%: %vendor_postsuper_summary_count:number% message
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Deleted"}%: %vendor_postsuper_summary_count:number% messages
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Force-expired"}%: %vendor_postsuper_summary_count:number% message
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Force-expired"}%: %vendor_postsuper_summary_count:number% messages
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Placed on hold"}%: %vendor_postsuper_summary_count:number% message
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Placed on hold"}%: %vendor_postsuper_summary_count:number% messages
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Released from hold"}%: %vendor_postsuper_summary_count:number% message
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Released from hold"}%: %vendor_postsuper_summary_count:number% messages
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Renamed to match inode number"}%: %vendor_postsuper_summary_count:number% message
rule=postfix.postsuper.summary:%vendor_event_action:literal{"text":"Renamed to match inode number"}%: %vendor_postsuper_summary_count:number% messages
