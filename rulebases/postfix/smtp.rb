version=2
include=common.rb
include=delivery.rb
# The SMTP client; the LMTP client is the same program.
