version=2
include=common.rb
# Connection counts and rates.

# anvil/anvil.c anvil_status_dump
rule=postfix.anvil.connection_rate:statistics: max connection rate %vendor_anvil_conn_rate:number%/%vendor_anvil_interval:char-to{"extradata":" "}% for (%postfix_anvil_client:char-to{"extradata":")"}%) at %vendor_anvil_timestamp:rest%
rule=postfix.anvil.connection_count:statistics: max connection count %vendor_anvil_conn_count:number% for (%postfix_anvil_client:char-to{"extradata":")"}%) at %vendor_anvil_timestamp:rest%
rule=postfix.anvil.rate:statistics: max %vendor_anvil_metric:literal{"text":"message rate"}% %vendor_anvil_value:number%/%vendor_anvil_interval:char-to{"extradata":" "}% for (%postfix_anvil_client:char-to{"extradata":")"}%) at %vendor_anvil_timestamp:rest%
rule=postfix.anvil.rate:statistics: max %vendor_anvil_metric:literal{"text":"recipient rate"}% %vendor_anvil_value:number%/%vendor_anvil_interval:char-to{"extradata":" "}% for (%postfix_anvil_client:char-to{"extradata":")"}%) at %vendor_anvil_timestamp:rest%
rule=postfix.anvil.rate:statistics: max %vendor_anvil_metric:literal{"text":"newtls rate"}% %vendor_anvil_value:number%/%vendor_anvil_interval:char-to{"extradata":" "}% for (%postfix_anvil_client:char-to{"extradata":")"}%) at %vendor_anvil_timestamp:rest%
rule=postfix.anvil.rate:statistics: max %vendor_anvil_metric:literal{"text":"auth rate"}% %vendor_anvil_value:number%/%vendor_anvil_interval:char-to{"extradata":" "}% for (%postfix_anvil_client:char-to{"extradata":")"}%) at %vendor_anvil_timestamp:rest%
rule=postfix.anvil.rate:statistics: max %vendor_anvil_metric:literal{"text":"ntls rate"}% %vendor_anvil_value:number%/%vendor_anvil_interval:char-to{"extradata":" "}% for (%postfix_anvil_client:char-to{"extradata":")"}%) at %vendor_anvil_timestamp:rest%
rule=postfix.anvil.cache_size:statistics: max cache size %vendor_anvil_cache_size:number% at %vendor_anvil_timestamp:rest%
