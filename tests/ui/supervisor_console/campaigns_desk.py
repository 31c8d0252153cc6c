"""A campaign half done, for tests of its page: contacts and attempts as rows, which the daemon itself counts.

They come when the daemon is there already: what it finds open at its start it would close.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import psycopg

from shared.campaigns.campaign import Campaign, CampaignDisposition
from shared.clock import SystemClock
from shared.domain.campaigns import PacingOption, PacingRow
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.centre import Centre

SURVEY = Campaign(
    campaign="survey", title="Průzkum spokojenosti 11/2026", pbx="main", queue="support", mode="predictive",
    dispositions=(
        CampaignDisposition(code="surveyed", title="Dokončený průzkum", is_goal=True),
        CampaignDisposition(code="refused", title="Odmítl", is_refusal=True),
    ),
)  # fmt: skip
DEBTS = Campaign(campaign="debts", title="Upomínky", pbx="main", queue="vip", mode="preview", is_marketing=False)
PEOPLE = (
    ("Marie Šimková", "420602218940", "calling", "", 1), ("Karel Beneš", "420731550762", "talking", "", 2),
    ("Hana Pospíšilová", "420777904118", "done", "surveyed", 1),
    ("Josef Urban", "420608330471", "waiting", "no_answer", 2),
    ("Zdeňka Vlčková", "420739126085", "waiting", "busy", 1), ("Miroslav Kadlec", "420224871330", "done", "refused", 3),
    ("Jitka Bartošová", "420605447209", "excluded", "", 1), ("Petr Svoboda", "420603111222", "waiting", "machine", 1),
    ("Růžena Dvořáková-Hermannová z Vysokého Mýta", "420465420999", "waiting", "", 0),
)  # fmt: skip
OPTIONS = (0.0, 0.0, 0.002, 0.008, 0.020, 0.039, 0.064, 0.094, 0.127)


def decision() -> PacingRow:
    """As the pacing would have decided a moment ago."""
    return PacingRow(
        decided_at=SystemClock().now() - timedelta(seconds=4), chosen=8, calls=8, free=("1010", "1014", "1016"), soon=2,
        soon_seconds=10, answer=0.41, answer_low=0.34, answer_high=0.48, answer_of=200, abandoned=9, answered=712,
        abandoned_bound=0.024, options=tuple(PacingOption(4 + nth, share) for nth, share in enumerate(OPTIONS)),
        why="limit",
    )  # fmt: skip


def decide(centre: Centre) -> None:
    """Let the daemon's survey, which is paused and so decides nothing itself, have decided so."""

    async def put() -> None:
        assert centre.daemon is not None
        rooms = centre.daemon.campaigns.running.runner.rooms.all
        await wait_until(lambda: "survey" in rooms, 10, "the survey")
        rooms["survey"].decision = decision()

    centre.do(put())


def fill(url: str, now: datetime | None = None) -> None:
    """Both campaigns, and the contacts of the survey with their attempts."""
    now = now or SystemClock().now()
    with psycopg.connect(url) as connection:
        for one, state in ((SURVEY, "paused"), (DEBTS, "draft")):
            settings = msgspec.json.encode(one).decode()
            connection.execute(
                "insert into campaign (campaign, pbx, title, queue, settings, state, since, state_by, changed_at,"
                " changed_by) values (%s, %s, %s, %s, %s, %s, %s, 'eva', %s, 'eva')",
                (one.campaign, one.pbx, one.title, one.queue, settings, state, now, now))  # fmt: skip
        for name, number, state, last, attempts in PEOPLE:
            _contact(connection, now, name, number, state, last, attempts)
        connection.execute("update contact set is_appointment = true, note = 'po obědě', next_by = 'operator'"
                           " where name = 'Josef Urban'")  # fmt: skip
        connection.execute(
            "insert into do_not_call (list, scope, number, is_on, why, by)"
            " values ('robinson', 'centre', '420777904118', true, 'přání zákazníka', 'eva')")  # fmt: skip
        connection.execute(
            "insert into consent (number, is_given, given_at, how, text, source, by) values ('420777904118', true, %s,"
            " 'formulář', 'Souhlasím', 'smlouva 123', 'eva')", (now - timedelta(days=30),))  # fmt: skip


def _contact(
    connection: Any, now: datetime, name: str, number: str, state: str, last: str, attempts: int
) -> None:
    next_at = now + timedelta(minutes=30) if state == "waiting" and attempts else None
    why = "do_not_call" if state == "excluded" else ""
    [key] = connection.execute(
        "insert into contact (campaign, name, state, attempts, last, next_at, why)"
        " values ('survey', %s, %s, %s, %s, %s, %s) returning contact",
        (name, state, attempts, last, next_at, why)).fetchone()  # fmt: skip
    connection.execute("insert into contact_number (contact, nth, campaign, number) values (%s, 0, 'survey', %s)",
                       (key, number))  # fmt: skip
    for nth in range(attempts):
        at = now - timedelta(hours=attempts - nth)
        _attempt(connection, at, key, number, state, last, is_last=nth == attempts - 1)


def _attempt(
    connection: Any, at: datetime, key: int, number: str, state: str, last: str, *, is_last: bool
) -> None:
    is_open = is_last and state in ("calling", "talking")
    was_talked = last in ("surveyed", "refused") or state == "talking"
    is_connected = is_last and was_talked
    begun = SystemClock().now().astimezone(UTC) - timedelta(seconds=74) if is_open else at
    connected = begun + timedelta(seconds=12) if is_connected else None
    ended = None if is_open else begun + timedelta(seconds=12 + 182 * is_connected)
    outcome = None if is_open else "answered" if is_connected else last if is_last and last else "no_answer"
    [attempt] = connection.execute(
        "insert into attempt (pbx, campaign, contact, number, mode, state, placed_at, connected_at, ended_at, outcome,"
        " operator, because, call_id, disposition) values ('main', 'survey', %s, %s, 'predictive', %s, %s, %s, %s, %s,"
        " %s, %s, %s, %s) returning attempt",
        (key, number, ("connected" if is_connected else "ringing") if is_open else "ended", begun, connected, ended,
         outcome, "operator" if is_connected else "", "longest_idle" if is_connected else "",
         f"9.{key}" if is_connected else "", last if is_connected and last else "")).fetchone()  # fmt: skip
    if is_connected:
        connection.execute(
            "insert into assignment (attempt, nth, assigned_at, operator, agent, because)"
            " values (%s, 0, %s, 'operator', '1001', 'longest_idle')", (attempt, connected))  # fmt: skip
