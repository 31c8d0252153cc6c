"""Sections of settings from outside the file: what they become, and how a change of one is told."""

from __future__ import annotations

import pytest

from collector_daemon import settings
from collector_daemon.administration.differing import differences
from collector_daemon.settings.sections import changed, kept, shown
from collector_daemon.settings.standing import Standing
from shared.domain.centre_settings import KEY_OF, SECTIONS
from shared.errors import BadSettings

FILE = settings.parse("""
[[queue]]
name = "support"
[[crm_link]]
name = "card"
kind = "program"
arguments = ["/bin/one"]
queues = ["sales"]
[[crm_link]]
name = "card"
kind = "program"
arguments = ["/bin/two"]
queues = ["support"]
[[recordings_retention]]
days = 3
folder = "/archive"
[[recordings_retention]]
days = 30
action = "move"
folder = "/moved"
""")


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_shown_of_a_section_may_be_said_of_it(section) -> None:
    told = shown(FILE, section)
    assert isinstance(told, list if section in KEY_OF else dict)
    assert changed(FILE, FILE, section, told) == FILE
    assert changed(FILE, FILE, section, kept(FILE, section)) == FILE


def test_of_links_of_one_name_each_keeps_its_own_program() -> None:
    links = [{"name": "card", "kind": "program", "queues": ["support"]}, {"name": "card", "kind": "program"}]
    made = changed(FILE, FILE, "crm_link", links)
    assert [one.arguments for one in made.crm_link] == [["/bin/two"], ["/bin/one"]]
    page = {"name": "card", "kind": "url", "template": "https://crm.example/"}
    assert changed(FILE, FILE, "crm_link", [page]).crm_link[0].arguments == []


def test_recordings_are_moved_only_where_the_file_has_them_moved() -> None:
    with pytest.raises(BadSettings, match=r"recordings_retention\[1\]\.folder: only a folder that the settings file"):
        changed(FILE, FILE, "recordings_retention", [{"days": 1, "action": "move", "folder": "/archive"}])
    moved = {"days": 1, "action": "move", "folder": "/moved", "line": "1"}
    assert changed(FILE, FILE, "recordings_retention", [moved]).recordings_retention[0].line == "1"


def test_sections_are_put_one_over_the_other() -> None:
    first = changed(FILE, FILE, "queue", [{"name": "sales"}])
    both = changed(FILE, first, "centre", {"name": "Example"})
    assert [one.name for one in both.queue] == ["sales"]
    assert (both.centre.name, both.retention) == ("Example", FILE.retention)


def test_who_wants_to_hear_is_told_of_what_is_different_only() -> None:
    standing, heard = Standing(FILE), []
    standing.hear(lambda: heard.append((standing.now.desk.parking, standing.desk.can_park)))
    standing.take(settings.parse("[desk]\nparking = false"))
    standing.take(settings.parse("[desk]\nparking = false"))
    assert heard == [(False, False)]


@pytest.mark.parametrize(
    ("section", "before", "after", "told"),
    [
        ("centre", {"name": "a", "service_goal": 80}, {"name": "a", "service_goal": 90}, "service_goal 80 → 90"),
        ("centre", {"name": "a"}, {"name": "a"}, "nothing is different"),
        ("retention", {"raw_days": 1}, {"calls_days": 2}, "raw_days 1 → -, calls_days - → 2"),
        ("line", [{"number": "1"}], [{"number": "2"}], "-1; +2"),
        ("line", [{"number": "1"}, {"number": "2"}], [{"number": "2"}, {"number": "1"}], "another order"),
        ("line", [{"number": "1"}], [{"number": "1", "title": "x" * 99}], f'1: title - → "{"x" * 59}…'),
        ("recordings_retention", [{"days": 1}, {"days": 2}], [{"days": 1}, {"days": 3}], "2: days 2 → 3"),
        ("crm_link", [{"name": "a"}], [{"name": "a"}, {"name": "a", "queues": ["b"]}], "+a (2)"),
    ],
)
def test_the_audit_is_told_what_is_different(section, before, after, told) -> None:
    assert differences(section, before, after) == told
