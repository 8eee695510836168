version=2
# audit.log (imfile, Tag="zimbra:"): "2026-11-20 10:00:00,123 INFO  [thread] [context] security - ..."
rule=zimbra.login.result:%-:word% %-:word% INFO  [%-:char-to:]%] [%zimbra_auth:rest%
rule=zimbra.login.result:%-:word% %-:word% WARN  [%-:char-to:]%] [%zimbra_auth:rest%
annotate=zimbra.login.result:+vendor_event_action="authentication"
