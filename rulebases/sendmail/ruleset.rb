version=2
# sendmail/parseaddr.c: rscheck(); without an id where no envelope is begun
rule=sendmail.ruleset.verdict:%sendmail_uid:char-to{"extradata":":"}%: ruleset=%sendmail_ruleset:rest%
rule=sendmail.ruleset.verdict:ruleset=%sendmail_ruleset:rest%
