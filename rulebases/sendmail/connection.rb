version=2
# sendmail/main.c: main(), a connection to the daemon
rule=sendmail.connection.connect:%sendmail_uid:char-to{"extradata":":"}%: connect from %sendmail_client:rest%
annotate=sendmail.connection.connect:+vendor_event_action="connect"

# sendmail/daemon.c: makeconnection(); it names an interface of this host, not the relay
rule=sendmail.connection.outgoing:%sendmail_uid:char-to{"extradata":":"}%: SMTP outgoing connect on %-:rest%
annotate=sendmail.connection.outgoing:+vendor_event_action="connect"

# sendmail/srvrsmtp.c: smtp(), greet_pause; without seconds before 8.14
rule=sendmail.connection.pregreet:%sendmail_uid:char-to{"extradata":":"}%: rejecting commands from %sendmail_client:string-to{"extradata":" due to pre-greeting"}% due to pre-greeting traffic after %-:number% seconds
rule=sendmail.connection.pregreet:%sendmail_uid:char-to{"extradata":":"}%: rejecting commands from %sendmail_client:string-to{"extradata":" due to pre-greeting"}% due to pre-greeting traffic
annotate=sendmail.connection.pregreet:+vendor_event_action="rejecting"

# sendmail/srvrsmtp.c: smtp(), smtp_data(): a client that does not wait for answers
rule=sendmail.connection.early_talker:%sendmail_uid:char-to{"extradata":":"}%: rejecting %vendor_stage:string-to{"extradata":" from "}% from %sendmail_client:string-to{"extradata":" due to traffic"}% due to traffic before response
annotate=sendmail.connection.early_talker:+vendor_event_action="rejecting"

# sendmail/srvrsmtp.c: smtp()
rule=sendmail.connection.lost:%sendmail_uid:char-to{"extradata":":"}%: lost input channel from %sendmail_client:string-to{"extradata":" to "}% to %sendmail_daemon:string-to{"extradata":" after "}% after %vendor_stage:rest%
annotate=sendmail.connection.lost:+vendor_event_action="lost"

# sendmail/util.c: sfgets(); phases of the client's side are called "client ..."
rule=sendmail.connection.timeout_server:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input from %sendmail_server:string-to{"extradata":" during client "}% during %vendor_stage:rest%
rule=sendmail.connection.timeout_server:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input from %sendmail_server:string-to{"extradata":" during initial connection"}% during %vendor_stage:rest%
rule=sendmail.connection.timeout_client:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input from %sendmail_client:string-to{"extradata":" during server "}% during %vendor_stage:rest%
rule=sendmail.connection.timeout_client:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input from %sendmail_client:string-to{"extradata":" during collect"}% during %vendor_stage:rest%
rule=sendmail.connection.timeout_client:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input from %sendmail_client:string-to{"extradata":" during message collect"}% during %vendor_stage:rest%
# of a phase that does not tell whose side it is
rule=sendmail.connection.timeout:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input from %-:string-to{"extradata":" during ","priority":40000}% during %vendor_stage:rest%
annotate=sendmail.connection.timeout:+vendor_event_action="timeout"
annotate=sendmail.connection.timeout_server:+vendor_event_action="timeout"
annotate=sendmail.connection.timeout_client:+vendor_event_action="timeout"
# sendmail/control.c: control_command()
rule=sendmail.connection.timeout_control:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input during control command
annotate=sendmail.connection.timeout_control:+vendor_event_action="timeout"

# sendmail/srvrsmtp.c: smtp(), commands of Sendmail's youth: "wiz", "debug", "showq"
rule=sendmail.connection.bogus_command:%sendmail_uid:char-to{"extradata":":"}%: "%vendor_command:char-to{"extradata":"\""}%" command from %sendmail_client_and_address:rest%
annotate=sendmail.connection.bogus_command:+vendor_event_action="bogus command"

# sendmail/srvrsmtp.c: smtp(), HELO
rule=sendmail.connection.bad_helo:%sendmail_uid:char-to{"extradata":":"}%: invalid domain name (too long) from %sendmail_client:rest%
rule=sendmail.connection.bad_helo:%sendmail_uid:char-to{"extradata":":"}%: invalid domain name (%sendmail_bad_helo:rest%
annotate=sendmail.connection.bad_helo:+vendor_event_action="invalid domain name"

# sendmail/srvrsmtp.c: smtp(), commands after a check that failed for now
rule=sendmail.connection.tempfail:%sendmail_uid:char-to{"extradata":":"}%: SMTP %vendor_command:char-to{"extradata":" "}% command (%sendmail_tempfail:rest%
annotate=sendmail.connection.tempfail:+vendor_event_action="tempfailed"

# sendmail/srvrsmtp.c: smtp(), a client that sends without waiting
rule=sendmail.connection.pipelining:unauthorized PIPELINING, sleeping, relay=%sendmail_client:rest%
annotate=sendmail.connection.pipelining:+vendor_event_action="unauthorized PIPELINING"

# sendmail/srvrsmtp.c: delay_conn_la()
rule=sendmail.connection.delayed:%sendmail_uid:char-to{"extradata":":"}%: delaying=%vendor_command:char-to{"extradata":","}%, load average=%-:number% >= %-:number%
rule=sendmail.connection.delayed:delaying=%vendor_command:char-to{"extradata":","}%, load average=%-:number% >= %-:number%
annotate=sendmail.connection.delayed:+vendor_event_action="delaying"

# sendmail/conf.c: validate_connection()
rule=sendmail.connection.tcpwrappers:%sendmail_uid:char-to{"extradata":":"}%: tcpwrappers (%sendmail_client:char-to{"extradata":","}%, %sendmail_client_address:char-to{"extradata":")"}%) rejection
annotate=sendmail.connection.tcpwrappers:+vendor_event_action="rejection"

# sendmail/usersmtp.c: smtpmailfrom(), smtprcpt(), smtpdata(), the other server's answer
rule=sendmail.connection.protocol_error:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_server:string-to{"extradata":": SMTP "}%: SMTP %vendor_command:char-to{"extradata":" "}% protocol error: %sendmail_remote_reply:rest%
annotate=sendmail.connection.protocol_error:+vendor_event_action="protocol error"

# sendmail/daemon.c: makeconnection(); the last number is the address family
rule=sendmail.connection.failed:%sendmail_uid:char-to{"extradata":":"}%: makeconnection (%sendmail_server:char-to{"extradata":" "}% [%sendmail_server_address:char-to{"extradata":"]"}%].%destination_port:number% (%-:number%)) failed: %vendor_event_outcome_reason:rest%
annotate=sendmail.connection.failed:+vendor_event_action="makeconnection"

# sendmail/daemon.c: makeconnection(), outgoing connection limit
rule=sendmail.connection.limit:%sendmail_uid:char-to{"extradata":":"}%: stat=occ_exceeded, host=%sendmail_server:char-to{"extradata":","}%, addr=%sendmail_server_address:rest%
annotate=sendmail.connection.limit:+vendor_event_action="occ_exceeded"

# sendmail/usersmtp.c: helo_options()
rule=sendmail.connection.helo_extensions:%sendmail_uid:char-to{"extradata":":"}%: server=%sendmail_server:string-to{"extradata":" returned "}% returned extensions despite HELO command

# sendmail/collect.c: collect(); 8.17.2 and later, then before
rule=sendmail.collect.failed:%sendmail_uid:char-to{"extradata":":"}%: collect: relay=%sendmail_collect:rest%
rule=sendmail.collect.failed:%sendmail_uid:char-to{"extradata":":"}%: collect: premature EOM: %vendor_event_outcome_reason:rest%
rule=sendmail.collect.failed:%sendmail_uid:char-to{"extradata":":"}%: collect: %vendor_event_outcome_reason:string-to{"extradata":" on connection from "}% on connection from %sendmail_client:string-to{"extradata":", sender="}%, sender=%sendmail_sender:rest%
rule=sendmail.collect.failed:%sendmail_uid:char-to{"extradata":":"}%: collect: %vendor_event_outcome_reason:string-to{"extradata":" on connection from "}% on connection from %sendmail_client:string-to{"extradata":", from="}%, from=%sendmail_sender:rest%
annotate=sendmail.collect.failed:+vendor_event_action="collect"

# sendmail/collect.c: collect()
rule=sendmail.collect.too_big:%sendmail_uid:char-to{"extradata":":"}%: message size (%email_size:number%) exceeds maximum (%-:number%)
rule=sendmail.collect.header_overflow:%sendmail_uid:char-to{"extradata":":"}%: header overflow from %sendmail_client:string-to{"extradata":" during message collect"}% during message collect
rule=sendmail.collect.header_overflow:%sendmail_uid:char-to{"extradata":":"}%: headers too large (%-:number% max) from %sendmail_client:string-to{"extradata":" during message collect"}% during message collect

# sendmail/util.c: denlstring()
rule=sendmail.connection.newline:POSSIBLE ATTACK from %sendmail_client:string-to{"extradata":": newline in string "}%: newline in string "%-:rest%
rule=sendmail.connection.newline:%sendmail_uid:char-to{"extradata":":"}%: POSSIBLE ATTACK from %sendmail_client:string-to{"extradata":": newline in string "}%: newline in string "%-:rest%
annotate=sendmail.connection.newline:+vendor_event_action="attack"

# sendmail/util.c: xconnect(); srvrsmtp.c: initsmtp(); main.c: main()
rule=sendmail.dialogue.trace:x-connect%-:rest%
rule=sendmail.dialogue.trace:%sendmail_uid:char-to{"extradata":":"}%: x-connect%-:rest%
rule=sendmail.dialogue.trace:main: where=%-:char-to{"extradata":","}%, RealHostAddr=%sendmail_client_address:rest%
rule=sendmail.dialogue.trace:set automode for I (%-:number%)/O (%-:number%) in SMTP server
rule=sendmail.dialogue.trace:%sendmail_uid:char-to{"extradata":":"}%: set automode for I (%-:number%)/O (%-:number%) in SMTP server
rule=sendmail.dialogue.trace:proxy mode requested but not possible
rule=sendmail.dialogue.trace:%sendmail_uid:char-to{"extradata":":"}%: proxy mode requested but not possible

# sendmail/srvrsmtp.c: smtp(), LogLevel 15: commands may hold passwords, so they stay where they are
rule=sendmail.dialogue.command:%sendmail_uid:char-to{"extradata":":"}%: <-- %-:rest%
# sendmail/err.c: putoutmsg(), LogLevel 15
rule=sendmail.dialogue.reply:%sendmail_uid:char-to{"extradata":":"}%: --- %sendmail_local_reply:rest%
