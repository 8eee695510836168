version=2
# src/imap/imap-client.c, src/pop3/pop3-client.c, src/submission, pigeonhole: client_destroy()
rule=dovecot.session.end:%dovecot_session:string-to:>: %>: Disconnected: %dovecot_session_end:rest%
rule=dovecot.session.end:%dovecot_session:string-to:>: %>: Logged out%dovecot_session_end:rest%
rule=dovecot.session.end:%dovecot_session:string-to:>: %>: Connection closed%dovecot_session_end:rest%
rule=dovecot.session.end:%dovecot_session:string-to:): %): Disconnected: %dovecot_session_end:rest%
rule=dovecot.session.end:%dovecot_session:string-to:): %): Logged out%dovecot_session_end:rest%
rule=dovecot.session.end:%dovecot_session:string-to:): %): Connection closed%dovecot_session_end:rest%
annotate=dovecot.session.end:+vendor_event_action="disconnect"

# src/imap/cmd-id.c
rule=dovecot.session.id:%dovecot_session:string-to:>: %>: ID sent: %-:rest%
annotate=dovecot.session.id:+vendor_event_action="ID"

# src/plugins/mail-log/mail-log-plugin.c
rule=dovecot.mail.save:%dovecot_session:string-to:>: %>: save: box=%dovecot_mail:rest%
annotate=dovecot.mail.save:+vendor_event_action="save"
rule=dovecot.mail.copy:%dovecot_session:string-to:>: %>: copy from %-:string-to:: box=%: box=%dovecot_mail:rest%
annotate=dovecot.mail.copy:+vendor_event_action="copy"
rule=dovecot.mail.delete:%dovecot_session:string-to:>: %>: delete: box=%dovecot_mail:rest%
annotate=dovecot.mail.delete:+vendor_event_action="delete"
rule=dovecot.mail.undelete:%dovecot_session:string-to:>: %>: undelete: box=%dovecot_mail:rest%
annotate=dovecot.mail.undelete:+vendor_event_action="undelete"
rule=dovecot.mail.expunge:%dovecot_session:string-to:>: %>: expunge: box=%dovecot_mail:rest%
annotate=dovecot.mail.expunge:+vendor_event_action="expunge"
rule=dovecot.mail.flags:%dovecot_session:string-to:>: %>: flag_change: box=%dovecot_mail:rest%
annotate=dovecot.mail.flags:+vendor_event_action="flag change"
rule=dovecot.mailbox.created:%dovecot_session:string-to:>: %>: Mailbox created: %vendor_mailbox:rest%
annotate=dovecot.mailbox.created:+vendor_event_action="mailbox created"
rule=dovecot.mailbox.deleted:%dovecot_session:string-to:>: %>: Mailbox deleted: %vendor_mailbox:rest%
annotate=dovecot.mailbox.deleted:+vendor_event_action="mailbox deleted"
rule=dovecot.mailbox.renamed:%dovecot_session:string-to:>: %>: Mailbox renamed: %vendor_mailbox:rest%
annotate=dovecot.mailbox.renamed:+vendor_event_action="mailbox renamed"
