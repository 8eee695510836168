version=2
include=common.rb
# DNSBL look-ups for postscreen.

# dnsblog/dnsblog.c dnsblog_query
rule=postfix.dnsblog.listed:addr %postfix_source_address:word% listed by domain %vendor_dnsblog_domain:word% as %vendor_dnsblog_result:rest%
rule=postfix.dnsblog.listed:addr %postfix_source_address:word% blocked by domain %vendor_dnsblog_domain:word% as %vendor_dnsblog_result:rest%
annotate=postfix.dnsblog.listed:+vendor_event_action="listed"
