version=2
include=common.rb
# postscreen, the guard in front of smtpd.

# postscreen/postscreen.c psc_endpt_lookup_done
rule=postfix.postscreen.connect:CONNECT from %postfix_screen_connect:rest%
annotate=postfix.postscreen.connect:+vendor_event_action="CONNECT"
# postscreen/postscreen_misc.c psc_hangup_event, psc_conclude, psc_send_socket
rule=postfix.postscreen.disconnect:DISCONNECT %postfix_client:rest%
annotate=postfix.postscreen.disconnect:+vendor_event_action="DISCONNECT"
rule=postfix.postscreen.pass:%vendor_event_action:literal{"text":"PASS NEW"}% %postfix_client:rest%
rule=postfix.postscreen.pass:%vendor_event_action:literal{"text":"PASS OLD"}% %postfix_client:rest%
# postscreen/postscreen.c; the first words are those of 3.6 and later
rule=postfix.postscreen.listed:%vendor_event_action:literal{"text":"ALLOWLISTED"}% %postfix_client:rest%
rule=postfix.postscreen.listed:%vendor_event_action:literal{"text":"DENYLISTED"}% %postfix_client:rest%
rule=postfix.postscreen.listed:%vendor_event_action:literal{"text":"WHITELISTED"}% %postfix_client:rest%
rule=postfix.postscreen.listed:%vendor_event_action:literal{"text":"BLACKLISTED"}% %postfix_client:rest%
rule=postfix.postscreen.listed:%vendor_event_action:literal{"text":"ALLOWLIST VETO"}% %postfix_client:rest%
rule=postfix.postscreen.listed:%vendor_event_action:literal{"text":"WHITELIST VETO"}% %postfix_client:rest%

# postscreen/postscreen_smtpd.c psc_rcpt_cmd, postscreen.c
rule=postfix.postscreen.reject:%postfix_queue_id:char-to{"extradata":":"}%: reject: %vendor_smtp_stage:word% from %postfix_screen_rejection:rest%
rule=postfix.postscreen.reject:reject: %vendor_smtp_stage:word% from %postfix_screen_rejection:rest%
annotate=postfix.postscreen.reject:+vendor_event_action="reject"

# postscreen/postscreen_misc.c psc_hangup_event
rule=postfix.postscreen.hangup:%vendor_ps_violation:literal{"text":"HANGUP"}% after %postfix_screen_time:rest%
# postscreen/postscreen_early.c
rule=postfix.postscreen.pregreet:%vendor_ps_violation:literal{"text":"PREGREET"}% %-:number% after %postfix_screen_time:rest%
rule=postfix.postscreen.dnsbl:%vendor_ps_violation:literal{"text":"DNSBL"}% rank %vendor_dnsbl_rank:number% for %postfix_client:rest%
# postscreen/postscreen_smtpd.c psc_smtpd_read_event, psc_smtpd_time_event
rule=postfix.postscreen.violation:%vendor_ps_violation:literal{"text":"COMMAND TIME LIMIT"}% from %postfix_screen_after:rest%
rule=postfix.postscreen.violation:%vendor_ps_violation:literal{"text":"COMMAND LENGTH LIMIT"}% from %postfix_screen_after:rest%
rule=postfix.postscreen.violation:%vendor_ps_violation:literal{"text":"COMMAND COUNT LIMIT"}% from %postfix_screen_after:rest%
rule=postfix.postscreen.violation:%vendor_ps_violation:literal{"text":"COMMAND PIPELINING"}% from %postfix_screen_after:rest%
rule=postfix.postscreen.violation:%vendor_ps_violation:literal{"text":"NON-SMTP COMMAND"}% from %postfix_screen_after:rest%
rule=postfix.postscreen.violation:%vendor_ps_violation:literal{"text":"BARE NEWLINE"}% from %postfix_screen_after:rest%
# postscreen/postscreen_smtpd.c psc_data_cmd, psc_bdat_cmd
rule=postfix.postscreen.no_recipient:%vendor_event_action:literal{"text":"DATA without valid RCPT"}% from %postfix_client:rest%
rule=postfix.postscreen.no_recipient:%vendor_event_action:literal{"text":"BDAT without valid RCPT"}% from %postfix_client:rest%
# postscreen/postscreen_smtpd.c psc_ehlo_cmd, psc_smtpd_read_event
rule=postfix.postscreen.ehlo_discard:[%postfix_source_address:char-to{"extradata":"]"}%]%-:char-to{"extradata":" "}% discarding EHLO keywords: %-:rest%
rule=postfix.postscreen.replaced_command:[%postfix_source_address:char-to{"extradata":"]"}%]:%source_port:number%: replacing command %-:rest%
# postscreen/postscreen_state.c
rule=postfix.postscreen.stress:%vendor_event_action:literal{"text":"entering STRESS mode"}% with %-:number% connections
rule=postfix.postscreen.stress:%vendor_event_action:literal{"text":"leaving STRESS mode"}% with %-:number% connections
