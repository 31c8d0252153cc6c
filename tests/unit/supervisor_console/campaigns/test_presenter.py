"""What the page says of a campaign, and what it says where something is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from shared.domain.campaigns import CampaignRow, PacingOption
from supervisor_console.campaigns.presenter import present
from supervisor_console.campaigns.presenter.pacing import MOST_BARS, around_chosen
from supervisor_console.campaigns.presenter.questions import read_moment
from supervisor_console.campaigns.screen.overview import OverviewShown
from supervisor_console.knowing import Knowing
from supervisor_console.reports.campaigns import ContactFound, Contacts, ContactsWanted
from tests.unit.supervisor_console.campaigns.made import AROUND, NOW, PACING, moment, row


def overview(one: CampaignRow) -> OverviewShown:
    shown = present(moment(rows=(one,))).overview
    assert shown is not None
    return shown


def test_the_line_is_what_the_decision_might_have() -> None:
    for allowed, line, said, tokens in (
        (0.0, 0.03, "limit 3%", "ggggbb"), (0.03, 0.03, "limit 3%", "ggggbb"),
        (0.05, 0.05, "now 5.0%, limit 3%", "gggggb"), (0.002, 0.002, "now 0.2%, limit 3%", "ggbbbb"),
    ):  # fmt: skip
        decided = replace(PACING, chosen=9, allowed=allowed)
        pacing = overview(row(pacing=decided)).pacing
        assert (pacing.limit, pacing.limit_words) == (line, said)
        assert "".join(bar.token[0] for bar in pacing.bars) == tokens
    behind = overview(row(pacing=replace(PACING, others=3, why="priority"))).pacing
    assert behind.note.endswith(" · 3 calls of other campaigns with it")
    assert behind.why == "Campaigns of higher priority have the operators"
    told = replace(PACING, allowed=0.05)
    assert overview(row(mode="power", pacing=told)).pacing.limit == 0.03  # a ratio does not ask it


def test_when_it_may_call_and_when_it_will_be_done() -> None:
    opens, closes = NOW.replace(hour=8, minute=0, second=0), NOW.replace(hour=18, minute=0, second=0)
    shown = overview(row(opens_at=opens, closes_at=closes, done_at=NOW.replace(hour=15, minute=20)))
    assert shown.progress.window == "calling hours 09:00–19:00"
    assert shown.progress.told.endswith("estimated end 16:20")
    whole = row(opens_at=NOW.replace(hour=23) - timedelta(days=1), closes_at=NOW.replace(hour=23, minute=0, second=0))
    assert overview(whole).progress.window.endswith("–24:00")
    later = row(opens_at=opens + timedelta(days=1), closes_at=closes + timedelta(days=1), trouble="hours")
    assert overview(later).progress.window == "calls from Wed 25\u00a0Nov 09:00"


def test_progress_counts_every_contact_once() -> None:
    shown = present(moment()).overview
    assert shown is not None
    assert sum(part.share for part in shown.progress.parts) == pytest.approx(1)
    assert shown.progress.told == "100 contacts · 55.0% done"


def test_bars_over_the_limit_are_told_apart_and_one_is_chosen() -> None:
    shown = present(moment()).overview
    assert shown is not None
    assert [(bar.calls, bar.token, bar.is_chosen) for bar in shown.pacing.bars] == [
        ("4", "good", False), ("5", "good", False), ("6", "good", False), ("7", "good", True), ("8", "bad", False),
        ("9", "bad", False)]  # fmt: skip
    assert shown.pacing.ticks[0][0] == 0
    assert shown.pacing.ticks[-1][0] >= 0.064
    assert shown.pacing.inputs[3].detail == "9 of 712 answered, limit 3%"


def test_a_long_row_of_options_is_cut_around_the_chosen_one() -> None:

    found = around_chosen(tuple(PacingOption(calls, 0.0) for calls in range(50)), 30)
    assert len(found) == MOST_BARS
    assert [one.calls for one in found] == list(range(26, 35))


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"mode": "preview", "pacing": None}, "Operators dial themselves."),
     ({"state": "paused", "pacing": None}, "Nothing is dialled now."),
     ({"trouble": "hours", "pacing": None}, "Nothing is dialled now.")],
)  # fmt: skip
def test_without_a_decision_it_says_why(changed: dict[str, Any], words: str) -> None:
    shown = present(moment(rows=(row(**changed),))).overview
    assert shown is not None
    assert shown.pacing.empty is not None
    assert shown.pacing.empty.text == words


def test_abandoned_calls_stand_last_among_results() -> None:
    shown = present(moment()).overview
    assert shown is not None
    assert [(line.key, line.count) for line in shown.results.lines] == [
        ("surveyed", "40"), ("refused", "12"), ("abandoned", "3")]  # fmt: skip
    assert shown.results.lines[0].length == 1


def test_nothing_yet_says_what_to_do_first() -> None:
    shown = present(moment(rows=(), known=(), chosen=("", "")))
    assert shown.empty is not None
    assert shown.empty.text == "There is no campaign yet."
    assert shown.first is not None
    assert shown.first.refusal == ""
    assert shown.deeds == {}


def test_what_is_away_is_said_and_nothing_can_be_told_to_do() -> None:
    away = msgspec.structs.replace(AROUND, daemon_away_since=NOW)
    shown = present(moment(around=away))
    assert shown.strip is not None
    assert shown.strip.text == "Connection to the server lost at 14:36:09."
    assert all(deed.refusal for deed in shown.deeds.values())
    pbx = present(moment(around=msgspec.structs.replace(AROUND, away={"main": NOW})))
    assert pbx.strip is not None
    assert pbx.strip.text == "Connection to the PBX lost at 14:36:09."
    database = present(moment(knowing=Knowing(away_since=NOW)))
    assert database.strip is not None
    assert database.strip.button == "Try again"


def test_who_may_not_run_campaigns_is_told_so() -> None:
    shown = present(moment(around=msgspec.structs.replace(AROUND, may_run=False), known=(), rows=()))
    assert shown.strip is not None
    assert "no right" in shown.strip.text


def test_what_may_be_done_follows_the_state() -> None:
    kinds = {state: list(present(moment(rows=(row(state=state),))).deeds) for state in
             ("draft", "running", "paused", "finished")}  # fmt: skip
    assert kinds == {"draft": ["import", "start"], "running": ["import", "stop", "finish"],
                     "paused": ["import", "start", "finish"], "finished": ["import"]}  # fmt: skip


def test_contacts_say_what_they_are_and_what_may_be_done() -> None:
    out = ContactFound(contact=1, name="Jitka", numbers=(), state="excluded", why="do_not_call")
    talking = ContactFound(contact=2, name="", numbers=(), state="talking", talking_since=NOW - timedelta(seconds=74))
    found = Contacts(wanted=ContactsWanted(campaign="survey"), rows=(out, talking), total=2)
    known = msgspec.structs.replace(moment().contacts, found=found, chosen=1)
    shown = present(moment(contacts=known)).overview
    assert shown is not None
    lines = shown.contacts.grid.lines
    assert lines[0].cells[3].text == "On a do-not-call list"
    assert lines[1].cells[6].text == "01:14"
    assert "take_back" in shown.contacts.deeds
    busy = present(moment(contacts=msgspec.structs.replace(known, chosen=2))).overview
    assert busy is not None
    assert busy.contacts.deeds["exclude"].refusal == "It is being called now."


def test_an_appointment_lies_ahead() -> None:
    assert read_moment(AROUND, "24. 11. 2026", "14:00") == "This time is over already."
    assert isinstance(read_moment(AROUND, "31. 2. 2026", "14:00"), str)
    assert isinstance(read_moment(AROUND, "25. 11. 2026", "25:00"), str)
    at = read_moment(AROUND, "25. 11. 2026", "9:30")
    assert not isinstance(at, str)
    assert at.isoformat() == "2026-11-25T09:30:00+01:00"


