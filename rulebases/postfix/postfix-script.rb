version=2
include=common.rb
# The command postfix(1).

# conf/postfix-script; with the program in front where systemd passed its output on
rule=postfix.script.start:starting the Postfix mail system
rule=postfix.script.start:postfix/%-:char-to{"extradata":":"}%: starting the Postfix mail system
annotate=postfix.script.start:+vendor_event_action="starting"
rule=postfix.script.stop:stopping the Postfix mail system
rule=postfix.script.stop:postfix/%-:char-to{"extradata":":"}%: stopping the Postfix mail system
annotate=postfix.script.stop:+vendor_event_action="stopping"
rule=postfix.script.wait:waiting for the Postfix mail system to terminate
rule=postfix.script.wait:postfix/%-:char-to{"extradata":":"}%: waiting for the Postfix mail system to terminate
annotate=postfix.script.wait:+vendor_event_action="waiting"
rule=postfix.script.abort:aborting the Postfix mail system
rule=postfix.script.abort:postfix/%-:char-to{"extradata":":"}%: aborting the Postfix mail system
annotate=postfix.script.abort:+vendor_event_action="aborting"
rule=postfix.script.refresh:refreshing the Postfix mail system
rule=postfix.script.refresh:postfix/%-:char-to{"extradata":":"}%: refreshing the Postfix mail system
annotate=postfix.script.refresh:+vendor_event_action="refreshing"
rule=postfix.script.running:the Postfix mail system is running: PID: %-:number%
rule=postfix.script.running:postfix/%-:char-to{"extradata":":"}%: the Postfix mail system is running: PID: %-:number%
annotate=postfix.script.running:+vendor_event_action="running"
rule=postfix.script.not_running:the Postfix mail system is not running
rule=postfix.script.not_running:postfix/%-:char-to{"extradata":":"}%: the Postfix mail system is not running
annotate=postfix.script.not_running:+vendor_event_action="not running"
rule=postfix.script.warning:postfix/%-:char-to{"extradata":":"}%: warning: %postfix_warning:rest%
annotate=postfix.script.warning:+vendor_event_severity="warning"
rule=postfix.script.fatal:postfix/%-:char-to{"extradata":":"}%: fatal: %postfix_warning:rest%
annotate=postfix.script.fatal:+vendor_event_severity="fatal"
# postfix/postfix.c main
rule=postfix.script.compatibility:Postfix is using backwards-compatible default settings
rule=postfix.script.compatibility:Postfix is running with backwards-compatible default settings
rule=postfix.script.compatibility:See https://www.postfix.org/COMPATIBILITY_README.html for details
rule=postfix.script.compatibility:See http://www.postfix.org/COMPATIBILITY_README.html for details
rule=postfix.script.compatibility:To disable backwards compatibility use %-:rest%
