version=2
# sendmail/srvrsmtp.c: smtp(), MILTER_REPLY: what a filter answered to a command
rule=sendmail.milter.sender:%sendmail_uid:char-to{"extradata":":"}%: Milter: from=%sendmail_milter_sender:rest%
rule=sendmail.milter.recipient:%sendmail_uid:char-to{"extradata":":"}%: Milter: to=%sendmail_milter_recipient:rest%
rule=sendmail.milter.helo:%sendmail_uid:char-to{"extradata":":"}%: Milter: helo=%sendmail_milter_helo:rest%
annotate=sendmail.milter.sender:+vendor_stage="MAIL"
annotate=sendmail.milter.recipient:+vendor_stage="RCPT"
annotate=sendmail.milter.helo:+vendor_stage="HELO"

# sendmail/srvrsmtp.c: smtp_data()
rule=sendmail.milter.data:%sendmail_uid:char-to{"extradata":":"}%: Milter: data, %sendmail_milter_verdict:rest%
rule=sendmail.milter.data:%sendmail_uid:char-to{"extradata":":"}%: Milter: cmd=data, %sendmail_milter_verdict:rest%
annotate=sendmail.milter.data:+vendor_stage="DATA"

# sendmail/srvrsmtp.c: smtp(), connect
rule=sendmail.milter.connect:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect: host=%sendmail_client:char-to{"extradata":","}%, addr=%sendmail_client_address:char-to{"extradata":","}%, reject=%sendmail_reject:rest%
rule=sendmail.milter.connect:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect: host=%sendmail_client:char-to{"extradata":","}%, addr=%sendmail_client_address:char-to{"extradata":","}%, shutdown=%sendmail_reject:rest%
rule=sendmail.milter.connect:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect: host=%sendmail_client:char-to{"extradata":","}%, addr=%sendmail_client_address:char-to{"extradata":","}%, temp failing commands=%sendmail_reject:rest%
annotate=sendmail.milter.connect:+vendor_stage="CONNECT"
annotate=sendmail.milter.connect:+vendor_event_action="reject"
rule=sendmail.milter.connect_refused:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect: host=%sendmail_client:char-to{"extradata":","}%, addr=%sendmail_client_address:char-to{"extradata":","}%, rejecting commands
rule=sendmail.milter.connect_refused:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect: host=%sendmail_client:char-to{"extradata":","}%, addr=%sendmail_client_address:char-to{"extradata":","}%, temp failing commands
rule=sendmail.milter.connect_refused:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect: host=%sendmail_client:char-to{"extradata":","}%, addr=%sendmail_client_address:char-to{"extradata":","}%, shutdown
annotate=sendmail.milter.connect_refused:+vendor_stage="CONNECT"
annotate=sendmail.milter.connect_refused:+vendor_event_action="reject"

# sendmail/srvrsmtp.c: smtp(), at the first connection
rule=sendmail.milter.init_failed:%sendmail_uid:char-to{"extradata":":"}%: Milter: initialization failed, %vendor_event_outcome:rest%
rule=sendmail.milter.init_failed:Milter: initialization failed, %vendor_event_outcome:rest%

# sendmail/srvrsmtp.c: smtp_data(); 8.12 to 8.15 end with the filter's name
rule=sendmail.milter.accepted:%sendmail_uid:char-to{"extradata":":"}%: Milter accept: message
rule=sendmail.milter.accepted:%sendmail_uid:char-to{"extradata":":"}%: Milter accept: %vendor_milter:rest%
annotate=sendmail.milter.accepted:+vendor_event_action="accept"

# sendmail/milter.c: milter_data(), milter_send_command()
rule=sendmail.milter.verdict:%sendmail_uid:char-to{"extradata":":"}%: milter=%vendor_milter:char-to{"extradata":","}%, reject=%sendmail_reject:rest%
rule=sendmail.milter.verdict:%sendmail_uid:char-to{"extradata":":"}%: milter=%vendor_milter:char-to{"extradata":","}%, action=%vendor_stage:char-to{"extradata":","}%, reject=%sendmail_reject:rest%
annotate=sendmail.milter.verdict:+vendor_event_action="reject"
rule=sendmail.milter.quarantine:%sendmail_uid:char-to{"extradata":":"}%: milter=%vendor_milter:char-to{"extradata":","}%, quarantine=%vendor_quarantine:rest%
annotate=sendmail.milter.quarantine:+vendor_event_action="quarantine"
rule=sendmail.milter.action:%sendmail_uid:char-to{"extradata":":"}%: milter=%vendor_milter:char-to{"extradata":","}%, action=%vendor_stage:char-to{"extradata":","}%, %vendor_event_action:rest%
rule=sendmail.milter.action:%sendmail_uid:char-to{"extradata":":"}%: milter=%vendor_milter:char-to{"extradata":","}%, %vendor_event_action:rest%

# sendmail/milter.c: addheader(), insheader(), changeheader(), chgfrom, addrcpt, delrcpt, replace body
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) add: header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) insert (%-:number%): header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) change: header %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) change: header (default header) %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) change: default header %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) change (add): header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) delete: header %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) delete: header (default header) %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) delete (noop): header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) chgfrom: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) add: rcpt: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) delete: rcpt %vendor_milter_data:string-to{"extradata":", naddrs="}%, naddrs=%-:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%) message: body replaced
# the same before 8.17, without the filter's name
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter add: header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter insert (%-:number%): header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter change: header %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter change: header (default header) %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter change: default header %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter change (add): header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter delete: header %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter delete: header (default header) %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter delete (noop): header: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter chgfrom: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter add: rcpt: %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter delete: rcpt %vendor_milter_data:rest%
rule=sendmail.milter.change:%sendmail_uid:char-to{"extradata":":"}%: Milter message: body replaced
annotate=sendmail.milter.change:+vendor_event_action="change"

# sendmail/milter.c: milter_connect_timeout() and others; the texts are the server's
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): init success to %vendor_event_description:rest%
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): quit filter
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): abort filter
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): headers, %vendor_event_description:rest%
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): header, %vendor_email_header:rest%
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): body, %vendor_event_description:rest%
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): time command (%-:char-to{"extradata":")"}%), %-:number%
rule=sendmail.milter.trace:Milter (%vendor_milter:char-to{"extradata":")"}%): init success to %vendor_event_description:rest%
rule=sendmail.milter.trace:Milter (%vendor_milter:char-to{"extradata":")"}%): quit filter
rule=sendmail.milter.trace:Milter (%vendor_milter:char-to{"extradata":")"}%): abort filter
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: Milter (%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:Milter (%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: Milter read(%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: milter_sys_read(%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: milter_read(%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: milter_write(%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: milter_send_command(%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: milter_data(%vendor_milter:char-to{"extradata":")"}%): %vendor_warning_description:rest%
rule=sendmail.milter.error:%sendmail_uid:char-to{"extradata":":"}%: milter_data(%vendor_milter:char-to{"extradata":")"}%) %vendor_warning_description:rest%
annotate=sendmail.milter.error:+vendor_event_severity="error"

# sendmail/milter.c: milter_init(), milter_connect(), milter_envfrom(), milter_envrcpt(); LogLevel 10 and up
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: no active filter
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect to filters
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: connect, ending
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: sender: %sendmail_sender:rest%
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: rcpts: %sendmail_recipient:rest%
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: reject, sender
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: reject, no sender
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: reject, no rcpt
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Milter: reject, data
rule=sendmail.milter.trace:%sendmail_uid:char-to{"extradata":":"}%: Sending "%vendor_command:string-to{"extradata":"\" to Milter"}%" to Milter
