version=2
include=smtp.rb
