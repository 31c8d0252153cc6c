"""Each rule of the PBX linter speaks where it should, and only there."""

import msgspec
import pytest

from collector_daemon.asterisk.config_files import by_name, sections
from collector_daemon.asterisk.findings import Finding, Seen
from collector_daemon.asterisk.lint import lint
from collector_daemon.asterisk.lint_filters import (
    NEVER_USED,
    UNUSED_VARIABLES,
    filter_lines,
    has_advanced_filters,
    noisy,
)
from collector_daemon.asterisk.lint_user import WANTED_CLASSES
from collector_daemon.asterisk.translate import MESSAGES

MANAGER = """
[general]
timestampevents=yes
[collector]
secret=geheim
read=system,call,agent,user,dialplan,dtmf
write=agent,call,originate,reporting
writetimeout=20000
eventfilter=!Event: CEL
"""
QUEUES = """
[general]
persistentmembers=yes
[support]
timeout=15
ringinuse=no
member=PJSIP/1001,0,Eva
"""


def answer(text):
    """GetConfig's answer for a file."""
    headers, category, line = {"Response": "Success"}, -1, 0
    for row in text.split("\n"):
        if row.startswith("["):
            category, line = category + 1, 0
            headers[f"Category-{category:06d}"] = row.strip("[]")
        elif row:
            headers[f"Line-{category:06d}-{line:06d}"] = row
            line += 1
    return headers


def file(text):
    return by_name(sections(answer(text)))


def member(**headers):
    return {
        "Queue": "support",
        "Name": "Eva",
        "Location": "PJSIP/1001",
        "StateInterface": "PJSIP/1001",
        "Membership": "dynamic",
        **headers,
    }


GOOD = Seen(
    user="collector",
    version="22.10.1",
    queues=({"Queue": "support"},),
    members=(member(),),
    rights=frozenset({"agent", "call", "originate", "reporting"}),
    modules={"app_queue": True},
    manager_file=file(MANAGER),
    queues_file=file(QUEUES),
    has_timestamps=True,
    logins=1,
    wanted=frozenset(MESSAGES),
    extensions=r"\d{2,5}",
)


def said(**changes):
    return [finding for finding in lint(msgspec.structs.replace(GOOD, **changes)) if finding.level != "good"]


def test_a_good_pbx_gets_no_complaint():
    assert said() == []


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        ({"version": "11.25.3"}, "wrong", "16 or newer"),
        ({"version": ""}, "unknown", "does not say"),
        ({"modules": {"app_queue": False}}, "wrong", "app_queue is not loaded"),
        ({"modules": {"res_parking": False}}, "advice", "no parking"),
        ({"skew_seconds": 3.0}, "wrong", "3.0 s ahead of ours"),
        ({"skew_seconds": -3.0}, "wrong", "3.0 s behind ours"),
        ({"members": (member(Location="Local/1001@agents"),)}, "wrong", "optimised away"),
        (
            {"members": (member(Location="Local/1001@agents/n", StateInterface="Local/1001@agents/n"),)},
            "wrong",
            "no state interface",
        ),
        ({"members": (member(Membership="static"),)}, "advice", "permanent members .* in support"),
        ({"members": (member(Name="PJSIP/1001"),)}, "advice", "without a name of their own: PJSIP/1001"),
        ({"members": (member(Location="PJSIP/eva"),)}, "advice", "not an extension .*: PJSIP/eva"),
        ({"queues_file": None}, "unknown", "may not be read"),
        ({"queues_file": file(QUEUES.replace("timeout=15", "timeout=0"))}, "wrong", "rings for ever"),
        ({"queues_file": file(QUEUES.replace("timeout=15\n", ""))}, "advice", "no timeout"),
        ({"queues_file": file(QUEUES.replace("ringinuse=no\n", ""))}, "wrong", "ringinuse"),
        ({"queues_file": file(QUEUES.replace("persistentmembers=yes", ""))}, "advice", "forgotten"),
        ({"manager_file": None}, "unknown", "may not be read"),
        ({"manager_file": file(MANAGER.replace("writetimeout=20000\n", ""))}, "wrong", "writetimeout is 100 ms"),
        ({"manager_file": file(MANAGER.replace("20000", "5000"))}, "wrong", "writetimeout is 5000 ms"),
        ({"manager_file": file(MANAGER.replace(",dialplan", ""))}, "wrong", "read lacks dialplan"),
        (
            {"manager_file": file(MANAGER.replace("read=system,call,agent,user,dialplan,dtmf", "read=all"))},
            "advice",
            "read = all",
        ),
        (
            {"manager_file": file(MANAGER.replace("events=yes", "events=no")), "has_timestamps": False},
            "advice",
            "carry no time",
        ),
        ({"rights": frozenset({"call", "originate", "reporting"})}, "advice", "write lacks agent"),
        ({"rights": GOOD.rights | {"command"}}, "advice", "write has command"),
        ({"has_booted_event": False}, "wrong", "read lacks system"),
        ({"logins": 3}, "advice", "3 programs are logged in as collector"),
        (
            {
                "manager_file": file(MANAGER.replace("eventfilter=!Event: CEL\n", "")),
                "heard": {"CEL": 50, "Newchannel": 50},
            },
            "advice",
            "50% of 100 events heard are not used: CEL 50",
        ),
    ],
)
def test_each_fault_is_found_alone(changes, level, words):
    found = said(**changes)
    assert len(found) == 1, found
    assert found[0].level == level
    import re

    assert re.search(words, found[0].text), found[0].text


def test_the_worst_comes_first():
    levels = [
        finding.level
        for finding in lint(msgspec.structs.replace(GOOD, manager_file=None, skew_seconds=9.0, logins=2))
    ]
    assert levels == ["wrong", "advice", "unknown", "good"]


def test_no_secret_ever_comes_out_of_a_file():
    found = file(MANAGER)
    assert "geheim" not in repr(found)
    assert found["collector"].last("secret") == ""


def test_sections_of_one_name_are_joined_and_the_last_value_counts():
    found = file("[a]\nx=1\nx=2\ny=>3\n[b]\n[a]\nx=4\n")
    assert found["a"].last("x") == "4"
    assert found["a"].all("x") == ["1", "2", "4"]
    assert found["a"].last("y") == "3"


@pytest.mark.parametrize(
    ("version", "is_new"),
    [
        ("16.28.0~dfsg", False),
        ("18.25.0", False),
        ("18.26.0", True),
        ("20.10.2", False),
        ("20.11.0", True),
        ("21.5.0", False),
        ("22.0.0", False),
        ("22.1.0", True),
        ("22.10.1+dfsg", True),
        ("23.0.0", True),
        ("certified/18.9", False),
        ("", False),
    ],
)
def test_the_syntax_of_filters_by_version(version, is_new):
    assert has_advanced_filters(version) is is_new
    (*names, variables) = filter_lines(version, ["CEL"])
    if is_new:
        assert names == ["eventfilter(action(exclude),name(CEL)) ="]
        assert variables.startswith(
            "eventfilter(action(exclude),name(VarSet),header(Variable),method(regex)) = ^("
        )
    else:
        assert names == ["eventfilter = !Event: CEL[^A-Za-z]"]
        assert variables.startswith("eventfilter = !Variable: (")


def test_what_is_used_is_never_filtered():
    assert not set(noisy({"Newchannel": 5, "CEL": 3, "QueueStatusComplete": 1}, MESSAGES)) & set(MESSAGES)
    assert set(NEVER_USED).isdisjoint(MESSAGES), "something is used now that check-pbx advises to leave out"
    for variable in ("QUEUESTATUS", "MIXMONITOR_FILENAME"):
        assert not variable.startswith(UNUSED_VARIABLES)


def test_wanted_classes_all_say_why():
    lacking = file(MANAGER.replace("read=system,call,agent,user,dialplan,dtmf", "read=none"))
    found = [f for f in said(manager_file=lacking) if isinstance(f, Finding)]
    assert len(found) == len(WANTED_CLASSES)
