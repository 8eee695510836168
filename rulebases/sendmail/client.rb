version=2
# Lines that begin with the client: "mx.example.org [192.0.2.1]: VRFY root". Its address
# ends at the first "]", so that all share one capture and nothing of the text behind
# can be taken for the client. Local clients ("bob@localhost") have no brackets.

# sendmail/srvrsmtp.c: smtp(), QUIT before any mail; the last form is of 8.8
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] did not issue MAIL/EXPN/VRFY/ETRN during connection to %sendmail_daemon:rest%
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%) did not issue MAIL/EXPN/VRFY/ETRN during connection to %sendmail_daemon:rest%
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":" did not issue MAIL","priority":40000}% did not issue MAIL/EXPN/VRFY/ETRN during connection to %sendmail_daemon:rest%
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] did not issue MAIL/EXPN/VRFY/ETRN
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%) did not issue MAIL/EXPN/VRFY/ETRN
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":" did not issue MAIL","priority":40000}% did not issue MAIL/EXPN/VRFY/ETRN
rule=sendmail.connection.idle:%sendmail_uid:char-to{"extradata":":"}%: Null connection from %sendmail_client:rest%

# sendmail/srvrsmtp.c: smtp(), RCPT with bad recipients
rule=sendmail.connection.flood:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: Possible SMTP RCPT flood, %vendor_event_outcome:char-to{"extradata":"."}%.
rule=sendmail.connection.flood:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): Possible SMTP RCPT flood, %vendor_event_outcome:char-to{"extradata":"."}%.
rule=sendmail.connection.flood:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Possible SMTP RCPT flood","priority":40000}%: Possible SMTP RCPT flood, %vendor_event_outcome:char-to{"extradata":"."}%.
annotate=sendmail.connection.flood:+vendor_event_action="RCPT flood"

# sendmail/srvrsmtp.c: checksmtpattack()
rule=sendmail.connection.attack:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: possible SMTP attack: command=%vendor_command:char-to{"extradata":","}%, count=%vendor_command_count:number%
rule=sendmail.connection.attack:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): possible SMTP attack: command=%vendor_command:char-to{"extradata":","}%, count=%vendor_command_count:number%
rule=sendmail.connection.attack:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": possible SMTP attack","priority":40000}%: possible SMTP attack: command=%vendor_command:char-to{"extradata":","}%, count=%vendor_command_count:number%
annotate=sendmail.connection.attack:+vendor_event_action="attack"

# sendmail/srvrsmtp.c: smtp(), HTTP on the SMTP port
rule=sendmail.connection.proxy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: probable open proxy: command=%vendor_command:rest%
rule=sendmail.connection.proxy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): probable open proxy: command=%vendor_command:rest%
rule=sendmail.connection.proxy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": probable open proxy","priority":40000}%: probable open proxy: command=%vendor_command:rest%
annotate=sendmail.connection.proxy:+vendor_event_action="open proxy"

# sendmail/srvrsmtp.c: smtp()
rule=sendmail.connection.overlong:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: SMTP violation, input too long: %-:number%
rule=sendmail.connection.overlong:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): SMTP violation, input too long: %-:number%
rule=sendmail.connection.overlong:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": SMTP violation","priority":40000}%: SMTP violation, input too long: %-:number%
annotate=sendmail.connection.overlong:+vendor_event_action="input too long"

# sendmail/srvrsmtp.c: smtp(); a rejected command stands as the client wrote it
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: VRFY%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): VRFY%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": VRFY","priority":40000}%: VRFY%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: vrfy%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): vrfy%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": vrfy","priority":40000}%: vrfy%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: Vrfy%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): Vrfy%sendmail_query:rest%
rule=sendmail.connection.vrfy:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Vrfy","priority":40000}%: Vrfy%sendmail_query:rest%
annotate=sendmail.connection.vrfy:+vendor_command="VRFY"
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: EXPN%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): EXPN%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": EXPN","priority":40000}%: EXPN%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: expn%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): expn%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": expn","priority":40000}%: expn%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: Expn%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): Expn%sendmail_query:rest%
rule=sendmail.connection.expn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Expn","priority":40000}%: Expn%sendmail_query:rest%
annotate=sendmail.connection.expn:+vendor_command="EXPN"
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: ETRN%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): ETRN%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": ETRN","priority":40000}%: ETRN%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: etrn%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): etrn%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": etrn","priority":40000}%: etrn%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%]: Etrn%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client_start:char-to{"extradata":"]"}%] (%vendor_relay_warning:char-to{"extradata":")"}%): Etrn%sendmail_query:rest%
rule=sendmail.connection.etrn:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_client:string-to{"extradata":": Etrn","priority":40000}%: Etrn%sendmail_query:rest%
annotate=sendmail.connection.etrn:+vendor_command="ETRN"
