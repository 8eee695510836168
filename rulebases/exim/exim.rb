version=2
# Exim 4.92 to 4.98, its own log file or syslog. Field letters: chapter "Log files"
# of its specification. ID stands for the message id: 1xUM4Z-00006V-23.
include=message.rb
include=smtp.rb
include=daemon.rb
