version=2
include=common.rb
# Commands and daemons that write warnings and errors only: postqueue, postdrop,
# sendmail, postmap, postalias, postconf, postcat, postlog, postlogd, flush, showq, spawn.

# nbdb_reindexd/nbdb_process.c, since 3.11
rule=postfix.tool.reindexed:successfully executed %-:rest%
rule=postfix.tool.reindexed:target file %-:rest%

# sendmail/sendmail.c enqueue, postdrop/postdrop.c: "LOGIN(UID): TEXT"
rule=postfix.tool.fatal:fatal: %user_name:char-to{"extradata":"(: "}%(%user_id:number%): %vendor_warning_description:rest%
annotate=postfix.tool.fatal:+vendor_event_severity="fatal"
rule=postfix.tool.warning:warning: %user_name:char-to{"extradata":"(: "}%(%user_id:number%): %vendor_warning_description:rest%
annotate=postfix.tool.warning:+vendor_event_severity="warning"
