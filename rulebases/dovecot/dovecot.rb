version=2
# Dovecot writes all its processes under one tag, the process's name in front of
# the text: imap-login: ..., imap(alice)<3101><AbCd>: ... Wordings of 2.2, 2.3, 2.4.
include=login.rb
include=auth.rb
include=session.rb
include=delivery.rb
include=common.rb
