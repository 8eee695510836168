version=2
# Lines that every Postfix program can write; each rulebase includes them.

# util/msg.c msg_warn, msg_error, msg_fatal, msg_panic. Rules for the warnings
# that have more to say stand in the files of their daemons.
rule=postfix.common.warning:warning: %postfix_warning:rest%
annotate=postfix.common.warning:+vendor_event_severity="warning"
rule=postfix.common.error:error: %postfix_warning:rest%
annotate=postfix.common.error:+vendor_event_severity="error"
rule=postfix.common.fatal:fatal: %postfix_warning:rest%
annotate=postfix.common.fatal:+vendor_event_severity="fatal"
rule=postfix.common.panic:panic: %postfix_warning:rest%
annotate=postfix.common.panic:+vendor_event_severity="panic"

# tls/tls_misc.c tls_print_errors
rule=postfix.common.tls_library:warning: TLS library problem: %vendor_tls_error:rest%
annotate=postfix.common.tls_library:+vendor_event_severity="warning"
annotate=postfix.common.tls_library:+vendor_event_description="TLS library problem"

# smtpd/smtpd.c pre_accept, and the same in each server
rule=postfix.common.table_changed:table %-:string-to{"extradata":" has changed - "}% has changed - finishing in the background
rule=postfix.common.table_changed:table %-:string-to{"extradata":" has changed -- "}% has changed -- restarting
annotate=postfix.common.table_changed:+vendor_event_action="restarting"
# Postfix 3.0 and later, wherever compatibility_level matters
rule=postfix.common.compatibility:using backwards-compatible default setting %-:rest%
rule=postfix.common.compatibility:using using backwards-compatible default setting %-:rest%
# master/master_ent.c get_str_ent_def; tried last, as it looks through the whole line
rule=postfix.common.compatibility:%-:string-to{"extradata":": using backwards-compatible","priority":60000}%: using backwards-compatible default setting %-:rest%

# util/dict_cache.c dict_cache_delete_behind_expire
rule=postfix.common.cache_cleanup:cache %-:word% %-:word% cleanup: retained=%vendor_cache_retained:number% dropped=%vendor_cache_dropped:number% entries
annotate=postfix.common.cache_cleanup:+vendor_event_action="cache cleanup"
rule=postfix.common.cache_schedule:%-:word{"priority":60000}% cache cleanup will start after %-:word%
# util/dict_db.c dict_db_close
rule=postfix.common.close_database:close database %-:string-to{"extradata":": "}%: %-:rest%
# util/dict_lmdb.c dict_lmdb_notify
rule=postfix.common.lmdb:database %-:string-to{"extradata":": using size limit "}%: using size limit %-:rest%
rule=postfix.common.lmdb:database %-:string-to{"extradata":": pausing"}%: pausing after MDB_READERS_FULL
# global/nbdb_redirect.c
rule=postfix.common.redirected:redirecting %-:word% to %-:rest%
# dns/dns_rr_filter.c dns_rr_action
rule=postfix.common.dns_filter:ignoring DNS RR: %-:rest%
# global/bounce.c, abounce.c: the bounce service did not work
rule=postfix.common.bounce_failed:%postfix_queue_id:char-to{"extradata":":"}%: status=%vendor_status:char-to{"extradata":" "}% (%vendor_mail_response:char-to{"extradata":")"}%)
