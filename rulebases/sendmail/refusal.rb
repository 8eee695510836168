version=2
# sendmail/err.c: usrerr(), usrerrenh(): an address and why it is refused; rulesets have
# texts of their own
rule=sendmail.refusal.recipient:%sendmail_uid:char-to{"extradata":":"}%: <%sendmail_refused:rest%
# the same for a user on the command line or in an alias
rule=sendmail.refusal.recipient:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_refused_user:word% User unknown
annotate=sendmail.refusal.recipient:+vendor_event_action="refused"

# sendmail/srvrsmtp.c: smtp(), smtp_data(); collect.c: collect(); the whole text of a refusal
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Too many recipients
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Authentication required
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Polite people say HELO first
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Sender already specified
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Need MAIL before RCPT
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Need MAIL command
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Need RCPT (recipient)
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Missing recipient
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Addressee unknown
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Argument required
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Parameter required
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Please try again later
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Command rejected
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: closing connection
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Too many parameters
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Invalid domain name
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: I demand that you introduce yourself first
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Insufficient disk space; try again later
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Out of disk space for temp file
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Message size invalid
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Message size exceeds maximum value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Message size exceeds fixed maximum message size (%-:number%)
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Message exceeds maximum fixed size (%-:number%)
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Message is too large; %-:number% bytes max
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Headers too large (%-:number% max)
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Headers too large
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Eight bit data not allowed
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: NUL byte not allowed
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Invalid sender address
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Address too long
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Address "%-:string-to{"extradata":"\" too long ("}%" too long (%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Unbalanced '%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Illegal character %-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: prescan: too many tokens
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: prescan: token too long
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: 8-bit character in mailbox address "%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Syntax error in mailbox address "%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Syntax error in parameters scanning "%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: SIZE requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: BODY requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Unknown BODY type %-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: ENVID requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: RET requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: NOTIFY requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: ORCPT requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: AUTH= requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: BY= requires a value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: BY= missing ';'
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: BY=%-:string-to{"extradata":" out of range"}% out of range
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Duplicate %-:word% parameter
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Syntax error in %-:word% parameter value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Syntax error in UTF-8 ORCPT parameter value
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Bad argument "%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Sorry, %-:word% not supported, we do not allow DSN
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Sorry, SMTPUTF8 not supported
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: %vendor_command:word% parameter unrecognized
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: mode R requires BY time > 0
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: time %-:char-to{"extradata":" "}% less than %-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: illegal by-mode '%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: illegal by-trace '%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Queue %-:word% unknown
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Nothing to %vendor_command:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Command unrecognized: "%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Command not implemented: "%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: no longer accepts mail
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: non-ASCII recipient address %-:string-to{"extradata":" requires SMTPUTF8"}% requires SMTPUTF8
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: non-ASCII sender address %-:string-to{"extradata":" requires SMTPUTF8"}% requires SMTPUTF8
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: %-:word% Duplicate HELO/EHLO
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: %vendor_command:word% requires domain address
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: %-:word% closing connection
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Illegal body type %-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: Invalid numeric domain spec "%-:rest%
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: remotename: too many tokens
rule=sendmail.refusal.session:%sendmail_uid:char-to{"extradata":":"}%: cataddr: string too long
annotate=sendmail.refusal.session:+vendor_event_action="refused"

# sendmail/recipient.c: recipient(), include(), sendtolist(); deliver.c: deliver(); of an alias's targets
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: aliasing/forwarding loop broken (%-:number% aliases deep; %-:number% max)
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: aliasing/forwarding loop broken: %-:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: aliasing/forwarding loop broken
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: aliasing/forwarding loop for %-:string-to{"extradata":" broken"}% broken
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Cannot mail directly to programs
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Cannot mail directly to files
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Cannot mail directly to :include:s
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Cannot open %-:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: cannot open %-:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: :include:%-:string-to{"extradata":"... "}%... %vendor_event_outcome_reason:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: User %-:string-to{"extradata":" doesn't have a valid shell"}% doesn't have a valid shell for mailing to %-:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: UID %-:number% is an unknown user: cannot mail to %-:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Address %-:string-to{"extradata":" is unsafe for mailing to "}% is unsafe for mailing to %-:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Server does not support Deliver By
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Message can't be delivered in time; %-:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Cannot send 8-bit data to 7-bit destination
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: reply: read error from %sendmail_server:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Too many hops %sendmail_hops:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: No recipient addresses found in header
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: Recipient names must be specified
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: open timeout on %-:rest%
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: SMTPUTF8 required but not enabled
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: SMTPUTF8 required but not offered
rule=sendmail.refusal.target:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_server:word% does not support 8BITMIME
annotate=sendmail.refusal.target:+vendor_event_action="refused"
