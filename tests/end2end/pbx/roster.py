"""Who works in the test call centre: agents, carriers and queues, written as pjsip.conf and queues.conf."""

from dataclasses import dataclass, field

from .subnet import Subnet

AGENTS = {
    1001: "Žofie Křížová",
    1002: "Jiří Dvořák",
    1003: "Ľubomír Šťastný",
    1004: "Anna Nováková",
    1005: "Petr Čech",
    1006: "Eva Černá",
    1007: "Řehoř Žižka",
    1008: "Ивáн Дробь",
    1009: "Plain Ascii",
    1010: "Marie Müller",
}
CARRIERS = {"trunk": 100, "gsm": 101}  # name -> host of the subnet

PJSIP_TOP = """[global]
type = global
user_agent = TestPBX
[system]
type = system
timer_t1 = 500
[transport-udp]
type = transport
protocol = udp
bind = {server}:5060
[tmpl-ep](!)
type = endpoint
transport = transport-udp
disallow = all
allow = ulaw,alaw
direct_media = no
rtp_symmetric = yes
force_rport = yes
rewrite_contact = no
media_address = {server}
bind_rtp_to_media_address = yes
timers = no
send_rpid = no
send_pai = no
language = en
"""
PJSIP_AGENT = """
[{number}](tmpl-ep)
context = internal
aors = {number}
auth = {number}
callerid = {name} <{number}>
call_group = 1
pickup_group = 1
allow_transfer = yes
[{number}]
type = aor
max_contacts = 1
remove_existing = yes
qualify_frequency = 0
[{number}]
type = auth
auth_type = userpass
username = {number}
password = pw{number}
"""
PJSIP_CARRIER = """
[{name}](tmpl-ep)
context = from-trunk
aors = {name}
[{name}]
type = aor
contact = sip:{name}@{address}:5060
qualify_frequency = 0
[{name}]
type = identify
endpoint = {name}
match = {address}
"""
QUEUES_TOP = """[general]
persistentmembers = no
autofill = yes
shared_lastcall = yes
log_membername_as_agent = no
updatecdr = no
"""
QUEUE_COMMON = """ringinuse = no
musicclass = default
announce-frequency = 0
announce-holdtime = no
announce-position = no
reportholdtime = no
servicelevel = 20
setinterfacevar = yes
setqueueentryvar = yes
setqueuevar = yes
autofill = yes
"""


@dataclass(frozen=True)
class QueueSettings:
    """One queue of the roster; times in whole seconds.

    `behind_local` members are Local/…@agents/n channels.
    """

    name: str
    number: int
    strategy: str
    timeout: int
    members: tuple[int, ...] = ()
    behind_local: tuple[int, ...] = ()
    options: dict[str, str] = field(default_factory=dict)


QUEUES = (
    QueueSettings("support", 501, "ringall", 6, (1001, 1002, 1003)),
    QueueSettings(
        "sales",
        502,
        "rrmemory",
        4,
        (1003, 1004, 1005, 1006),
        (),
        {"wrapuptime": "2", "monitor-format": "wav"},
    ),
    QueueSettings("vip", 503, "leastrecent", 6, (1003,), (1007, 1008), {"weight": "10"}),
    QueueSettings("callback", 504, "linear", 6),
    QueueSettings("tiny", 505, "ringall", 10, (1001,), (), {"maxlen": "1"}),
    QueueSettings("strict", 506, "ringall", 6, (1009,), (), {"joinempty": "strict", "leavewhenempty": "strict"}),
    QueueSettings("keyq", 508, "ringall", 10, (1001,), (), {"context": "queue-keys"}),
    QueueSettings("autop", 509, "rrmemory", 3, (1001, 1002), (), {"autopause": "yes"}),
    QueueSettings("emptyq", 510, "ringall", 10, (), (), {"joinempty": "no"}),
)


def pjsip(subnet: Subnet) -> str:
    """The text of pjsip.conf: ten agents with passwords, two carriers known by their addresses."""
    agents = [PJSIP_AGENT.format(number=number, name=name) for number, name in AGENTS.items()]
    carriers = [PJSIP_CARRIER.format(name=name, address=subnet.address(host)) for name, host in CARRIERS.items()]
    return PJSIP_TOP.format(server=subnet.server) + "".join(agents + carriers)


def queues(release: str) -> str:
    """The text of queues.conf."""
    return QUEUES_TOP + "".join(_queue(queue, release) for queue in QUEUES)


def _queue(queue: QueueSettings, release: str) -> str:
    lines = [f"[{queue.name}]", f"strategy = {queue.strategy}", f"timeout = {queue.timeout}", "retry = 1"]
    lines += [f"{key} = {value}" for key, value in queue.options.items()]
    if "monitor-format" in queue.options and release == "16":
        lines.append("monitor-type = MixMonitor")  # 22 has nothing else and refuses the key
    # Local members first, as their state comes from the phone behind them
    lines += [f"member => Local/{agent}@agents/n,0,{AGENTS[agent]},PJSIP/{agent}" for agent in queue.behind_local]
    members = [f"member => PJSIP/{agent},0,{AGENTS[agent]},PJSIP/{agent}" for agent in queue.members]
    return "\n".join(lines) + "\n" + QUEUE_COMMON + "\n".join(members) + "\n"
