version=2
include=common.rb
# Look-up tables shared between processes: warnings only.
