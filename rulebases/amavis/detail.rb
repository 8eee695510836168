version=2
# Lines of log levels 0 to 2 (Zimbra: 1), by the texts of all do_log() of 2.4 to 2.13.
# Amavis.pm: check_mail()
rule=amavis.message.checking:(%amavis_task:char-to:)%) Checking: %amavis_checking:rest%
annotate=amavis.message.checking:+vendor_event_action="checking"

# Amavis.pm: add_forwarding_header_edits_per_recip()
rule=amavis.message.tagged:(%amavis_task:char-to:)%) SPAM-TAG, %amavis_tag:rest%
rule=amavis.message.tagged:(%amavis_task:char-to:)%) spam-tag, %amavis_tag:rest%
annotate=amavis.message.tagged:+vendor_event_action="spam tag"

# Amavis/Out/SMTP.pm: mail_via_smtp()
rule=amavis.message.forwarded:(%amavis_task:char-to:)%) %vendor_mail_id:word% FWD from %amavis_forward:rest%
rule=amavis.message.forwarded:(%amavis_task:char-to:)%) FWD via %-:char-to::%: %amavis_forward:rest%
annotate=amavis.message.forwarded:+vendor_event_action="forwarded"
rule=amavis.message.submitted:(%amavis_task:char-to:)%) %vendor_mail_id:word% SEND from %amavis_forward:rest%
rule=amavis.message.submitted:(%amavis_task:char-to:)%) SEND via %-:char-to::%: %amavis_forward:rest%
annotate=amavis.message.submitted:+vendor_event_action="submitted"

# Amavis/In/SMTP.pm: what came in, what was refused
rule=amavis.message.received:(%amavis_task:char-to:)%) ESMTP%amavis_received:rest%
rule=amavis.message.received:(%amavis_task:char-to:)%) SMTP%amavis_received:rest%
rule=amavis.message.received:(%amavis_task:char-to:)%) LMTP%amavis_received:rest%
annotate=amavis.message.received:+vendor_event_action="received"

# What else do_log() says of a message, by its first words; file names and subjects may follow.
rule=amavis.service.notice:(%amavis_task:char-to:)%) NOTICE: %vendor_event_description:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) INFO: %vendor_event_description:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) NOTE: %vendor_event_description:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) WARN: %vendor_event_description:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) _WARN: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) DEBUG_ONESHOT%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) DSN: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) DSN %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) HAProxy%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) OVERSIZED from %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Open relay? %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Message size exceeded %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Negative SMTP resp%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Not calling virus scanners, %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) OS_fingerprint: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Fingerprint - %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Quarantine %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Requesting process rundown %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) SpamControl: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) SA user config%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) SMTPUTF8 %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) TIMING%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) TempDir::%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Turning AV infection %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Inserting header field: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) DEFANGING MAIL: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Decoding of %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Error %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Can't %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) Bad EHLO kw %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) AUTH %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) adding recipient - %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) address modified %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) allow bad header section %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) archiver said: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) av_smtp_client %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) bounce %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) cached %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) check_header: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) check_mail%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) checking/creating quarantine %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) clamav: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) ClamAV%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) connect to %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) connect_to_%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) connected to %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) delivering to %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) discarding unprocessed reply: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) dkim: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) do_%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) extra modules loaded%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) file(1) %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) flush failed: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) header: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) header_edits_for_quar: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) inspect_dsn: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) lang%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) load: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) local delivery: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) loaded %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) lock_stat %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) lookup%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) mail checking ended: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) mail_via_%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) mangling %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) no valid recipients%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) p0%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) p.path %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) parse_message_id %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) penpals: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) program %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) query_signing_service %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) recipient IDN %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) recips: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) redis: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) release: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) rw_loop%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) run_av %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) running file(1) %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) save_info_%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) sender IDN %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) size: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) skip local delivery%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) smtp %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) spam_scan: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) sql%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) store_mgr: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) tcp_lookup%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) temporary failures, %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) tests=%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) truncating %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) unexpected status/result%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) virus %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) virus_scan: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) wbl: %-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) quarantine%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) SA TIMED OUT%-:rest%
rule=amavis.service.notice:(%amavis_task:char-to:)%) SA dbg: %-:rest%
annotate=amavis.service.notice:+vendor_event_action="notice"

# Amavis.pm: main, at the start of a process
rule=amavis.service.state:Amavis%-:rest%
rule=amavis.service.state:Creating db in %-:rest%
rule=amavis.service.state:Deleting db files %-:rest%
rule=amavis.service.state:DENIED ACCESS %-:rest%
rule=amavis.service.state:Found %-:rest%
rule=amavis.service.state:Ignoring stale PID file %-:rest%
rule=amavis.service.state:Internal decoder for %-:rest%
rule=amavis.service.state:INFO: %-:rest%
rule=amavis.service.state:Lookup::%-:rest%
rule=amavis.service.state:Master PID %-:rest%
rule=amavis.service.state:Module %-:rest%
rule=amavis.service.state:NOTE: %-:rest%
rule=amavis.service.state:No %-:rest%
rule=amavis.service.state:SpamAssassin %-:rest%
rule=amavis.service.state:SpamControl: %-:rest%
rule=amavis.service.state:SQL%-:rest%
rule=amavis.service.state:TIMING%-:rest%
rule=amavis.service.state:Unable to determine system uptime%-:rest%
rule=amavis.service.state:Using %-:rest%
rule=amavis.service.state:Valid PID file %-:rest%
rule=amavis.service.state:WARN: %-:rest%
rule=amavis.service.state:ZMQ enabled: %-:rest%
rule=amavis.service.state:_WARN: %-:rest%
rule=amavis.service.state:child_init_hook: %-:rest%
rule=amavis.service.state:config files read: %-:rest%
rule=amavis.service.state:extra modules loaded%-:rest%
rule=amavis.service.state:initializing Mail::SpamAssassin%-:rest%
rule=amavis.service.state:load: %-:rest%
rule=amavis.service.state:logging initialized%-:rest%
rule=amavis.service.state:perl=%-:rest%
rule=amavis.service.state:sd_notify%-:rest%
rule=amavis.service.state:socket module %-:rest%
rule=amavis.service.state:storage and lookups %-:rest%
rule=amavis.service.state:uptime: %-:rest%
rule=amavis.service.state:user=%-:rest%
rule=amavis.service.state:warm restart on HUP %-:rest%
rule=amavis.service.state:will bind to %-:rest%
rule=amavis.service.state:ClamAV%-:rest%
rule=amavis.service.state:DKIM signature verification disabled%-:rest%
rule=amavis.service.state:find_program_path: %-:rest%
rule=amavis.service.state:Requesting process rundown %-:rest%
rule=amavis.service.state:waiting%-:rest%
annotate=amavis.service.state:+vendor_event_action="state"
