version=2
# sendmail/queue.c: runqueue(), gatherq(), grow_wlist()
rule=sendmail.queue.run:runqueue: Flushing queue from %-:string-to{"extradata":" (pri "}% (pri %vendor_pri:number%, LA %-:number%, %-:number% of %-:number%)
rule=sendmail.queue.run:runqueue: %vendor_event_outcome_reason:rest%
rule=sendmail.queue.run:%sendmail_uid:char-to{"extradata":":"}%: runqueue: Flushing queue from %-:string-to{"extradata":" (pri "}% (pri %vendor_pri:number%, LA %-:number%, %-:number% of %-:number%)
rule=sendmail.queue.run:%sendmail_uid:char-to{"extradata":":"}%: runqueue: %vendor_event_outcome_reason:rest%
rule=sendmail.queue.run:runqueue %-:word% dowork(%-:char-to{"extradata":")"}%) pid=%-:number%
rule=sendmail.queue.run:runqueue %-:char-to{"extradata":","}%, pid=%-:number%, forkflag=%-:number%
rule=sendmail.queue.run:grew WorkList for %-:string-to{"extradata":" to "}% to %-:number%
rule=sendmail.queue.run:WorkList for %-:string-to{"extradata":" maxed out at "}% maxed out at %-:number%
rule=sendmail.queue.run:checkqueuerunner: queue %-:number% should have been run at %-:rest%
rule=sendmail.queue.run:restart queue runner=%-:number% due to signal %vendor_termination_signal:rest%
annotate=sendmail.queue.run:+vendor_event_action="runqueue"
rule=sendmail.queue.error:FAILED to grow WorkList for %-:string-to{"extradata":" to "}% to %-:number%
rule=sendmail.queue.error:gatherq: %vendor_warning_description:rest%
rule=sendmail.queue.error:queue directory "%-:string-to{"extradata":"\": Not safe: "}%": Not safe: %vendor_warning_description:rest%
rule=sendmail.queue.error:dangerous permissions=%-:word% on queue directory %-:rest%
rule=sendmail.queue.error:ERROR: persistent queue runner=%-:number% %vendor_warning_description:rest%
annotate=sendmail.queue.error:+vendor_event_severity="error"

# sendmail/queue.c: queueup()
rule=sendmail.queue.write_failed:%sendmail_uid:char-to{"extradata":":"}%: queueup: cannot create %-:char-to{"extradata":","}%, euid=%-:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.queue.write_failed:%sendmail_uid:char-to{"extradata":":"}%: queueup: cannot lock %-:char-to{"extradata":":"}%: %vendor_event_outcome_reason:rest%
rule=sendmail.queue.write_failed:%sendmail_uid:char-to{"extradata":":"}%: queueup: unlink(%-:char-to{"extradata":")"}%) failed: %vendor_event_outcome_reason:rest%
annotate=sendmail.queue.write_failed:+vendor_event_action="queueup"
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: queueup: locked
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: queueup: fsync(%-:char-to{"extradata":")"}%)
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: queueup: mode=%-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: queueup: notify_snd=%-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: queueup %-:rest%

# sendmail/queue.c: readqf(), doworklist(), dowork(), assign_queueid(), unlockqueue()
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: locked
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: changed
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: too young (%-:char-to{"extradata":")"}%)
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: assigned id
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: unlock
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: dowork, pid=%-:number%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: doworklist, pid=%-:number%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: sendenvelope, flags=%-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: dropenvelope, e_flags=%-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: dropenvelope, %-:rest%
rule=sendmail.queue.trace:dropenvelope, e_flags=%-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: in background, pid=%-:number%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: disconnect level %-:number%
rule=sendmail.queue.trace:sqr: wgrp=%-:rest%
rule=sendmail.queue.trace:rq: i=%-:rest%
rule=sendmail.queue.trace:rwg: wgrp=%-:rest%
rule=sendmail.queue.trace:func=init_sem, %-:rest%
rule=sendmail.queue.trace:key=%-:number%, %-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: smtp: doublequeue%-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: unlink %-:rest%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: rcpt=%-:string-to{"extradata":", rcpt_flags="}%, rcpt_flags=%-:rest%
rule=sendmail.queue.trace:Adding %-:string-to{"extradata":" to stab, path: "}% to stab, path: %-:rest%
rule=sendmail.queue.trace:finis, pid=%-:number%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: finis, pid=%-:number%
rule=sendmail.queue.trace:rqe: done
rule=sendmail.queue.trace:queue manager: %-:rest%
rule=sendmail.queue.trace:queue group name %-:string-to{"extradata":" -> "}% -> %-:number%
rule=sendmail.queue.bogus:%sendmail_uid:char-to{"extradata":":"}%: bogus queue file, uid=%user_id:char-to{"extradata":","}%, gid=%-:char-to{"extradata":","}%, mode=%-:rest%
annotate=sendmail.queue.bogus:+vendor_event_severity="warning"

# sendmail/queue.c: enoughdiskspace(); daemon.c: getrequests()
rule=sendmail.queue.disk_space:%sendmail_uid:char-to{"extradata":":"}%: low on space (%-:string-to{"extradata":" needs "}% needs %-:number% bytes + %-:number% blocks in %-:string-to{"extradata":"), max avail: "}%), max avail: %-:rest%
rule=sendmail.queue.disk_space:low on space (%-:string-to{"extradata":" needs "}% needs %-:number% bytes + %-:number% blocks in %-:string-to{"extradata":"), max avail: "}%), max avail: %-:rest%
rule=sendmail.queue.disk_space:%sendmail_uid:char-to{"extradata":":"}%: low on space (have %-:char-to{"extradata":","}%, %-:string-to{"extradata":" needs "}% needs %-:rest%
rule=sendmail.queue.disk_space:rejecting new messages: min free: %-:rest%
rule=sendmail.queue.disk_space:%sendmail_uid:char-to{"extradata":":"}%: rejecting new messages: min free: %-:rest%
annotate=sendmail.queue.disk_space:+vendor_event_action="rejecting"
rule=sendmail.queue.disk_space_again:accepting new messages (again)
rule=sendmail.queue.disk_space_again:%sendmail_uid:char-to{"extradata":":"}%: accepting new messages (again)
annotate=sendmail.queue.disk_space_again:+vendor_event_action="accepting"

# sendmail/mci.c: mci_cache(), mci_uncache()
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: mci_cache: caching %-:string-to{"extradata":" ("}% (%sendmail_server:char-to{"extradata":")"}%) in slot %-:number%
rule=sendmail.queue.trace:%sendmail_uid:char-to{"extradata":":"}%: mci_uncache: uncaching %-:string-to{"extradata":" ("}% (%sendmail_server:char-to{"extradata":")"}%) from slot %-:rest%
rule=sendmail.queue.trace:mci_cache: caching %-:string-to{"extradata":" ("}% (%sendmail_server:char-to{"extradata":")"}%) in slot %-:number%
rule=sendmail.queue.trace:mci_uncache: uncaching %-:string-to{"extradata":" ("}% (%sendmail_server:char-to{"extradata":")"}%) from slot %-:rest%
