# SPDX-License-Identifier: Apache-2.0
# mailnorm-check --explain tells what happened to a message, and which line each joined value is from.
. "$srcdir/lib.sh" || exit 1

cat >"$work/mail.log" <<'LINES'
Nov 20 10:00:00 mail postfix/smtpd[10]: connect from mx.example.org[192.0.2.1]
Nov 20 10:00:00 mail postfix/smtpd[11]: connect from other.example.net[198.51.100.9]
Nov 20 10:00:00 mail postfix/smtpd[10]: A1B2C3D4E5: client=mx.example.org[192.0.2.1]
Nov 20 10:00:00 mail postfix/cleanup[12]: A1B2C3D4E5: message-id=<one@example.org>
Nov 20 10:00:01 mail postfix/qmgr[13]: A1B2C3D4E5: from=<alice@example.org>, size=375, nrcpt=1 (queue active)
Nov 20 10:00:01 mail postfix/smtpd[11]: A1B2C3D4E6: client=other.example.net[198.51.100.9]
Nov 20 10:00:02 mail postfix/smtpd[14]: F1F2F3F4F5: client=localhost[127.0.0.1]
Nov 20 10:00:02 mail postfix/cleanup[12]: F1F2F3F4F5: message-id=<one@example.org>
Nov 20 10:00:02 mail postfix/local[15]: F1F2F3F4F5: to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)
LINES

# explain ID - what is printed, without the name of the directory and the trace's second
explain() {
    "$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" --explain "$1" \
        --rulebase-dir "$rulebases" "$work/mail.log" 2>"$work/errors" | sed "s|$work/||g; s/-[0-9a-f]*\$//"
    status=${PIPESTATUS[0]}
}

whole=$(explain A1B2C3D4E5)
expect_equal "all lines of a message, through its filter, with what was joined from where" "$whole" \
    'trace mail-A1B2C3D4E5
mail.log:3: Nov 20 10:00:00 mail postfix/smtpd[10]: A1B2C3D4E5: client=mx.example.org[192.0.2.1]
mail.log:4: Nov 20 10:00:00 mail postfix/cleanup[12]: A1B2C3D4E5: message-id=<one@example.org>
    source_ip=192.0.2.1 from mail.log:3
    source_hostname=mx.example.org from mail.log:3
mail.log:5: Nov 20 10:00:01 mail postfix/qmgr[13]: A1B2C3D4E5: from=<alice@example.org>, size=375, nrcpt=1 (queue active)
    source_ip=192.0.2.1 from mail.log:3
    source_hostname=mx.example.org from mail.log:3
    email_message_id=one@example.org from mail.log:4
mail.log:7: Nov 20 10:00:02 mail postfix/smtpd[14]: F1F2F3F4F5: client=localhost[127.0.0.1]
mail.log:8: Nov 20 10:00:02 mail postfix/cleanup[12]: F1F2F3F4F5: message-id=<one@example.org>
    source_ip=192.0.2.1 from mail.log:3
    source_hostname=mx.example.org from mail.log:3
    vendor_parent_uid=A1B2C3D4E5
mail.log:9: Nov 20 10:00:02 mail postfix/local[15]: F1F2F3F4F5: to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)
    source_ip=192.0.2.1 from mail.log:3
    source_hostname=mx.example.org from mail.log:3
    email_message_id=one@example.org from mail.log:8
    vendor_parent_uid=A1B2C3D4E5'
for id in F1F2F3F4F5 one@example.org '<one@example.org>' bob@example.com Alice@Example.org; do
    expect_equal "by $id the same" "$(explain "$id")" "$whole"
done
expect_equal "the other message is not among them" "$(grep -c other.example.net <<<"$whole")" 0
explain nobody@example.org >/dev/null
expect_equal "1: no such message" "$status" 1
expect_match "which is said" "$(cat "$work/errors")" "no line has the queue id, Message-Id or address nobody@example.org"
finish
