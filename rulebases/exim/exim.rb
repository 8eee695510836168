version=2
# Exim 4.84 to 4.99, its own log file or syslog. Field letters: chapter "Log files"
# of its specification. ID stands for the message id: 1xUM4Z-00006V-23.
include=message.rb
include=smtp.rb
include=tls.rb
include=cpanel.rb
include=daemon.rb
