version=2
# /usr/local/cpanel/logs/login_log (imfile, Tag="cpanel:"): the service is cpaneld, webmaild or whostmgrd
rule=cpanel.login.failure:[%-:char-to:]%] info [%service_name:char-to:]%] %cpanel_failure:rest%
annotate=cpanel.login.failure:+vendor_event_action="authentication"
annotate=cpanel.login.failure:+vendor_event_outcome="failed"
