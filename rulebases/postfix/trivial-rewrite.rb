version=2
include=common.rb
# Address resolution and rewriting: warnings only.
