version=2
# src/imap/imap-client.c, src/pop3/pop3-client.c, src/submission, pigeonhole: client_destroy()
rule=dovecot.session.end:session: Disconnected%dovecot_session_end:rest%
rule=dovecot.session.end:session: Logged out%dovecot_session_end:rest%
rule=dovecot.session.end:session: Connection closed%dovecot_session_end:rest%
rule=dovecot.session.end:session: Server shutting down%dovecot_session_end:rest%
rule=dovecot.session.end:session: Too many bad%dovecot_session_end:rest%
annotate=dovecot.session.end:+vendor_event_action="disconnect"

# src/imap/cmd-id.c
rule=dovecot.session.id:session: ID sent: %-:rest%
annotate=dovecot.session.id:+vendor_event_action="ID"

# src/plugins/mail-log/mail-log-plugin.c; 2.4 has the mailbox in front
rule=dovecot.mail.save:session: save: box=%dovecot_mail:rest%
rule=dovecot.mail.save:session: Mailbox %-:string-to:: save: box=%: save: box=%dovecot_mail:rest%
annotate=dovecot.mail.save:+vendor_event_action="save"
rule=dovecot.mail.copy:session: copy from %-:string-to:: box=%: box=%dovecot_mail:rest%
rule=dovecot.mail.copy:session: Mailbox %-:string-to:: copy from %: copy from %-:string-to:: box=%: box=%dovecot_mail:rest%
annotate=dovecot.mail.copy:+vendor_event_action="copy"
rule=dovecot.mail.delete:session: delete: box=%dovecot_mail:rest%
rule=dovecot.mail.delete:session: Mailbox %-:string-to:: delete: box=%: delete: box=%dovecot_mail:rest%
annotate=dovecot.mail.delete:+vendor_event_action="delete"
rule=dovecot.mail.undelete:session: undelete: box=%dovecot_mail:rest%
rule=dovecot.mail.undelete:session: Mailbox %-:string-to:: undelete: box=%: undelete: box=%dovecot_mail:rest%
annotate=dovecot.mail.undelete:+vendor_event_action="undelete"
rule=dovecot.mail.expunge:session: expunge: box=%dovecot_mail:rest%
rule=dovecot.mail.expunge:session: Mailbox %-:string-to:: expunge: box=%: expunge: box=%dovecot_mail:rest%
annotate=dovecot.mail.expunge:+vendor_event_action="expunge"
rule=dovecot.mail.flags:session: flag_change: box=%dovecot_mail:rest%
rule=dovecot.mail.flags:session: Mailbox %-:string-to:: flag_change: box=%: flag_change: box=%dovecot_mail:rest%
annotate=dovecot.mail.flags:+vendor_event_action="flag change"
rule=dovecot.mailbox.created:session: Mailbox created: %vendor_mailbox:rest%
rule=dovecot.mailbox.created:session: Mailbox %vendor_mailbox:string-to:: Mailbox created%: Mailbox created
annotate=dovecot.mailbox.created:+vendor_event_action="mailbox created"
rule=dovecot.mailbox.deleted:session: Mailbox deleted: %vendor_mailbox:rest%
rule=dovecot.mailbox.deleted:session: Mailbox %vendor_mailbox:string-to:: Mailbox deleted%: Mailbox deleted
annotate=dovecot.mailbox.deleted:+vendor_event_action="mailbox deleted"
rule=dovecot.mailbox.renamed:session: Mailbox renamed: %vendor_mailbox:rest%
rule=dovecot.mailbox.renamed:session: Mailbox %-:string-to:: Mailbox renamed: %: Mailbox renamed: %vendor_mailbox:rest%
annotate=dovecot.mailbox.renamed:+vendor_event_action="mailbox renamed"
