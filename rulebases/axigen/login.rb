version=2
# real line (IMAP)
rule=axigen.login.success:User [%axigen_authorized:rest%
# quoted in prose by an administrator of a real server (WEBMAIL)
rule=axigen.login.success:Account '%axigen_logged_in:rest%
annotate=axigen.login.success:+vendor_event_action="authentication"
annotate=axigen.login.success:+vendor_event_outcome="success"

# real line (SMTP-IN); carries no address: the session's connect line does
rule=axigen.login.failure:Authentication error for user '%axigen_authentication_error:rest%
annotate=axigen.login.failure:+vendor_event_action="authentication"
annotate=axigen.login.failure:+vendor_event_outcome="failed"
