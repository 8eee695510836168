# SPDX-License-Identifier: Apache-2.0
"""pipelines - the configurations that `run` compares

Each takes GELF's or omfwd's lines from 127.0.0.1 and sends to 127.0.0.1. b_w1, a
constant GELF frame without any parsing by stock rsyslog, is the unit of all ratios.
"""
import stock_rules

# NAME: what it is
PIPELINES = {
    "null": "input and queue alone: no action",
    "omfwd": "stock: the line as it came",
    "b_w1": "stock: constant GELF template, nothing parsed",
    "b_w2": "b_w1 with two queue workers",
    "ours": "mmmailnorm with City database and joins, fields as JSON members for omgelf",
    "ours_tree": "the same with all fields as members of $!, for filters and templates",
    "ours_400": "ours with 400 more rules in the commonest daemon's rulebase",
    "ours_w2": "ours with two queue workers",
    "ours_rules": "ours without geo and joins",
    "ours_parse": "ours without omgelf",
    "ours_parse_w2": "ours_parse with two queue workers",
    "omgelf": "omgelf alone: its template, no fields",
    "c1": "stock: mmnormalize, mmdblookup, GELF list template",
    "c2_flat": "stock: mmnormalize, mmdblookup on a flat database, $!all-json embedded",
    "syslog-ng": "syslog-ng: db-parser, geoip2, format-gelf",
}
LF_FRAMES = {"omfwd"}
NO_OUTPUT = {"null", "ours_parse", "ours_parse_w2"}


def queue(workers):
    return (f'main_queue(queue.type="FixedArray" queue.size="100000" queue.workerThreads="{workers}" '
            'queue.workerThreadMinimumMessages="2000" queue.dequeueBatchSize="1024")')


def rsyslog(work, actions, workers=1, modules=()):
    load = "".join(f'module(load="{module}")\n' for module in ("imptcp", *modules))
    return (f'global(workDirectory="{work}/spool" maxMessageSize="16k" net.enableDNS="off")\n{load}{queue(workers)}\n'
            f'input(type="imptcp" address="127.0.0.1" port="0" listenPortFileName="{work}/input.port")\n{actions}\n')


def omfwd(port, template, delimiter=0):
    return (f'action(type="omfwd" target="127.0.0.1" port="{port}" protocol="tcp" TCP_Framing="traditional" '
            f'TCP_FrameDelimiter="{delimiter}" template="{template}")')


HEAD = ('property(outname="host" name="hostname" format="jsonf") constant(value=",") '
        'property(outname="short_message" name="msg" position.from="2" format="jsonf") constant(value=",\\"timestamp\\":") '
        'property(name="timereported" dateFormat="unixtimestamp") constant(value=",\\"level\\":") '
        'property(name="syslogseverity") constant(value=",") '
        'property(outname="_program" name="programname" format="jsonf") constant(value=",") '
        'property(outname="_pid" name="procid" format="jsonf")')
OPEN = 'constant(value="{\\"version\\":\\"1.1\\",") '
CONSTANT = f'template(name="gelf" type="list") {{ {OPEN}{HEAD} constant(value="}}") }}\n'
EMBEDDED = (f'template(name="gelf" type="list") {{ {OPEN}{HEAD} constant(value=",") '
            'property(name="$!all-json-plain" position.from="2") }\n')


def listed():
    """Each field by its name: the way of rsyslog's manual."""
    rows = ['constant(outname="version" value="1.1" format="jsonf")',
            'property(outname="host" name="hostname" format="jsonf")',
            'property(outname="short_message" name="msg" position.from="2" format="jsonf")',
            'property(outname="timestamp" name="timereported" dateFormat="unixtimestamp" format="jsonf" dataType="number")',
            'property(outname="level" name="syslogseverity" format="jsonf" dataType="number")',
            'property(outname="_program" name="programname" format="jsonf")',
            'property(outname="_pid" name="procid" format="jsonf")']
    for name in stock_rules.fields():
        kind = 'dataType="number"' if name in stock_rules.NUMBERS else ""
        rows.append(f'property(outname="_{name}" name="$!{name}" format="jsonf" onEmpty="skip" {kind})')
    for name, _, _ in stock_rules.GEO:
        rows.append(f'property(outname="_client_{name}" name="$!iplocation!{name}" format="jsonf" onEmpty="skip")')
    return 'template(name="gelf" type="list" option.jsonf="on") {\n  ' + "\n  ".join(rows) + "\n}\n"


def mmdblookup(database, key, column):
    fields = ", ".join(f'":{row[0]}:{row[column]}"' for row in stock_rules.GEO if row[column] is not None)
    return (f'if {key} != "" then action(type="mmdblookup" mmdbfile="{database}" key="{key}" fields=[{fields}])\n')


def mmmailnorm(files, geo=True, more_rules=False, tree="none"):
    parameters = f'rulebaseDirectory="{files.rulebases}" treeFields="{tree}"'
    if more_rules:
        parameters += f' localRulebaseDirectory="{files.more_rules}"'
    parameters += f' geoDatabase=["{files.city}"]' if geo else ' track="off"'
    return f'action(type="mmmailnorm" {parameters})\n'


def config(name, work, port, files):
    """The configuration of an rsyslog pipeline; files says where rules and databases are."""
    omgelf = f'action(type="omgelf" target="127.0.0.1" port="{port}" action.resumeRetryCount="-1")'
    both = ("mmmailnorm", "omgelf")
    if name == "null":
        return rsyslog(work, f'if $msg == "never" then {omfwd(port, "RSYSLOG_ForwardFormat")}')
    if name == "omfwd":
        return rsyslog(work, omfwd(port, "RSYSLOG_ForwardFormat", 10))
    if name in ("b_w1", "b_w2"):
        return rsyslog(work, CONSTANT + omfwd(port, "gelf"), workers=2 if name == "b_w2" else 1)
    if name == "omgelf":
        return rsyslog(work, omgelf, modules=("omgelf",))
    if name in ("ours_parse", "ours_parse_w2"):
        return rsyslog(work, mmmailnorm(files) + 'if $msg == "never" then stop',
                       workers=2 if name == "ours_parse_w2" else 1, modules=("mmmailnorm",))
    if name == "ours_rules":
        return rsyslog(work, mmmailnorm(files, geo=False) + omgelf, modules=both)
    if name.startswith("ours"):
        return rsyslog(work, mmmailnorm(files, more_rules=name == "ours_400", tree="all" if name == "ours_tree" else "none") +
                       omgelf,
                       workers=2 if name == "ours_w2" else 1, modules=both)
    if name == "c1":
        return rsyslog(work, f'action(type="mmnormalize" rulebase="{work}/stock.rb")\n' +
                       mmdblookup(files.city, "$!client_ip", 1) + listed() + omfwd(port, "gelf"),
                       modules=("mmnormalize", "mmdblookup"))
    if name == "c2_flat":
        configuration = rsyslog(work, f'action(type="mmnormalize" rulebase="{work}/stock_.rb")\n' +
                                mmdblookup(files.flat, "$!_client_ip", 2) + EMBEDDED + omfwd(port, "gelf"),
                                modules=("mmnormalize", "mmdblookup"))
        return configuration.replace('load="mmdblookup"', 'load="mmdblookup" container="!_geo"')
    raise KeyError(name)


def syslog_ng(work, root, input_port, port, files):
    geo = " ".join(f'set("${{geo.{row[1][1:].replace("!", ".")}}}" value("_client_{row[0]}"));'
                   for row in stock_rules.GEO if "0" not in row[1])
    return f"""@version: 3.38
@define scl-root "{root}/usr/share/syslog-ng/include/scl"
@include "{root}/usr/share/syslog-ng/include/scl/graylog2/*.conf"
options {{ threaded(yes); stats-freq(0); keep-hostname(yes); use-dns(no); flush-lines(1000); log-msg-size(16384); }};
source s {{ network(ip("127.0.0.1") port({input_port}) transport(tcp) log-iw-size(100000) log-fetch-limit(1000)); }};
parser rules {{ db-parser(file("{work}/stock.xml")); }};
parser geo {{ geoip2("${{_client_ip}}", prefix("geo.") database("{files.city}")); }};
rewrite names {{ {geo} }};
destination d {{ network("127.0.0.1" port({port}) transport(tcp) log-fifo-size(200000) template("$(format-gelf)")); }};
log {{ source(s); parser(rules); if {{ filter {{ "${{_client_ip}}" ne "" }}; parser(geo); rewrite(names); }};
      destination(d); flags(flow-control); }};
"""
