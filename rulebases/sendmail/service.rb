version=2
# sendmail/main.c: main()
rule=sendmail.service.starting:starting daemon (%vendor_version:char-to{"extradata":")"}%): %vendor_event_description:rest%
rule=sendmail.service.starting:%sendmail_uid:char-to{"extradata":":"}%: starting daemon (%vendor_version:char-to{"extradata":")"}%): %vendor_event_description:rest%
annotate=sendmail.service.starting:+vendor_event_action="starting"
# sendmail/util.c: log_sendmail_pid()
rule=sendmail.service.started:started as: %vendor_event_description:rest%
rule=sendmail.service.started:%sendmail_uid:char-to{"extradata":":"}%: started as: %vendor_event_description:rest%
annotate=sendmail.service.started:+vendor_event_action="started"

# sendmail/daemon.c: stop_sendmail(), restart_daemon()
rule=sendmail.service.stopping:%sendmail_uid:char-to{"extradata":":"}%: stopping daemon, reason=%vendor_event_outcome_reason:rest%
rule=sendmail.service.stopping:stopping daemon, reason=%vendor_event_outcome_reason:rest%
annotate=sendmail.service.stopping:+vendor_event_action="stopping"
rule=sendmail.service.restarting:restarting %-:string-to{"extradata":" due to "}% due to %vendor_event_outcome_reason:rest%
rule=sendmail.service.restarting:restarting %-:string-to{"extradata":" on "}% on %vendor_event_outcome_reason:rest%
rule=sendmail.service.restarting:%sendmail_uid:char-to{"extradata":":"}%: restarting %-:string-to{"extradata":" due to "}% due to %vendor_event_outcome_reason:rest%
annotate=sendmail.service.restarting:+vendor_event_action="restarting"
rule=sendmail.service.restart_failed:could not restart: %vendor_event_outcome_reason:rest%
rule=sendmail.service.restart_failed:%sendmail_uid:char-to{"extradata":":"}%: could not restart: %vendor_event_outcome_reason:rest%
rule=sendmail.service.restart_failed:could not exec %-:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.service.restart_failed:could not drop privileges: %vendor_event_outcome_reason:rest%
annotate=sendmail.service.restart_failed:+vendor_event_action="restarting"
annotate=sendmail.service.restart_failed:+vendor_event_outcome="failed"
rule=sendmail.service.interrupted:interrupt
rule=sendmail.service.interrupted:%sendmail_uid:char-to{"extradata":":"}%: interrupt
annotate=sendmail.service.interrupted:+vendor_event_action="interrupt"

# sendmail/main.c: main()
rule=sendmail.service.name:daemon invoked without full pathname; kill -1 won't work
annotate=sendmail.service.name:+vendor_event_severity="warning"
annotate=sendmail.service.name:+vendor_warning_description="daemon invoked without full pathname; kill -1 won't work"

# sendmail/daemon.c: getrequests(), opendaemonsocket()
rule=sendmail.service.socket_failed:daemon %sendmail_daemon:char-to{"extradata":":"}%: problem creating SMTP socket
rule=sendmail.service.socket_failed:%sendmail_uid:char-to{"extradata":":"}%: daemon %sendmail_daemon:char-to{"extradata":":"}%: problem creating SMTP socket
annotate=sendmail.service.socket_failed:+vendor_event_severity="error"
annotate=sendmail.service.socket_failed:+vendor_warning_description="problem creating SMTP socket"
rule=sendmail.service.control_socket:daemon could not open control socket %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.service.control_socket:%sendmail_uid:char-to{"extradata":":"}%: daemon could not open control socket %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.service.control_socket:Could not remove control socket: %vendor_warning_description:rest%
rule=sendmail.service.control_socket:Could not remove daemon %sendmail_daemon:string-to{"extradata":" socket: "}% socket: %vendor_warning_description:rest%
annotate=sendmail.service.control_socket:+vendor_event_severity="warning"

# sendmail/conf.c: refuseconnections(); daemon.c: getrequests()
rule=sendmail.service.rejecting:rejecting connections on daemon %sendmail_daemon:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.service.rejecting:%sendmail_uid:char-to{"extradata":":"}%: rejecting connections on daemon %sendmail_daemon:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.service.rejecting:have been rejecting connections on daemon %sendmail_daemon:string-to{"extradata":" for "}% for %-:rest%
annotate=sendmail.service.rejecting:+vendor_event_action="rejecting"
rule=sendmail.service.deferring:deferring connections on daemon %sendmail_daemon:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.service.deferring:%sendmail_uid:char-to{"extradata":":"}%: deferring connections on daemon %sendmail_daemon:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
annotate=sendmail.service.deferring:+vendor_event_action="deferring"
rule=sendmail.service.accepting:accepting connections again for daemon %sendmail_daemon:rest%
rule=sendmail.service.accepting:%sendmail_uid:char-to{"extradata":":"}%: accepting connections again for daemon %sendmail_daemon:rest%
annotate=sendmail.service.accepting:+vendor_event_action="accepting"

# sendmail/alias.c: rebuildaliases(), readaliases()
rule=sendmail.service.aliases_rebuilt:alias database %vendor_alias_file:string-to{"extradata":" rebuilt by "}% rebuilt by %-:rest%
rule=sendmail.service.aliases_rebuilt:alias database %vendor_alias_file:string-to{"extradata":" autorebuilt by "}% autorebuilt by %-:rest%
rule=sendmail.service.aliases_rebuilt:%sendmail_uid:char-to{"extradata":":"}%: alias database %vendor_alias_file:string-to{"extradata":" rebuilt by "}% rebuilt by %-:rest%
rule=sendmail.service.aliases_rebuilt:%sendmail_uid:char-to{"extradata":":"}%: alias database %vendor_alias_file:string-to{"extradata":" autorebuilt by "}% autorebuilt by %-:rest%
annotate=sendmail.service.aliases_rebuilt:+vendor_event_action="rebuilt"
rule=sendmail.service.aliases_old:alias database %vendor_alias_file:string-to{"extradata":" out of date"}% out of date
rule=sendmail.service.aliases_old:%sendmail_uid:char-to{"extradata":":"}%: alias database %vendor_alias_file:string-to{"extradata":" out of date"}% out of date
annotate=sendmail.service.aliases_old:+vendor_event_severity="warning"
rule=sendmail.service.aliases_read:%vendor_alias_file:char-to{"extradata":":"}%: %vendor_aliases:number% aliases, longest %vendor_aliases_longest:number% bytes, %vendor_aliases_bytes:number% bytes total
rule=sendmail.service.aliases_read:%sendmail_uid:char-to{"extradata":":"}%: %vendor_alias_file:char-to{"extradata":":"}%: %vendor_aliases:number% aliases, longest %vendor_aliases_longest:number% bytes, %vendor_aliases_bytes:number% bytes total

# sendmail/conf.c: hostnamebyanyaddr(), of our own interfaces too; daemon.c: myhostname()
rule=sendmail.service.own_name:gethostbyaddr(%-:char-to{"extradata":")"}%) failed: %-:rest%
rule=sendmail.service.own_name:%sendmail_uid:char-to{"extradata":":"}%: gethostbyaddr(%-:char-to{"extradata":")"}%) failed: %-:rest%
rule=sendmail.service.own_name:My unqualified host name (%-:char-to{"extradata":")"}%) unknown; sleeping for retry
rule=sendmail.service.own_name:%sendmail_uid:char-to{"extradata":":"}%: My unqualified host name (%-:char-to{"extradata":")"}%) unknown; sleeping for retry
rule=sendmail.service.own_name:unable to qualify my own domain name (%-:char-to{"extradata":")"}%) -- using short name
rule=sendmail.service.own_name:%sendmail_uid:char-to{"extradata":":"}%: unable to qualify my own domain name (%-:char-to{"extradata":")"}%) -- using short name
annotate=sendmail.service.own_name:+vendor_event_severity="warning"

# sendmail/util.c: log_sendmail_pid()
rule=sendmail.service.pid_file:unable to write pid to %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
rule=sendmail.service.pid_file:%sendmail_uid:char-to{"extradata":":"}%: unable to write pid to %-:char-to{"extradata":":"}%: %vendor_warning_description:rest%
annotate=sendmail.service.pid_file:+vendor_event_severity="error"

# sendmail/main.c: main(), dumpstate(); daemon.c: getrequests()
rule=sendmail.service.user:user %user_id:number% changed syslog label
rule=sendmail.service.user:user %user_id:number% attempted to %-:rest%
rule=sendmail.service.user:%sendmail_uid:char-to{"extradata":":"}%: user %user_id:number% changed syslog label
rule=sendmail.service.user:%sendmail_uid:char-to{"extradata":":"}%: user %user_id:number% attempted to %-:rest%
annotate=sendmail.service.user:+vendor_event_severity="warning"
rule=sendmail.service.children:proc_list_probe: %vendor_warning_description:rest%
rule=sendmail.service.children:queue control process: lost all children: %vendor_warning_description:rest%
rule=sendmail.service.children:persistent queue runner control process: lost all children: %vendor_warning_description:rest%
rule=sendmail.service.children:persistent queue runner=%-:number% %vendor_warning_description:rest%
rule=sendmail.service.children:persistent queue runner=%-:number%, %vendor_warning_description:rest%
annotate=sendmail.service.children:+vendor_event_severity="error"
rule=sendmail.service.state:--- dumping state on %-:rest%
rule=sendmail.service.state:--- open file descriptors: ---
rule=sendmail.service.state:--- connection cache: ---
rule=sendmail.service.state:--- ruleset debug_dumpstate returns stat %-:rest%
rule=sendmail.service.state:--- end of state dump ---
rule=sendmail.service.state:CurChildren = %-:number%
rule=sendmail.service.state:NextMacroId = %-:number% (Max %-:number%)
rule=sendmail.service.domain_lost:*** $j not in $=w ***
rule=sendmail.service.domain_lost:daemon process doesn't have $j in $=w; see syslog
rule=sendmail.service.domain_lost:daemon process $j lost dot; see syslog
annotate=sendmail.service.domain_lost:+vendor_event_severity="error"
rule=sendmail.service.descriptors:File descriptors missing on startup: %vendor_warning_description:rest%
annotate=sendmail.service.descriptors:+vendor_event_severity="error"
