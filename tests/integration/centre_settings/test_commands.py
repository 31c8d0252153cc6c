"""Settings by command: what is answered and refused, what the database and the audit have of it."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.clock import SystemClock
from tests.integration.centre_settings.conftest import closed
from tests.integration.database.contents import rows
from tests.integration.seats.office import Office, Panel
from tests.integration.seats.test_bad_days import ProxyTo, through

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]

BAD: tuple[tuple[str, Any, str], ...] = (
    ("disposition", [{"code": "a"}, {"code": ""}], "disposition[2].code: Expected 'str' of length >= 1"),
    ("disposition", [{"code": "a"}, {"code": "a"}], "disposition: 'a' has two [[disposition]]: one is enough"),
    ("disposition", [{"titel": "a"}], "unknown key 'disposition[1].titel'; did you mean 'disposition[1].title'?"),
    ("disposition", {"code": "a"}, "disposition: Expected 'array', got 'object'"),
    ("centre", {"timezone": "Europe/Nowhere"}, "centre: timezone 'Europe/Nowhere' is no time zone"),
    ("centre", {"service_level_seconds": 0}, "centre.service_level_seconds: Expected 'float' > 0.0"),
    ("centre", 5, "centre: Expected 'object', got 'int'"),
    ("alert", [{"name": "a", "when": "gibberish"}], "alert[1]: rule a: when 'gibberish': "),
    ("alert", [{"name": "a", "when": "waiting > 1", "mail": ["a@b.cz"]}], "alert: rule a: mail needs [mail]"),
    ("pause_reason", [{"reason": "wrap-up"}], "pause_reason: 'wrap-up' is the reason of the daemon's own pauses"),
    ("desk", {"shared_phones": "("}, "desk: desk.shared_phones '(' is no regular expression"),
    ("disposition", [{"code": "a\u0000"}], "disposition: control characters are not allowed"),
)
"""Section, value, and how the sentence begins that refuses it."""
OF_THE_FILE: tuple[tuple[str, Any, str], ...] = (
    ("alert", [{"name": "new", "when": "waiting > 1", "command": ["/bin/sh"]}], "alert[1].command: "),
    ("alert", [{"name": "pager", "when": "waiting > 1", "command": ["/bin/sh"]}], "alert[1].command: "),
    ("alert", [{"name": "new", "when": "waiting > 1", "webhook": "http://10.0.0.1/"}], "alert[1].webhook: "),
    ("alert", [{"name": "pager", "when": "waiting > 1", "webhook_secret": "x"}], "alert[1].webhook_secret: "),
    ("script", [{"name": "a", "text_file": "/etc/passwd"}], "script[1].text_file: "),
    ("crm_link", [{"name": "a", "kind": "program", "arguments": ["sh"]}], "crm_link[1].arguments: "),
    ("recordings_retention", [{"days": 1, "action": "move", "folder": "/etc"}], "recordings_retention[1].folder: "),
)

async def changed(panel: Panel, section: str, value: Any, **more: Any) -> dict[str, Any]:
    """The value is taken."""
    return await panel.ask("settings.change", section=section, value=value, **more)


async def test_what_the_file_says_holds_until_somebody_says_something_else(adam: Panel) -> None:
    told = await adam.ask("settings.read", section="queue")
    assert told["value"] == [{"name": "vip", "title": "Important", "number": "501", "is_vip": False}]
    assert (told["from"], told["by"], told["since"], told["made_at"], told["planned"], told["history"]) == (
        "file", None, None, None, [], [])  # fmt: skip
    told = await changed(adam, "queue", [{"name": "vip"}, {"name": "sales", "title": "Prodej"}])
    assert (told["from"], told["by"], told["since"]) == ("console", "adam", told["made_at"])
    assert [one["title"] for one in told["value"]] == ["", "Prodej"]
    assert [one["value"] for one in told["history"]] == [told["value"]]
    assert await adam.ask("settings.read", section="queue") == told
    before = await adam.ask("settings.read", section="queue", at="2026-01-01T00:00:00Z")
    assert (before["from"], before["planned"][0]["value"]) == ("file", told["value"])


async def test_what_the_file_may_not_say_nobody_may(adam: Panel) -> None:
    for section, value, says in BAD:
        before = await adam.ask("settings.read", section=section)
        code, message = await adam.refusal("settings.change", section=section, value=value)
        assert (code, message[: len(says)]) == ("bad_value", says)
        assert "\n" not in message
        assert await adam.ask("settings.read", section=section) == before


async def test_what_reaches_the_server_is_the_files(adam: Panel) -> None:
    for section, value, says in OF_THE_FILE:
        code, message = await adam.refusal("settings.change", section=section, value=value)
        assert (code, message[: len(says)]) == ("file_only", says)


async def test_an_entry_keeps_what_the_file_says_of_it(it: Office, adam: Panel) -> None:
    rule = (await adam.ask("settings.read", section="alert"))["value"][0]
    rules = [{"name": "pager", "when": "waiting > 5"}, {"name": "b", "when": "waiting > 9"}]
    told = await changed(adam, "alert", rules)
    assert [one.get("command") for one in told["value"]] == [rule["command"], None]
    assert told["value"][0]["webhook"] == "https://pager.example/raise"
    assert it.daemon is not None
    assert [one.command for one in it.daemon.standing.now.alert_rules] == [rule["command"], []]
    assert "true" not in str(rows(it.url, "select value from setting where section = 'alert'"))
    told = await changed(adam, "alert", told["value"])  # as it was read
    assert told["value"][0]["command"] == rule["command"]
    hotline = {"name": "hotline", "title": "Hotline"}
    assert (await changed(adam, "script", [hotline]))["value"][0]["text_file"].endswith("hotline.md")
    assert it.daemon.standing.desk.scripts[0].text == "Dobrý den"
    assert "text_file" not in (await changed(adam, "script", [hotline | {"text": "Hello"}]))["value"][0]
    assert it.daemon.standing.desk.scripts[0].text == "Hello"
    moved = [{"days": 7, "action": "move", "folder": "/archive/calls", "queue": "vip"}, {"days": 90}]
    assert [one["days"] for one in (await changed(adam, "recordings_retention", moved))["value"]] == [7, 90]


async def test_changes_and_attempts_are_known_afterwards(it: Office, adam: Panel) -> None:
    await changed(adam, "centre", {"name": "Example", "service_level_seconds": 30, "service_goal": 90})
    since = SystemClock().now() + timedelta(days=1)
    codes = [{"code": "solved", "title": "Vyřešeno"}, {"code": "no"}]
    await changed(adam, "disposition", codes, since=since.isoformat())
    await adam.ask("settings.forget", section="disposition", since=wire(since))
    found = rows(
        it.url, "select account, act, subject, detail, origin from audit where act like 'settings%' order by id")
    assert [one[:3] + one[4:] for one in found] == [
        ("adam", "settings: changed", "centre", "127.0.0.1"), ("adam", "settings: changed", "disposition", "127.0.0.1"),
        ("adam", "settings: taken back", "disposition", "127.0.0.1"),
    ]  # fmt: skip
    details = [str(one[3]).partition(": ")[2] for one in found]
    assert details[0] == "service_level_seconds 20.0 → 30.0, service_goal 80.0 → 90.0"
    assert details[1] == '+no; solved: title "" → "Vyřešeno"'


async def test_who_has_seen_an_older_value_is_told(it: Office, adam: Panel) -> None:
    berta = await it.panel("berta")
    seen = (await berta.ask("settings.read", section="line"))["made_at"]
    told = await changed(adam, "line", [{"number": "1"}], seen=None)
    assert (await berta.refusal("settings.change", section="line", value=[], seen=seen))[0] == "changed_meanwhile"
    assert (await berta.ask("settings.read", section="line"))["value"] == told["value"]
    told = await changed(berta, "line", [], seen=told["made_at"])
    value = [{"number": "2"}]
    both = await asyncio.gather(
        *(one.client.command("settings.change", {"section": "line", "value": value, "seen": told["made_at"]})
          for one in (adam, berta)), return_exceptions=True,
    )  # fmt: skip
    assert sorted(getattr(one, "code", "done") for one in both) == ["changed_meanwhile", "done"]
    assert len((await adam.ask("settings.read", section="line"))["history"]) == 3
    await changed(berta, "line", [{"number": "3"}])  # who does not say what he saw says the last word


async def test_only_figures_have_a_past(adam: Panel) -> None:
    month = SystemClock().now() - timedelta(days=30)
    code, _ = await adam.refusal("settings.change", section="desk", value={}, since=wire(month))
    assert code == "in_the_past"
    told = await changed(adam, "centre", {"short_abandon_seconds": 3}, since=wire(month))
    assert (told["value"]["short_abandon_seconds"], told["since"]) == (3.0, wire(month))
    long_ago = "1990-01-01T00:00:00Z"
    assert (await adam.refusal("settings.change", section="centre", value={}, since=long_ago))[0] == "bad_params"
    assert (await adam.refusal("settings.change", section="feed", value={}))[0] == "bad_params"
    assert (await adam.refusal("settings.forget", section="centre", since=wire(month)))[0] == "nothing_planned"


async def test_who_does_not_administrate_is_refused(it: Office) -> None:
    eva = await it.panel("eva")
    for command in ("settings.read", "settings.change", "settings.forget"):
        more: dict[str, Any] = {}
        more |= {"value": []} if command == "settings.change" else {}
        more |= {"since": "2027-01-01T00:00:00Z"} if command == "settings.forget" else {}
        assert (await eva.refusal(command, section="line", **more))[0] == "not_allowed"


async def test_without_the_database_nothing_is_changed(
    tmp_path: Path, database_url: str, proxy_to: ProxyTo, caplog: pytest.LogCaptureFixture
) -> None:
    proxy, url = through(proxy_to, database_url)
    async with closed(tmp_path, database_url) as it, it.open(url):
        adam = await it.panel("adam")
        proxy.cut()
        code, message = await adam.refusal("settings.change", section="line", value=[])
        assert (code, "\n" in message) == ("unavailable", False)
        assert (await adam.refusal("settings.read", section="line"))[0] == "unavailable"
        assert (await adam.refusal("settings.forget", section="line", since="2027-01-01T00:00:00Z"))[0] == "unavailable"
        proxy.mend()
    assert rows(database_url, "select section from setting where account is not null") == []
    texts = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert all("stored" in text for text in texts), texts


def wire(at: datetime) -> str:
    """As the wire tells it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
