version=2
# Sendmail 8.9 to 8.18: one program under many names writes all lines, so there is one
# file for its tag; each topic has a file of its own.
#
# Nearly all lines begin with the queue id or NOQUEUE. Those rules share one capture, so
# that liblognorm has one edge for it; the part refuses what is no queue id.
include=message.rb
include=connection.rb
include=client.rb
include=ruleset.rb
include=auth.rb
include=tls.rb
include=milter.rb
include=refusal.rb
include=queue.rb
include=service.rb
include=error.rb
