version=2
# The message tracking log, MSGTRK*.LOG, of Exchange 2013 to SE: see docs/exchange.md
rule=exchange.tracking.header:#Fields: %exchange_header:rest%
rule=exchange.tracking.preamble:#Software: %-:rest%
rule=exchange.tracking.preamble:#Version: %-:rest%
rule=exchange.tracking.preamble:#Log-type: %-:rest%
rule=exchange.tracking.preamble:#Log-Type: %-:rest%
rule=exchange.tracking.preamble:#Date: %-:rest%
rule=exchange.tracking.event:%exchange_tracking:rest%
