version=2
# postfwd log_rule()
rule=postfwd.rule.hit:[RULES] rule=%postfwd_rule:rest%
rule=postfwd.service.info:[STATS] %-:rest%
rule=postfwd.service.info:[DNSBL] %-:rest%
rule=postfwd.service.info:postfwd %-:rest%
