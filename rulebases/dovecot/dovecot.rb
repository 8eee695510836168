version=2
# Dovecot writes all its processes under one tag. The head of a message, with process, user,
# session and "Info: ", is taken off before (plugins/mmmailnorm/servers/dovecot/dovecot.h):
# rules see "login: ...", "request: ..." (of auth), "session: ...", or the process's own name.
# Wordings of 2.2, 2.3 and 2.4; a few of 1.x.
include=login.rb
include=auth.rb
include=session.rb
include=delivery.rb
include=common.rb
