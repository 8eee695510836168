version=2
# sendmail/headers.c: logsender()
rule=sendmail.message.receipt:%sendmail_uid:char-to{"extradata":":"}%: from=%sendmail_receipt:rest%

# sendmail/deliver.c: logdelivery()
rule=sendmail.delivery.status:%sendmail_uid:char-to{"extradata":":"}%: to=%sendmail_delivery:rest%

# sendmail/deliver.c: sendall(), of a message that a ruleset or filter discards
rule=sendmail.message.discarded:%sendmail_uid:char-to{"extradata":":"}%: discarded
annotate=sendmail.message.discarded:+vendor_event_action="discarded"

# sendmail/queue.c: quarantine_queue_item(); collect.c, of a message that is held
rule=sendmail.message.quarantined:%sendmail_uid:char-to{"extradata":":"}%: quarantine=%vendor_quarantine:rest%
annotate=sendmail.message.quarantined:+vendor_event_action="quarantine"

# sendmail/queue.c: quarantine_queue_item()
rule=sendmail.message.released:%sendmail_uid:char-to{"extradata":":"}%: unquarantine
annotate=sendmail.message.released:+vendor_event_action="unquarantine"

# sendmail/envelope.c: dropenvelope()
rule=sendmail.message.done:%sendmail_uid:char-to{"extradata":":"}%: done; delay=%sendmail_delay:char-to{"extradata":","}%, ntries=%vendor_ntries:number%
annotate=sendmail.message.done:+vendor_event_action="done"

# sendmail/deliver.c: sendall(), of a mailing list with an owner
rule=sendmail.message.cloned:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_bounce_uid:char-to{"extradata":":"}%: clone: owner=%sendmail_sender:rest%
annotate=sendmail.message.cloned:+vendor_event_action="clone"

# sendmail/queue.c: split_env(), split_by_recipient()
rule=sendmail.message.split:%sendmail_uid:char-to{"extradata":":"}%: split: maxrcpts=%-:number%, rcpts=%vendor_nrcpts:number%, count=%-:number%, id%-:char-to{"extradata":"="}%=%sendmail_split_uids:rest%
rule=sendmail.message.split:%sendmail_uid:char-to{"extradata":":"}%: split: maxrcpts=%-:number%, rcpts=%vendor_nrcpts:number%, count=%-:number%, id=%sendmail_split_uids:rest%
rule=sendmail.message.split:%sendmail_uid:char-to{"extradata":":"}%: split: count=%-:number%, ids=%sendmail_split_uids:rest%
rule=sendmail.message.split:%sendmail_uid:char-to{"extradata":":"}%: split: count=%-:number%, id=%sendmail_split_uids:rest%
annotate=sendmail.message.split:+vendor_event_action="split"

# sendmail/savemail.c: returntosender(); the second id is the notification's
rule=sendmail.notification.failure:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_bounce_uid:char-to{"extradata":":"}%: DSN: %vendor_event_outcome_reason:rest%
rule=sendmail.notification.receipt:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_bounce_uid:char-to{"extradata":":"}%: DSN: Return receipt
rule=sendmail.notification.warning:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_bounce_uid:char-to{"extradata":":"}%: sender notify: %vendor_event_outcome_reason:rest%
rule=sendmail.notification.postmaster:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_bounce_uid:char-to{"extradata":":"}%: postmaster notify: %vendor_event_outcome_reason:rest%
rule=sendmail.notification.returned:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_bounce_uid:char-to{"extradata":":"}%: return to sender: %vendor_event_outcome_reason:rest%
rule=sendmail.notification.receipt:%sendmail_uid:char-to{"extradata":":"}%: %sendmail_bounce_uid:char-to{"extradata":":"}%: return receipt: %vendor_event_outcome_reason:rest%
annotate=sendmail.notification.failure:+vendor_event_action="DSN"
annotate=sendmail.notification.receipt:+vendor_event_action="return receipt"
annotate=sendmail.notification.warning:+vendor_event_action="sender notify"
annotate=sendmail.notification.postmaster:+vendor_event_action="postmaster notify"
annotate=sendmail.notification.returned:+vendor_event_action="return to sender"

# sendmail/savemail.c: savemail()
rule=sendmail.message.saved:%sendmail_uid:char-to{"extradata":":"}%: Saved message in %-:rest%
annotate=sendmail.message.saved:+vendor_event_action="saved"

# sendmail/queue.c: loseqfile()
rule=sendmail.message.lost:%sendmail_uid:char-to{"extradata":":"}%: Losing %-:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
annotate=sendmail.message.lost:+vendor_event_action="losing"

# sendmail/alias.c: alias(), forward(); recipient.c: include(); udb.c: udbexpand()
rule=sendmail.message.alias:%sendmail_uid:char-to{"extradata":":"}%: alias %vendor_orig_to:string-to{"extradata":" => "}% => %-:rest%
rule=sendmail.message.alias:%sendmail_uid:char-to{"extradata":":"}%: forward %vendor_orig_to:string-to{"extradata":" => "}% => %-:rest%
rule=sendmail.message.alias:%sendmail_uid:char-to{"extradata":":"}%: expand %vendor_orig_to:string-to{"extradata":" => "}% => %-:rest%
rule=sendmail.message.alias:%sendmail_uid:char-to{"extradata":":"}%: hesiod %vendor_orig_to:string-to{"extradata":" => "}% => %-:rest%
annotate=sendmail.message.alias:+vendor_event_action="alias"

# sendmail/alias.c: alias(), of a null sender to a list
rule=sendmail.message.list_spam:%sendmail_uid:char-to{"extradata":":"}%: possible spam from <> to list: %email_to:string-to{"extradata":", redirected to "}%, redirected to %-:rest%

# sendmail/conf.c: sm_syslog(), pieces of a line that was too long
rule=sendmail.log.piece:%sendmail_piece_uid:char-to{"extradata":"[: ","priority":1000}%[%-:number%]: %-:rest%
