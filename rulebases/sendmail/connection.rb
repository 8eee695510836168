version=2
# sendmail/main.c: main(), a connection to the daemon
rule=sendmail.connection.connect:%sendmail_uid:char-to{"extradata":":"}%: connect from %sendmail_client:rest%
annotate=sendmail.connection.connect:+vendor_event_action="connect"

# sendmail/daemon.c: makeconnection(), of the local side
rule=sendmail.connection.outgoing:%sendmail_uid:char-to{"extradata":":"}%: SMTP outgoing connect on %sendmail_outgoing:rest%
annotate=sendmail.connection.outgoing:+vendor_event_action="connect"

# sendmail/srvrsmtp.c: smtp(), QUIT before any mail; the last form is of 8.8
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":" did not issue MAIL"}% did not issue MAIL/EXPN/VRFY/ETRN during connection to %sendmail_daemon:rest%
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":" did not issue MAIL"}% did not issue MAIL/EXPN/VRFY/ETRN
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: Null connection from %sendmail_client:rest%

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
annotate=sendmail.connection.timeout_server:+vendor_event_action="timeout"
annotate=sendmail.connection.timeout_client:+vendor_event_action="timeout"
# sendmail/control.c: control_command()
rule=sendmail.connection.timeout_control:%sendmail_uid:char-to{"extradata":":"}%: timeout waiting for input during control command
annotate=sendmail.connection.timeout_control:+vendor_event_action="timeout"

# sendmail/srvrsmtp.c: smtp(), RCPT with bad recipients
rule=sendmail.connection.flood:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Possible SMTP RCPT flood"}%: Possible SMTP RCPT flood, %vendor_event_outcome:char-to{"extradata":"."}%.
annotate=sendmail.connection.flood:+vendor_event_action="RCPT flood"

# sendmail/srvrsmtp.c: checksmtpattack()
rule=sendmail.connection.attack:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": possible SMTP attack"}%: possible SMTP attack: command=%vendor_command:char-to{"extradata":","}%, count=%vendor_command_count:number%
annotate=sendmail.connection.attack:+vendor_event_action="attack"

# sendmail/srvrsmtp.c: smtp(), HTTP on the SMTP port
rule=sendmail.connection.proxy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": probable open proxy"}%: probable open proxy: command=%vendor_command:rest%
annotate=sendmail.connection.proxy:+vendor_event_action="open proxy"

# sendmail/srvrsmtp.c: smtp()
rule=sendmail.connection.overlong:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": SMTP violation"}%: SMTP violation, input too long: %-:number%
annotate=sendmail.connection.overlong:+vendor_event_action="input too long"

# sendmail/srvrsmtp.c: smtp(); a rejected command stands as the client wrote it
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": VRFY"}%: VRFY%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": vrfy"}%: vrfy%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Vrfy"}%: Vrfy%sendmail_query:rest%
annotate=sendmail.connection.vrfy:+vendor_command="VRFY"
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": EXPN"}%: EXPN%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": expn"}%: expn%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Expn"}%: Expn%sendmail_query:rest%
annotate=sendmail.connection.expn:+vendor_command="EXPN"
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": ETRN"}%: ETRN%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": etrn"}%: etrn%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Etrn"}%: Etrn%sendmail_query:rest%
annotate=sendmail.connection.etrn:+vendor_command="ETRN"

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

# sendmail/srvrsmtp.c: smtp(), LogLevel 15: commands may hold passwords, so they stay where they are
rule=sendmail.dialogue.command:%sendmail_uid:char-to{"extradata":":"}%: <-- %-:rest%
# sendmail/err.c: putoutmsg(), LogLevel 15
rule=sendmail.dialogue.reply:%sendmail_uid:char-to{"extradata":":"}%: --- %sendmail_local_reply:rest%
