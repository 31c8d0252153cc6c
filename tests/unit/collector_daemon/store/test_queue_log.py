"""queue_log in all its clothes: files, exports, times, encodings, damage."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.store.queue_log.log import DEEDS, DOINGS, LoggedVisit, read
from collector_daemon.store.queue_log.member_names import MemberNames

FILE = """\
1795386414|1795386414.105|sales|NONE|ENTERQUEUE||420777001001|1
1795386416|1795386414.105|sales|Petr Čech|RINGNOANSWER|1500
1795386417|1795386414.105|sales|Eva Černá|CONNECT|3|1795386416.106|1
1795386423|1795386414.105|sales|Eva Černá|COMPLETEAGENT|3|6|1
"""


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(1795386414 + seconds, UTC)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def told(visit: LoggedVisit) -> tuple[object, ...]:
    rings = [(ring.member, ring.rang_time, ring.is_cut) for ring in visit.rings]
    return (
        visit.uniqueid, visit.queue, visit.nth, visit.entered_at, visit.caller, visit.position, visit.outcome,
        visit.member, visit.wait_time, visit.talk_time, visit.ended_by, visit.ended_at, rings,
    )  # fmt: skip


EXPECTED = (
    "1795386414.105", "sales", 1, at(0), "420777001001", 1, "answered", "Eva Černá", seconds(3), seconds(6), "agent",
    at(9), [("Petr Čech", seconds(1.5), False)],
)  # fmt: skip


def as_export(separator: str, columns: str, rows: list[list[str]]) -> list[str]:
    return [columns.replace(",", separator), *(separator.join(row) for row in rows)]


def fields() -> list[list[str]]:
    return [line.split("|") for line in FILE.splitlines()]


def dated(row: list[str], zone: str) -> list[str]:
    there = datetime.fromtimestamp(int(row[0]), ZoneInfo(zone)).replace(tzinfo=None)
    return [there.isoformat(" "), *row[1:]]


ADAPTIVE = "time,callid,queuename,agent,event,data1,data2,data3,data4,data5"
VARIANTS = {
    "file": FILE.splitlines(keepends=True),
    "crlf and a mark": ["\ufeff" + FILE.splitlines()[0] + "\r\n", *(f"{line}\r\n" for line in FILE.splitlines()[1:])],
    "blank lines": ["", *FILE.replace("\n", "\n\n").splitlines()],
    "fractions": [line.replace("|", ".000000|", 1) for line in FILE.splitlines()],
    "milliseconds": [line.replace("|", "000|", 1) for line in FILE.splitlines()],
    "adaptive": as_export(",", ADAPTIVE, fields()),
    "semicolons": as_export(";", ADAPTIVE, fields()),
    "tabs": as_export("\t", ADAPTIVE, fields()),
    "old realtime": as_export(
        ",", "id,time,callid,queuename,agent,event,data",
        [[str(n), *row[:5], "|".join(row[5:])] for n, row in enumerate(fields())]),
    "quoted": ['"time","callid","queuename","agent","event","data1","data2","data3"',
               *(",".join(f'"{cell}"' for cell in row) for row in fields())],
    "wall clock": as_export(",", ADAPTIVE, [dated(row, "Europe/Prague") for row in fields()]),
}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_clothes_say_the_same(variant):
    log = read(VARIANTS[variant], ZoneInfo("Europe/Prague"))
    assert [told(visit) for visit in log.visits] == [EXPECTED]
    assert (log.lines, log.damaged, log.first_at, log.last_at) == (4, 0, at(0), at(9))


def test_damaged_lines_are_counted_and_the_first_is_named():
    good = FILE.splitlines()
    log = read([good[0], "", "1795386415|179538", *good[1:], "\x00\x00", "99999999999999999|a|b|c|CONNECT|1"])
    assert [told(visit) for visit in log.visits] == [EXPECTED]
    assert (log.damaged, log.first_damage) == (3, "line 3: '1795386415|179538'")


def test_damaged_lines_of_an_export_are_counted_too():
    good = VARIANTS["adaptive"]
    log = read([*good[:2], "1,2\r3,4,5,6", f"1,{'x' * 200_000},q,a,CONNECT", *good[2:]])
    assert ([told(visit) for visit in log.visits], log.damaged) == ([EXPECTED], 2)


def test_numbers_that_are_none_are_unknown():
    log = read(["100|1.1|q|NONE|ENTERQUEUE||x|first", "105|1.1|q|A|CONNECT|?|1.2", "109|1.1|q|A|COMPLETEAGENT||²"])
    visit = log.visits[0]
    assert (visit.position, visit.wait_time, visit.talk_time, visit.ended_by) == (None, None, None, "agent")
    assert read([f"100|1.1|q|NONE|ENTERQUEUE||x|{'9' * 5000}"]).visits[0].position is None


def test_a_line_that_lost_its_caller_ends_nothing():
    lines = FILE.splitlines()
    log = read([lines[0], lines[2].replace("|1795386414.105|", "||"), lines[3]])
    assert [(visit.uniqueid, visit.talk_time) for visit in log.visits] == [("1795386414.105", seconds(6))]


def test_a_visit_that_began_before_the_file():
    log = read(FILE.splitlines()[2:])
    assert [(visit.entered_at, visit.wait_time, visit.is_entry_seen) for visit in log.visits] == [
        (at(0), seconds(3), False)
    ]
    assert [visit.entered_at for visit in read(FILE.splitlines()[3:]).visits] == [at(0)]
    assert read(FILE.splitlines()[1:2]).visits == []


def test_the_same_caller_twice_in_one_queue():
    log = read([*FILE.splitlines(), *(line.replace("17953864", "17953865", 1) for line in FILE.splitlines())])
    assert [(visit.nth, visit.entered_at) for visit in log.visits] == [(1, at(0)), (2, at(100))]


def test_the_same_caller_enters_again_before_the_end_is_written():
    """Passed on into the same queue: the two lines may be written in either order."""
    lines = [
        "100|1.1|q|NONE|ENTERQUEUE||7|1", "102|1.1|q|Anna|CONNECT|2|1.2|1", "105|1.1|q|NONE|ENTERQUEUE||7|1",
        "105|1.1|q|Anna|BLINDTRANSFER|502|internal|2|3|1", "109|1.1|q|NONE|ABANDON|1|1|4",
    ]  # fmt: skip
    for ordered in (lines, [*lines[:2], lines[3], lines[2], lines[4]]):
        visits = read(ordered).visits
        assert [(one.nth, one.outcome, one.talk_time, one.ended_by) for one in visits] == [
            (1, "answered", seconds(3), "transfer"), (2, "abandoned", None, "caller"),
        ]  # fmt: skip


def test_a_replaced_channel_is_the_same_visit():
    """An attended transfer into a waiting queue: the rest is logged under the customer's channel."""
    log = read([
        "100|9.2|keyq|NONE|ENTERQUEUE||1001|1", "102|9.0|keyq|Anna|CONNECT|2|9.3|2",
        "105|9.0|keyq|Anna|COMPLETEAGENT|2|3|1",
    ])  # fmt: skip
    assert [(visit.uniqueid, visit.renamed_to, visit.member, visit.talk_time) for visit in log.visits] == [
        ("9.2", "9.0", "Anna", seconds(3))
    ]


def test_a_replaced_channel_among_others_that_wait():
    """Two entered within a second: the place in the queue tells which it was, else the nearer entry."""
    entries = ["99|8.8|q|NONE|ENTERQUEUE||420777001001|10", "100|9.2|q|NONE|ENTERQUEUE||1001|11"]
    for end in ("113|9.0|q|NONE|ABANDON|7|11|14", "113|9.0|q|NONE|ABANDON|7||13", "113|9.0|q|Anna|CONNECT|13|9.3|2"):
        log = read([*entries, end])
        assert [(visit.uniqueid, visit.renamed_to) for visit in log.visits] == [("8.8", None), ("9.2", "9.0")], end


def test_a_replaced_channel_that_was_rung_in_vain_first():
    """A ringing does not tell how long the caller waits: whose it was is known only by a later line."""
    log = read([
        "100|9.2|q|NONE|ENTERQUEUE||1001|1", "104|9.0|q|Anna|RINGNOANSWER|3000", "106|9.0|q|Eva|CONNECT|6|9.3|2",
        "109|9.0|q|Eva|COMPLETEAGENT|6|3|1",
    ])  # fmt: skip
    assert [(visit.uniqueid, visit.renamed_to, visit.nth, visit.member) for visit in log.visits] == [
        ("9.2", "9.0", 1, "Eva")
    ]
    assert [ring.member for ring in log.visits[0].rings] == ["Anna"]


def test_a_restart_ends_what_went_on():
    later = ["1795386420|1.9|sales|NONE|ENTERQUEUE||5|1", "1795386500|NONE|NONE|NONE|QUEUESTART|"]
    log = read([*FILE.splitlines()[:3], *later])
    assert [(visit.outcome, visit.ended_by, visit.ended_at, visit.is_over) for visit in log.visits] == [
        ("answered", "system", None, True), ("lost", "system", None, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("end", "talk", "to"), [
    ("BLINDTRANSFER|1005|internal|3|4|1", 4, "1005"),
    ("TRANSFER|1005|internal|3|4", 4, "1005"),
    ("ATTENDEDTRANSFER|BRIDGE|4c57b2e9-ae86|3|4|1", 4, ""),
    ("ATTENDEDTRANSFER|APP|Queue|3|4|1", 4, ""),
    ("ATTENDEDTRANSFER|LINK|Local/a@b-00000000;1|Local/a@b-00000000;2|3|4|1", 4, ""),
])  # fmt: skip
def test_transfers(end, talk, to):
    for lines in (FILE.splitlines()[:3], []):
        visit = read([*lines, f"1795386421|1795386414.105|sales|Eva Černá|{end}"]).visits[0]
        assert (visit.ended_by, visit.talk_time, visit.to) == ("transfer", seconds(talk), to)
        assert (visit.entered_at, visit.wait_time) == (at(0), seconds(3))


@pytest.mark.parametrize(("end", "outcome", "ended_by", "wait"), [
    ("ABANDON|1|1|3", "abandoned", "caller", 3), ("EXITWITHTIMEOUT|1|1|8", "timeout", "system", 8),
    ("EXITWITHKEY|0|1|2|5", "key", "caller", 5), ("EXITEMPTY|1|1|6", "leave_empty", "system", 6),
])  # fmt: skip
def test_leaving_unanswered(end, outcome, ended_by, wait):
    visit = read([FILE.splitlines()[0], f"1795386422|1795386414.105|sales|NONE|{end}"]).visits[0]
    assert (visit.outcome, visit.ended_by, visit.wait_time) == (outcome, ended_by, seconds(wait))


def test_members():
    log = read([
        "1|MANAGER|sales|PJSIP/1009|ADDMEMBER|", "2|NONE|NONE|Eva|PAUSEALL|lunch", "2|NONE|sales|Eva|PAUSE|lunch",
        "3|NONE|sales|Eva|UNPAUSE|", "4|1.1|NONE|Agent/1001|AGENTLOGIN|PJSIP/1001-1", "5|NONE|NONE|NONE|CONFIGRELOAD|",
    ])  # fmt: skip
    assert [(deed.verb, deed.queue, deed.member, deed.reason) for deed in log.deeds if deed.verb != "added"] == [
        ("paused", "sales", "Eva", "lunch"), ("unpaused", "sales", "Eva", "")
    ]  # fmt: skip
    assert [(deed.queue, deed.member) for deed in log.deeds if deed.verb == "added"] == [
        ("sales", "PJSIP/1009"), ("", "Agent/1001")
    ]  # fmt: skip
    assert log.visits == []


def test_names_mean_extensions():
    seen = [("sales", "Eva", "1001"), ("vip", "Eva", "1002"), ("vip", "Jan \udcf8", "1003"), ("sales", "Eva", "1005")]
    names = MemberNames(seen, {"Petr": "1009"})
    assert names.extension("sales", "Eva") == "1005", "the youngest meaning"
    assert names.extension("vip", "Eva") == "1002"
    assert names.extension("other", "Jan \ufffd") == "1003", "22 replaces what 16 passes on"
    assert names.extension("other", "Petr") == "1009"
    assert names.extension("other", "Local/1007@agents/n") == "1007"
    assert not names.unknown
    assert names.extension("other", "Eva") == "Eva", "three meanings are none"
    assert names.unknown == {"Eva"}


LINES = st.lists(
    st.tuples(
        st.integers(0, 50), st.sampled_from(["1.1", "1.2", "NONE"]), st.sampled_from(["a", "b", "NONE"]),
        st.sampled_from(["X", "NONE"]), st.sampled_from([*DOINGS, *DEEDS, "ENTERQUEUE", "QUEUESTART", "NEWS"]),
        st.lists(st.sampled_from(["", "1", "7", "BRIDGE", "LINK", "-1", "x"]), max_size=6),
    ),
    max_size=40,
)  # fmt: skip


@given(LINES)
def test_no_order_of_lines_is_too_much(lines):
    """Whatever comes: every visit is one of ours, and the keys are unique."""
    log = read("|".join([str(time), *words, *values]) for time, *words, values in lines)
    assert log.damaged == 0
    assert all(visit.outcome or visit.is_entry_seen for visit in log.visits)
    keys = [(visit.uniqueid, visit.queue, visit.nth) for visit in log.visits]
    assert len(set(keys)) == len(keys)


@given(st.lists(st.text(max_size=60), max_size=10))
def test_any_text_is_read(texts):
    read(texts)


def test_the_wait_corrects_an_entry_that_was_not_seen():
    """The file begins with a ringing of the visit: only its end tells when it began."""
    lines = ["108|1.1|q|A|RINGNOANSWER|3000", "120|1.1|q|NONE|EXITWITHTIMEOUT|1|1|20"]
    visit = read(lines).visits[0]
    assert (visit.entered_at.timestamp(), visit.outcome, len(visit.rings)) == (100, "timeout", 1)
