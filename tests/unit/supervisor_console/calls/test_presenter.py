"""What is known of a search becomes words: rows, chips, sums, states, the chosen call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.agents import Gap
from shared.domain.calls import Attempt, Call, Conversation, Step, Transfer, Visit
from shared.domain.search.query import Period, Query, Term
from shared.domain.search.reading import query
from shared.domain.search.scanning import QueryMisread
from supervisor_console.calls.presenter import made_rows, present
from supervisor_console.calls.presenter.moment import ChosenCall, KeptSearch, Moment
from supervisor_console.calls.presenter.query import known
from supervisor_console.calls.screen import CallsScreen, Results, Row
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.tracked import Tracked
from tests.unit.supervisor_console.calls.found import NOW, around, found_call, missed_call, moment

SUPPORT = Term(field="queue", values=("support",))
AUTUMN = datetime(2026, 10, 24, 22, tzinfo=UTC)
"""The beginning of a day of 25 hours."""
WAIT = Term(field="wait", lowest=60, is_strict=True)


def row(call: FoundCall, query: Query | None = None, **more: Any) -> Row:
    (made,) = made_rows((call,), query or Query(), around(**more))
    return made


def words(call: FoundCall, **more: Any) -> dict[str, str]:
    return {name: cell.text.replace("\u00a0", " ") for name, cell in row(call, **more).cells.items()}


# --- rows


def test_a_row_of_an_answered_call():
    shown = words(found_call(), code="cs")
    assert shown["time"] == "14:29:08"
    assert (shown["caller"], shown["line"]) == ("+420 777 000 001", "Infolinka")
    assert (shown["queue"], shown["agent"]) == ("Podpora", "1006")
    assert (shown["wait"], shown["talk"], shown["hold"], shown["length"]) == ("0:27", "3:31", "0:00", "4:00")
    assert (shown["recording"], shown["called_back"], shown["note"]) == ("●", "—", "—")


def test_the_day_stands_beside_the_time_where_the_period_has_more_than_one():
    shown = row(found_call(), Query(period=Period(preset="this_week")))
    assert shown.cells["time"].text == "19/11/2026 14:29:08".replace(" ", " ")


@pytest.mark.parametrize(
    ("more", "word", "token"),
    [
        ({}, "Answered", "good"),
        ({"direction": "outbound"}, "Connected", "accent"),
        ({"outcome": "abandoned"}, "Missed", "bad"),
        ({"outcome": "abandoned", "wait_ms": 3000}, "Short", "muted"),
        ({"outcome": "overflow"}, "Overflowed", "warn"),
        ({"outcome": "lost"}, "Not known", "offline"),
        ({"outcome": None}, "Going on", "talking"),
    ],
)
def test_outcomes_are_a_word_an_icon_and_a_colour(more: dict[str, Any], word: str, token: str):
    cell = row(found_call(**more)).cells["outcome"]
    assert (cell.text, cell.token) == (word, token)
    assert cell.icon


def test_a_missed_caller_is_to_be_called_until_he_has_been():
    assert words(missed_call())["called_back"] == "to be called"
    assert words(missed_call(caller=None))["called_back"] == "—"
    assert words(missed_call(called_back_at=NOW))["called_back"] == "back 14:36"


def test_the_customer_of_an_outgoing_call_is_the_called_one():
    assert words(found_call(direction="outbound", caller="1006", called="420602774190"))["caller"] == "+420 602 774 190"


def test_a_hidden_number_and_a_masked_one():
    assert words(found_call(caller=None))["caller"] == "Hidden number"
    masked = words(found_call(caller_name="Jan Novák"), is_masked=True)
    assert "•" in masked["caller"]
    assert masked["name"] == "—"


# --- the query


def panel(asked: Query, code: str = "cs", **more: Any) -> CallsScreen:
    return present(moment(code=code, query=asked, **more))


def test_chips_and_line_are_two_views_of_one_query():
    shown = panel(Query(terms=(SUPPORT, WAIT, Term(field="outcome", values=("abandoned",))))).query
    assert shown.line == "fronta:Podpora čekání>60 výsledek:zmeškaný"
    assert [one.words for one in shown.chips] == ["fronta Podpora", "čekání > 60\u00a0s", "výsledek zmeškaný"]
    assert shown.period.startswith("Today 19") or shown.period.startswith("Dnes 19")


@pytest.mark.parametrize(
    ("line", "chip"),
    [
        ("queue:support,vip", "queue Podpora, VIP"),
        ("-queue:vip", "queue ≠ VIP"),
        ("time:13:30-14:36", "time 13:30 – 14:36"),
        ("wait:10..300", "wait 10\u00a0s – 5:00"),
        ("wait<=60", "wait ≤ 60\u00a0s"),
        ("attempts:2", "attempts = 2"),
        ("recording:no", "recording no"),
        ("number:hidden", "number hidden"),
        ("operator:1006", "operator Eva Veselá"),
        ("outcome:left-ivr", "outcome left ivr"),
    ],
)
def test_a_chip_says_its_term(line: str, chip: str):
    asked = query(line, known(around()))
    assert [one.words for one in panel(asked, "en").query.chips] == [chip]


def test_what_is_typed_stays_while_it_is_wrong_and_the_mistake_says_what_was_meant():
    with pytest.raises(QueryMisread) as raised:
        query("fronta:Podora", known(around("cs")))
    shown = panel(Query(), "en", draft="fronta:Podora", mistake=raised.value).query
    assert shown.line == "fronta:Podora"
    assert shown.mistake is not None
    assert (shown.mistake.start, shown.mistake.end, shown.mistake.near) == (7, 13, "Podpora")
    assert shown.mistake.text == "I do not know “Podora”. Did you mean “Podpora”?"


def test_every_criterion_offers_what_fits_its_kind():
    criteria = {one.field: one for one in panel(Query(), "en").query.criteria}
    assert {one.value: one.title for one in criteria["queue"].choices} == {
        "support": "Podpora", "vip": "VIP", "night": "night",
    }  # fmt: skip
    assert [one.title for one in criteria["agent"].choices] == ["1006 Eva Veselá", "1007"]
    assert "order=123" in criteria["crm"].hint
    assert all(one.hint for one in criteria.values())


@pytest.mark.parametrize(
    ("period", "title"),
    [
        (Period(), "Today 19/11/2026"),
        (Period(preset="last_week"), "Last week"),
        (Period(preset="all"), "All time"),
        (Period(preset=None), "All time"),
        (Period(preset=None, since=AUTUMN, until=AUTUMN + timedelta(hours=25)), "25/10/2026"),
        (Period(preset=None, since=AUTUMN), "25/10/2026 –"),
        (Period(preset=None, since=NOW, until=NOW + timedelta(hours=1)), "19/11/2026 14:36:08 – 19/11/2026 15:36:08"),
    ],
)  # fmt: skip
def test_the_period_in_words(period: Period, title: str):
    assert panel(Query(period=period), "en").query.period == title


def test_saved_searches_are_shown_as_the_line_they_are():
    kept = (KeptSearch(key="1", name="Long", owner="jan", query=Query(terms=(WAIT,)), is_shared=True),)
    (shown,) = panel(Query(), "en", kept=kept).query.saved
    assert (shown.name, shown.line, shown.owner, shown.is_own) == ("Long", "wait>60", "jan", False)


# --- results


def results(made: Moment) -> Results:
    return present(made).results


def test_the_sums_are_those_of_the_whole_result():
    shown = results(moment(found_call(1), missed_call(2)))
    assert [(one.caption, one.value) for one in shown.sums][:4] == [
        ("", "2 calls"), ("Average wait", "1:08"), ("Talk in all", "3:31"), ("Average talk", "3:31"),
    ]  # fmt: skip
    assert shown.count == "2"


def test_nothing_found_says_what_to_do():
    shown = results(moment())
    assert (shown.empty, shown.empty_hint) == ("No call matches.", "Try a longer period or remove a condition.")


def test_while_an_answer_is_awaited_the_old_rows_stay_dimmed():
    assert results(moment(found_call(), asking="just_now")).strip is None
    loading = results(moment(found_call(), asking="loading"))
    assert loading.is_old
    assert loading.rows
    assert loading.strip is not None
    assert loading.strip.text == "Loading calls…"
    slow = results(moment(asking="slow")).strip
    assert slow is not None
    assert (slow.text, slow.button, slow.wish) == ("This takes longer than usual.", "Cancel", "cancel")


def test_a_database_that_is_away_says_since_when():
    strip = results(moment(found_call(), away_since=NOW)).strip
    assert strip is not None
    assert strip.text == "Database unreachable since 14:36:08. Live view goes on."
    assert strip.wish == "retry"


def test_gaps_of_the_period_stand_under_the_table():
    gap = Gap(pbx="main", started_at=NOW - timedelta(minutes=4), ended_at=NOW)
    assert results(moment(gaps=(gap,))).footnote == "1 collection gap in this period, 14:32–14:36."
    touched = results(moment(found_call(is_in_gap=True), gaps=(gap,))).footnote
    assert touched.endswith("(1 call touched by it).")


def test_without_the_right_nothing_is_exported():
    assert present(moment()).export_refusal == ""
    assert "no right" in present(moment(rights=frozenset())).export_refusal


# --- the chosen call


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def tracked() -> Tracked:
    ring = Attempt(
        agent="1001", interface="PJSIP/1001", leg_id="2", started_at=at(24), ended_at=at(39), result="no_answer"
    )
    visit = Visit(
        queue="support", uniqueid="1", nth=1, entered_at=at(18), left_at=at(45), answered_at=at(45), outcome="answered",
        agent="1003", wait_time=timedelta(seconds=27), attempts=(ring,),
    )  # fmt: skip
    talk = Conversation(party="1003", other="caller", leg_id="3", started_at=at(45), ended_at=at(171))
    passed = Transfer(kind="blind", by="1003", to="1005", happened_at=at(171), is_completed=True)
    return Tracked(
        call=Call(
            pbx="main", call_id="1", direction="inbound", started_at=at(0), ended_at=at(180), ended_by="caller",
            visits=(visit,), conversations=(talk,), transfers=(passed,),
            steps=(Step(happened_at=at(5), kind="digit", text="1"),),
        )
    )  # fmt: skip


def test_the_chosen_call_is_told_in_steps():
    chosen = ChosenCall(found=found_call(is_transferred=True), tracked=tracked(), linked=(missed_call(3),))
    shown = present(moment(found_call(), chosen=chosen)).detail
    assert shown is not None
    assert [(one.text, one.length) for one in shown.steps] == [
        ("Menu, key 1", "0:18"), ("Joins queue Podpora", "0:27"), ("Rings 1001, not answered", "0:15"),
        ("Answered by 1003", "2:06"), ("Transferred to 1005", ""), ("The caller hung up", ""),
    ]  # fmt: skip
    assert [one.text for one in shown.states] == ["Answered", "Transferred"]
    assert shown.linked[0].key == ("main", "1795.3")
    assert shown.recording == ""


def test_a_call_without_a_recording_says_why():
    shown = present(moment(chosen=ChosenCall(found=missed_call()))).detail
    assert shown is not None
    assert shown.recording == "None, the call was not connected."
    assert dict(shown.facts)["Waited"].text == "1:48, the caller hung up"
