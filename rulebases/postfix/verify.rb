version=2
include=common.rb
include=delivery.rb
# Address probes.
