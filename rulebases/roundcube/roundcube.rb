version=2
# program/include/rcmail.php log_login(). log_driver=syslog has the session in angle brackets, the file
# logs/userlogins.log (imfile, Tag="roundcube:") a time before it
rule=roundcube.login.success:<%-:char-to:>%> Successful login for %roundcube_success:rest%
rule=roundcube.login.success:Successful login for %roundcube_success:rest%
rule=roundcube.login.success:[%-:char-to:]%]: <%-:char-to:>%> Successful login for %roundcube_success:rest%
rule=roundcube.login.success:[%-:char-to:]%]: Successful login for %roundcube_success:rest%
annotate=roundcube.login.success:+vendor_event_action="authentication"
annotate=roundcube.login.success:+vendor_event_outcome="success"
rule=roundcube.login.failure:<%-:char-to:>%> Failed login for %roundcube_failure:rest%
rule=roundcube.login.failure:Failed login for %roundcube_failure:rest%
rule=roundcube.login.failure:[%-:char-to:]%]: <%-:char-to:>%> Failed login for %roundcube_failure:rest%
rule=roundcube.login.failure:[%-:char-to:]%]: Failed login for %roundcube_failure:rest%
annotate=roundcube.login.failure:+vendor_event_action="authentication"
annotate=roundcube.login.failure:+vendor_event_outcome="failed"
