# SPDX-License-Identifier: Apache-2.0
"""stock_rules - what mmnormalize and syslog-ng's db-parser get for the Postfix lines of `corpus`

One list for both. In a pattern "{name:end}" captures up to the character `end`,
"{name:word}" to a blank, "{name:number}" digits and "{name:rest}" all that is left.
Each field of theirs has its like among the fields that mmmailnorm adds.
"""
import re

CLIENT = "{client_host:[}[{client_ip:]}]"
END = "[{client_ip:]}]:{client_port:number}"
DELAYS = ("delay={delay:,}, delays={delay_before_queue:/}/{delay_queue:/}/{delay_connect:/}/{delay_transmit:,}, "
          "dsn={dsn:,}, status={status:word} ({reply:rest}")
RULES = (
    ("connect", f"connect from {CLIENT}"),
    ("disconnect", f"disconnect from {CLIENT} {{session_commands:rest}}"),
    ("lost", f"lost connection after {{smtp_stage:word}} from {CLIENT}"),
    ("tls", f"Anonymous TLS connection established from {CLIENT}: {{tls_version:word}} with cipher {{tls_cipher:word}} "
            "({tls_bits:/}/{tls_rest:rest}"),
    ("client", f"{{queue_id::}}: client={CLIENT}"),
    ("login", f"{{queue_id::}}: client={CLIENT}, sasl_method={{sasl_method:,}}, sasl_username={{sasl_username:rest}}"),
    ("guess", f"warning: {CLIENT}: SASL {{sasl_method:word}} authentication failed: {{reason:rest}}"),
    ("reject", f"NOQUEUE: reject: RCPT from {CLIENT}: {{smtp_code:number}} {{smtp_dsn:word}} {{reply:;}}; "
               "from=<{from:>}> to=<{to:>}> proto={proto:word} helo=<{helo:>}>"),
    ("blocked", f"NOQUEUE: reject: RCPT from {CLIENT}: {{smtp_code:number}} {{smtp_dsn:word}} {{reply:;}}; {{reason:;}}; "
                "from=<{from:>}> to=<{to:>}> proto={proto:word} helo=<{helo:>}>"),
    ("message-id", "{queue_id::}: message-id=<{message_id:>}>"),
    ("queued", "{queue_id::}: from=<{from:>}>, size={size:number}, nrcpt={nrcpt:number} (queue active)"),
    ("removed", "{queue_id::}: removed"),
    ("delivery", "{queue_id::}: to=<{to:>}>, relay={relay_host:[}[{relay_ip:]}]:{relay_port:number}, " + DELAYS),
    ("screen", f"CONNECT from {END} to [{{server_ip:]}}]:{{server_port:number}}"),
    ("pass", f"PASS OLD {END}"),
    ("hangup", f"HANGUP after {{delay:word}} from {END} in tests {{smtp_stage:rest}}"),
    ("leave", f"DISCONNECT {END}"),
)
NUMBERS = {"smtp_code", "tls_bits", "size", "nrcpt", "relay_port", "client_port", "server_port", "delay",
           "delay_before_queue", "delay_queue", "delay_connect", "delay_transmit"}
# GEO: name, path in a City database, name in a flat one
GEO = (("country_iso", "!country!iso_code", "!country_code"), ("city", "!city!names!en", "!city"),
       ("region", "!subdivisions!0!names!en", None), ("latitude", "!location!latitude", "!latitude"),
       ("longitude", "!location!longitude", "!longitude"), ("timezone", "!location!time_zone", "!timezone"))

CAPTURE = re.compile(r"\{(\w+):(\w+|.)\}")


def fields():
    return sorted({name for _, pattern in RULES for name, _ in CAPTURE.findall(pattern)})


def rulebase(prefix):
    """For mmnormalize."""
    def capture(match):
        name, end = prefix + match[1], match[2]
        kind = end if len(end) > 1 else f'char-to{{"extradata":"{end}"}}'
        return f"%{name}:{kind}%"
    return "version=2\n" + "".join(f"rule={name}: {CAPTURE.sub(capture, pattern)}\n" for name, pattern in RULES)


def pattern_database():
    """For db-parser, whose ESTRING takes the character that ends it, too."""
    def pattern(text):
        made, at = "", 0
        for match in CAPTURE.finditer(text):
            made += text[at:match.start()].replace("@", "@@")
            name, end = "_" + match[1], match[2]
            at = match.end()
            if end == "rest":
                made += f"@ANYSTRING:{name}@"
            elif end == "number":
                made += f"@NUMBER:{name}@"
            else:
                made += f"@ESTRING:{name}:{' ' if end == 'word' else end}@"
                at += 1
        return (made + text[at:].replace("@", "@@")).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    programs = ("smtpd", "submission/smtpd", "cleanup", "qmgr", "smtp", "postscreen")
    rules = "".join(f"<rule provider='bench' id='{name}' class='mail'><patterns><pattern>{pattern(text)}</pattern>"
                    "</patterns></rule>" for name, text in RULES)
    return ("<patterndb version='4' pub_date='2026-11-20'><ruleset name='postfix' id='postfix'><patterns>" +
            "".join(f"<pattern>postfix/{program}</pattern>" for program in programs) +
            f"</patterns><rules>{rules}</rules></ruleset></patterndb>\n")
