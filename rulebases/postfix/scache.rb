version=2
# The connection cache.

# scache/scache.c scache_status_dump
rule=postfix.scache.start:statistics: start interval %vendor_scache_timestamp:rest%
annotate=postfix.scache.start:+vendor_event_action="start interval"
rule=postfix.scache.lookup:statistics: domain lookup hits=%vendor_scache_hits:number% miss=%vendor_scache_miss:number% success=%vendor_scache_success:number%%%
rule=postfix.scache.lookup:statistics: address lookup hits=%vendor_scache_hits:number% miss=%vendor_scache_miss:number% success=%vendor_scache_success:number%%%
rule=postfix.scache.simultaneous:statistics: max simultaneous domains=%vendor_scache_domains:number% addresses=%vendor_scache_addresses:number% connection=%vendor_scache_connection:number%
