version=2
# sendmail/err.c: syserr(), putoutmsg(); any text may follow
rule=sendmail.error.syserr:%sendmail_uid:char-to{"extradata":":"}%: SYSERR(%-:char-to{"extradata":")"}%): %sendmail_system_error:rest%
rule=sendmail.error.syserr:SYSERR(%-:char-to{"extradata":")"}%): %sendmail_system_error:rest%
rule=sendmail.error.syserr:%sendmail_uid:char-to{"extradata":":"}%: SYSERR: %sendmail_system_error:rest%
rule=sendmail.error.syserr:SYSERR: %sendmail_system_error:rest%
annotate=sendmail.error.syserr:+vendor_event_severity="error"

# sendmail/main.c: auth_warning(); the text names users and addresses
rule=sendmail.warning.authentication:%sendmail_uid:char-to{"extradata":":"}%: Authentication-Warning: %vendor_warning_description:rest%
rule=sendmail.warning.authentication:Authentication-Warning: %vendor_warning_description:rest%
annotate=sendmail.warning.authentication:+vendor_event_severity="warning"

# sendmail/deliver.c, headers.c, map.c, milter.c, readcf.c, util.c: lines that call themselves so
rule=sendmail.warning.text:%sendmail_uid:char-to{"extradata":":"}%: Warning: %vendor_warning_description:rest%
rule=sendmail.warning.text:Warning: %vendor_warning_description:rest%
rule=sendmail.warning.text:%sendmail_uid:char-to{"extradata":":"}%: WARNING: %vendor_warning_description:rest%
rule=sendmail.warning.text:WARNING: %vendor_warning_description:rest%
rule=sendmail.warning.text:%sendmail_uid:char-to{"extradata":":"}%: Postmaster warning: %vendor_warning_description:rest%
annotate=sendmail.warning.text:+vendor_event_severity="warning"
rule=sendmail.error.text:%sendmail_uid:char-to{"extradata":":"}%: ERROR: %vendor_warning_description:rest%
rule=sendmail.error.text:ERROR: %vendor_warning_description:rest%
rule=sendmail.error.text:%sendmail_uid:char-to{"extradata":":"}%: ERROR=%vendor_warning_description:rest%
rule=sendmail.error.text:ERROR=%vendor_warning_description:rest%
annotate=sendmail.error.text:+vendor_event_severity="error"

# sendmail/readcf.c: readcf()
rule=sendmail.warning.permissions:/%-:char-to{"extradata":":"}%: WARNING: dangerous write permissions
annotate=sendmail.warning.permissions:+vendor_event_severity="warning"
annotate=sendmail.warning.permissions:+vendor_warning_description="dangerous write permissions"

# sendmail/headers.c: fix_mime_header(), crackaddr()
rule=sendmail.warning.header:%sendmail_uid:char-to{"extradata":":"}%: Fixed MIME %vendor_email_header:string-to{"extradata":" header"}% header (possible attack)
rule=sendmail.warning.header:%sendmail_uid:char-to{"extradata":":"}%: Fixed MIME %vendor_email_header:string-to{"extradata":" header"}% header field (possible attack)
rule=sendmail.warning.header:%sendmail_uid:char-to{"extradata":":"}%: Truncated MIME %vendor_email_header:string-to{"extradata":" header"}% header due to field size (length = %-:number%) (possible attack)
rule=sendmail.warning.header:%sendmail_uid:char-to{"extradata":":"}%: Truncated long MIME %vendor_email_header:string-to{"extradata":" header"}% header (length = %-:number%) (possible attack)
rule=sendmail.warning.header:%sendmail_uid:char-to{"extradata":":"}%: Dropped invalid comments from header address
annotate=sendmail.warning.header:+vendor_event_severity="warning"

# sendmail/alias.c: forward(); recipient.c: include(), safefile checks
rule=sendmail.warning.forward:%sendmail_uid:char-to{"extradata":":"}%: forward %-:string-to{"extradata":": transient error: "}%: transient error: %vendor_warning_description:rest%
rule=sendmail.warning.forward:%sendmail_uid:char-to{"extradata":":"}%: forward %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.warning.forward:%sendmail_uid:char-to{"extradata":":"}%: include %-:string-to{"extradata":": transient error: "}%: transient error: %vendor_warning_description:rest%
rule=sendmail.warning.forward:%sendmail_uid:char-to{"extradata":":"}%: %-:string-to{"extradata":": unsafe directory path"}%: unsafe directory path, marked unsafe
rule=sendmail.warning.forward:%sendmail_uid:char-to{"extradata":":"}%: %-:string-to{"extradata":" file, marked unsafe"}% file, marked unsafe
rule=sendmail.warning.forward:%sendmail_uid:char-to{"extradata":":"}%: %-:string-to{"extradata":" has bad shell "}% has bad shell %-:rest%
annotate=sendmail.warning.forward:+vendor_event_severity="warning"

# sendmail/envelope.c: setsender()
rule=sendmail.warning.sender:%sendmail_uid:char-to{"extradata":":"}%: setsender: %-:string-to{"extradata":": invalid or unparsable"}%: invalid or unparsable, received from %sendmail_client:rest%
rule=sendmail.warning.sender:%sendmail_uid:char-to{"extradata":":"}%: cannot prescan from (%-:rest%
annotate=sendmail.warning.sender:+vendor_event_severity="warning"

# sendmail/recipient.c, deliver.c, collect.c, stats.c, queue.c, map.c, srvrsmtp.c, daemon.c
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: deferred: udbexpand: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: dferror: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: Timeout.to_aconnect occurred before exhausting all addresses
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: returntosender: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: rewrite: expansion too long, ruleset=%vendor_ruleset:char-to{"extradata":","}%, ruleno=%-:number%
rule=sendmail.error.internal:rewrite: expansion too long, ruleset=%vendor_ruleset:char-to{"extradata":","}%, ruleno=%-:number%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: smtpquit: mailer%-:string-to{"extradata":"exited with exit value "}%exited with exit value %-:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: dup_df: %vendor_warning_description:rest%
rule=sendmail.error.internal:poststats: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: poststats: %vendor_warning_description:rest%
rule=sendmail.error.internal:timeout connecting to LDAP server %sendmail_server:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: timeout connecting to LDAP server %sendmail_server:rest%
rule=sendmail.error.internal:socket_map_lookup(%-:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: socket_map_lookup(%-:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.error.internal:makeconnection: service "smtp" unknown
rule=sendmail.error.internal:ownership change on %-:string-to{"extradata":" failed: "}% failed: %vendor_warning_description:rest%
rule=sendmail.error.internal:no fchown(): cannot change ownership on %-:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: ownership change on %-:string-to{"extradata":" failed: "}% failed: %vendor_warning_description:rest%
rule=sendmail.error.internal:filesys_update failed: %vendor_warning_description:rest%
rule=sendmail.error.internal:unable to write %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:unable to read %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:can't %-:word% shared memory, key=%-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:can't attach to shared memory, key=%-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:shared memory does not contain expected data, ignored
rule=sendmail.error.internal:sm_shmstop failed=%vendor_warning_description:rest%
rule=sendmail.error.internal:srvfeatures: unknown feature %-:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: srv_features: unknown variant %-:rest%
rule=sendmail.error.internal:srv_features: unknown variant %-:rest%
rule=sendmail.error.internal:Bad line on %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: Bad line on %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:getmodifiers too long, ignored
rule=sendmail.error.internal:%-:string-to{"extradata":" too old (require version "}% too old (require version %-:number%)
rule=sendmail.error.internal:usershellok: cannot open %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:can't open %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:can't find queue group name %-:string-to{"extradata":", selection ignored"}%, selection ignored
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: can't find queue group name %-:string-to{"extradata":", selection ignored"}%, selection ignored
rule=sendmail.error.internal:can't read %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.error.internal:hostsignature for host '%-:char-to{"extradata":"'"}%' exceeds maxlen (%-:number%): %-:number%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: hostsignature for host '%-:char-to{"extradata":"'"}%' exceeds maxlen (%-:number%): %-:number%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: MAIL too long: %-:number%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: RCPT too long: %-:number%
rule=sendmail.error.internal:Unsupported address family %-:char-to{"extradata":":"}%: %-:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: disconnect: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: sync_dir: %vendor_warning_description:rest%
rule=sendmail.error.internal:mci_purge_persistent: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: mime8to7: %vendor_warning_description:rest%
rule=sendmail.error.internal:alias database %vendor_alias_file:string-to{"extradata":" name too long"}% name too long
rule=sendmail.error.internal:quarantine_queue_item: %vendor_warning_description:rest%
rule=sendmail.error.internal:%sendmail_uid:char-to{"extradata":":"}%: quarantine_queue_item: %vendor_warning_description:rest%
rule=sendmail.error.internal:cannot get memory statistics, settings ignored, error=%-:rest%
rule=sendmail.error.internal:%-:string-to{"extradata":": lookup error, expected 1 entry"}%: lookup error, expected 1 entry, got %-:number%
annotate=sendmail.error.internal:+vendor_event_severity="error"

# sendmail/map.c, sendmail/conf.c: maps and look-ups at LogLevel 10 and up
rule=sendmail.lookup.trace:%sendmail_uid:char-to{"extradata":":"}%: dns %-:string-to{"extradata":" => "}% => %-:rest%
rule=sendmail.lookup.trace:dns %-:string-to{"extradata":" => "}% => %-:rest%
rule=sendmail.lookup.trace:%sendmail_uid:char-to{"extradata":":"}%: ldap=%-:char-to{"extradata":","}%, %-:string-to{"extradata":"=>"}%=>%-:rest%
rule=sendmail.lookup.trace:ldap=%-:char-to{"extradata":","}%, %-:string-to{"extradata":"=>"}%=>%-:rest%
# sendmail/ratectrl.c: LogLevel 12 and up
rule=sendmail.limit.rate:conn_limits: addr=%sendmail_client_address:char-to{"extradata":","}%, flags=%-:char-to{"extradata":","}%, rate=%-:char-to{"extradata":","}%, conc=%-:char-to{"extradata":","}%, exc=%-:rest%
rule=sendmail.limit.rate:%sendmail_uid:char-to{"extradata":":"}%: conn_limits: addr=%sendmail_client_address:char-to{"extradata":","}%, flags=%-:char-to{"extradata":","}%, rate=%-:char-to{"extradata":","}%, conc=%-:char-to{"extradata":","}%, exc=%-:rest%
rule=sendmail.limit.rate:global connection rate: %-:number%
