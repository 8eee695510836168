version=2
# Axigen writes all its services into one log, and most messages come from
# several of them, so that all services share these rules. Their sources:
#   real line             a line of a running server (7.5 to 10.6)
#   vendor documentation  an example of Axigen's manual
#   third-party parser    another project's expression for real lines
include=session.rb
include=login.rb
include=security.rb
include=tls.rb
include=spf.rb
include=smtp.rb
include=queue.rb
include=filter.rb
include=webmail.rb
include=protocol.rb
