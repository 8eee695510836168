version=2
include=common.rb
# TLS session caches and randomness.

# tlsmgr/tlsmgr.c
rule=postfix.tlsmgr.entropy:cannot read from entropy device %-:rest%
rule=postfix.tlsmgr.entropy:lost connection to EGD server %-:rest%
rule=postfix.tlsmgr.entropy:exiting to reopen external entropy source %-:rest%
rule=postfix.tlsmgr.entropy:TLS support is not compiled in -- exiting
rule=postfix.tlsmgr.cleanup:tlsmgr_cache_run_event: start TLS %-:word% session cache cleanup
# tls/tls_scache.c, at loglevel 2
rule=postfix.tlsmgr.cache:open %-:word% TLS cache %-:rest%
rule=postfix.tlsmgr.cache:close %-:word% TLS cache %-:rest%
rule=postfix.tlsmgr.cache:write %-:word% TLS cache entry %-:rest%
rule=postfix.tlsmgr.cache:read %-:word% TLS cache entry %-:rest%
rule=postfix.tlsmgr.cache:lookup %-:word% session id=%-:rest%
rule=postfix.tlsmgr.cache:put %-:word% session id=%-:rest%
rule=postfix.tlsmgr.cache:delete %-:word% session id=%-:rest%
