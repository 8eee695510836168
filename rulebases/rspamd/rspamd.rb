version=2
# conf/logging.inc log_format; src/libserver/task.c rspamd_task_write_log(). "<abcdef>; task; " is the
# head of every line: an id of the task, and the module
rule=rspamd.task.result:<%-:char-to:>%>; task; rspamd_task_write_log: id: %rspamd_task:rest%
annotate=rspamd.task.result:+vendor_event_action="checked"

# src/rspamd_proxy.c, src/libserver/milter.c, src/controller.c, src/rspamd.c
rule=rspamd.proxy.connect:<%-:char-to:>%>; proxy; proxy_accept_socket: accepted milter connection from %-:rest%
rule=rspamd.proxy.finished:<%-:char-to:>%>; proxy; proxy_milter_finish_handler: finished milter connection
rule=rspamd.proxy.reject:<%-:char-to:>%>; milter; rspamd_milter_process_command: %-:rest%
rule=rspamd.controller.login:<%-:char-to:>%>; csession; rspamd_controller_check_password: allow unauthorized connection from %-:rest%
rule=rspamd.controller.login_failed:<%-:char-to:>%>; csession; rspamd_controller_check_password: deny unauthorized connection%-:rest%
annotate=rspamd.controller.login_failed:+vendor_event_outcome="failed"
rule=rspamd.controller.login_failed:<%-:char-to:>%>; csession; rspamd_check_encrypted_password: incorrect or absent password has been specified
rule=rspamd.service.start:<%-:char-to:>%>; main; main: rspamd %vendor_version:word% is starting, build id: %-:rest%
annotate=rspamd.service.start:+vendor_event_action="starting"
rule=rspamd.service.start:<%-:char-to:>%>; main; main: rspamd %vendor_version:word% is loading configuration, build id: %-:rest%
rule=rspamd.service.stop:<%-:char-to:>%>; main; main: terminating...
annotate=rspamd.service.stop:+vendor_event_action="exit"

# All other modules: "<id>; module; function: text" is kept whole, and is not taken apart.
rule=rspamd.module.message:<%-:char-to:>%>; %vendor_filter_name:char-to:;%; %vendor_filter_method:char-to::%:%-:rest%
