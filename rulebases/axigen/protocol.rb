version=2
# vendor documentation (SMTP-IN); only with the protocol level of logging
rule=axigen.protocol.sent:>> %axigen_sent:rest%
rule=axigen.protocol.received:<< %axigen_received:rest%
