version=2
# real line (IMAP), vendor documentation (SMTP-IN), third-party parser (WEBMAIL)
rule=axigen.session.connect:[%axigen_connect:rest%
annotate=axigen.session.connect:+vendor_event_action="connect"

# real line: "closing session" by SMTP-IN, "Closing connection" by IMAP
rule=axigen.session.disconnect:closing session from [%axigen_disconnect:rest%
rule=axigen.session.disconnect:Closing session from [%axigen_disconnect:rest%
rule=axigen.session.disconnect:closing connection from [%axigen_disconnect:rest%
rule=axigen.session.disconnect:Closing connection from [%axigen_disconnect:rest%
annotate=axigen.session.disconnect:+vendor_event_action="disconnect"

# third-party parser: the client behind a proxy
rule=axigen.session.proxy:Remote address updated from '%axigen_proxy_update:rest%
annotate=axigen.session.proxy:+vendor_event_action="remote address update"
