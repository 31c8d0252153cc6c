"""What the page of quality shows of what is known: calls, form, course, operators, troubles."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from shared.domain.description import CentreDescription, QueueDescription
from shared.domain.quality import Card, Question, Section
from shared.language import Language
from supervisor_console.playback.screen import MarkRow
from supervisor_console.quality.presenter import Draft, Moment, present
from supervisor_console.reports.quality import SampledCall, Score
from tests.unit.supervisor_console.calls.found import found_call
from tests.unit.supervisor_console.tracking import calls

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
CARD = Card(card="support", version=1, title="Support", sections=(
    Section(title="Begin", questions=(
        Question(key="greeted", text="Greeted", weight=1),
        Question(key="checked", text="Checked who calls", weight=3, is_fatal=True),
    )),
    Section(title="Solve", questions=(Question(key="solved", text="Solved", kind="scale", most=5, weight=4),)),
))  # fmt: skip
DRAFT = Draft(
    score="s1", pbx="main", call="1.1", agent="1001", agent_name="Jana", call_started_at=MONDAY, card="support",
    version=1,
)  # fmt: skip
KEY = DRAFT.key
CALL = SampledCall(agent="1001", name="Jana", found=found_call(call="1.1", started_at=MONDAY))
CENTRE = CentreDescription(name="Centre", timezone="UTC", queues=(QueueDescription(queue="support", title="Podpora"),))


def moment(**known) -> Moment:
    return Moment(**{
        "language": Language.of("en"), "zone": UTC, "now": NOW, "centre": CENTRE, "is_masked": False, "cards": (CARD,),
        "calls": (CALL,), "is_asked": True, **known,
    })  # fmt: skip


def score(number: int, percent: str, at: datetime = MONDAY, **more) -> Score:
    return Score(**{
        "score": f"s{number}", "pbx": "main", "call": f"{number}.1", "call_started_at": at, "agent": "1001",
        "agent_name": "Jana", "card": "support", "version": 1,
        "answers": {"greeted": 1, "checked": 1, "solved": 5}, "percent": Decimal(percent), "account": "eva",
        "scored_at": NOW, **more,
    })  # fmt: skip


def form(**answers):
    shown = present(moment(chosen=KEY, draft=msgspec.structs.replace(DRAFT, answers=answers))).form
    assert shown is not None
    return shown


def test_before_anything_was_answered_it_says_what_is_going_on():
    shown = present(moment(calls=(), cards=(), is_asked=False))
    assert shown.calls_empty is not None
    assert shown.form_empty is not None
    assert (shown.calls_empty.title, shown.form_empty.title) == ("Loading calls…", "Choose a call to score.")
    shown = present(moment(calls=(), cards=()))
    assert shown.calls_empty is not None
    assert shown.form_empty is not None
    assert shown.standings_empty is not None
    assert shown.calls_empty.title == "No call to score in this period."
    assert (shown.form_empty.title, shown.form_empty.button) == ("There is no score card yet.", "New card")
    assert shown.standings_empty.title == "Nobody was scored in this period."
    assert not shown.has_player


@pytest.mark.parametrize(
    ("answers", "figure", "token", "progress", "can_save"),
    [
        ({}, "—", "muted", "Answered 0 of 3", False),
        ({"greeted": 1}, "100.00%", "good", "Answered 1 of 3", False),
        ({"greeted": 1, "checked": 1, "solved": 5}, "100.00%", "good", "Answered 3 of 3", True),
        ({"greeted": 0, "checked": 1, "solved": 4}, "75.00%", "warn", "Answered 3 of 3", True),
        ({"greeted": 0, "checked": 1, "solved": 1}, "37.50%", "bad", "Answered 3 of 3", True),
        ({"greeted": None, "checked": 1, "solved": 5}, "100.00%", "good", "Answered 3 of 3", True),
        ({"checked": 0}, "0.00%", "bad", "Instant fail: Checked who calls", True),
    ],
)  # fmt: skip
def test_the_form_counts_while_it_is_filled(answers, figure, token, progress, can_save):
    shown = form(**answers)
    assert (shown.figure, shown.token, shown.progress, shown.can_save) == (figure, token, progress, can_save)


def test_nothing_that_applies_is_no_score():
    shown = form(greeted=None, checked=None, solved=None)
    assert (shown.figure, shown.can_save, shown.hint) == ("—", False, "At least one question must apply.")


def test_questions_say_their_weight_and_which_keys_answer():
    first, second = form(checked=0).parts
    assert [line.note for line in first.questions] == ["weight 1", "weight 3 · instant fail"]
    assert [line.is_failed for line in first.questions] == [False, True]
    assert [(one.text, one.letters) for one in first.questions[0].picks] == [("Yes", "AY1"), ("No", "N0"), ("N/A", "X")]
    assert [one.letters for one in second.questions[0].picks] == ["1", "2", "3", "4", "5", "X"]
    keys = [one.letters for part in (first, second) for line in part.questions for one in line.picks]
    assert not set("".join(keys)) & set("M+- ")  # the player's


def test_a_score_is_shown_with_who_made_it_and_a_correction_says_so():
    stored = score(1, "87.50")
    shown = present(moment(chosen=KEY, draft=DRAFT, scores=(stored,)))
    assert shown.form is not None
    assert shown.form.note.startswith("Scored by eva")
    assert not shown.form.can_save
    assert (shown.calls[0].state, shown.calls[0].token, shown.calls_count) == ("87.50%", "good", "1 / 1")
    corrected = msgspec.structs.replace(DRAFT, corrects="s1", answers={"checked": 0})
    shown = present(moment(chosen=KEY, draft=corrected, drafts=(corrected,), scores=(stored,)))
    assert shown.form is not None
    assert (shown.form.save, shown.form.can_save, shown.calls[0].state) == ("Save the correction", True, "Begun")
    failed = score(1, "0", failed_by="Checked who calls")
    assert present(moment(scores=(failed,))).calls[0].icon == "circle_cross"


def test_a_finished_one_waits_and_cannot_be_sent_twice():
    sent = msgspec.structs.replace(DRAFT, answers={"checked": 0}, is_sent=True)
    shown = present(moment(chosen=KEY, draft=sent, drafts=(sent,), away_since=NOW))
    assert shown.form is not None
    assert (shown.calls[0].state, shown.form.can_save) == ("Waits to be stored", False)
    assert (shown.strip, shown.strip_button) == ("Database unreachable since 12:00:00.", "Try again")


def test_an_old_version_of_the_card_stays_with_what_was_begun_by_it():
    newer = Card(card="support", version=2, title="Support 2", sections=CARD.sections)
    other = Card(card="sales", version=1, title="Sales", sections=CARD.sections)
    gone = Card(card="gone", version=3, title="Gone", sections=CARD.sections, is_retired=True)
    shown = present(moment(chosen=KEY, draft=DRAFT, cards=(CARD, newer, other, gone)))
    assert shown.form is not None
    assert [(one.text, one.note) for one in shown.form.cards.picks] == [("Support", "version 1"), ("Sales", "")]


def test_the_course_has_markers_in_their_places_and_a_call_without_sound_says_so():
    tracked = calls.usual_tracked()
    key = ("main", tracked.call.call_id, "1003")
    mark = MarkRow(key="m", number=1, at_ms=92_000, clock="", text="Checked", initials="KR", is_own=True, hint="")
    shown = present(moment(chosen=key, tracked=tracked, markers=(mark,)))
    assert [line.at_ms for line in shown.course] == sorted(line.at_ms for line in shown.course)
    assert [(line.at_ms, line.text) for line in shown.course if line.icon == "flag"] == [(92_000, "Checked · KR")]
    assert (shown.has_player, shown.silence) == (True, "")
    mute = msgspec.structs.replace(tracked, call=msgspec.structs.replace(tracked.call, recordings=()))
    assert present(moment(chosen=key, tracked=mute)).silence == "This call was not recorded."
    never = tuple(
        msgspec.structs.replace(one, ended_at=one.started_at, pauses=()) for one in tracked.call.recordings
    )
    unwritten = msgspec.structs.replace(tracked, call=msgspec.structs.replace(tracked.call, recordings=never))
    assert present(moment(chosen=key, tracked=unwritten)).silence == "This call was not recorded."
    assert present(moment(chosen=KEY, tracked=tracked)).course == ()  # another call is chosen by now


def test_operators_are_seen_over_time():
    week = timedelta(days=7)
    kept = (
        score(1, "60"), score(2, "70"), score(3, "90", MONDAY + week), score(4, "100", MONDAY + week),
        score(5, "0", agent="1002", agent_name=None, failed_by="Checked who calls",
              answers={"greeted": 1, "checked": 0, "solved": 3}),
    )  # fmt: skip
    shown = present(moment(tab="operators", period_scores=kept))
    jana, other = shown.standings
    assert (jana.name, jana.count, jana.average) == ("Jana · 1001", "4", "80.00%")
    assert (jana.change, jana.token) == ("+30.0", "good")
    assert (other.name, other.fails, other.change) == ("1002", "1", "—")
    assert [(one.label, one.percent, one.count) for one in shown.trend] == [("16. 11.", 65, 2), ("23. 11.", 95, 2)]
    worst = present(moment(tab="operators", period_scores=kept, operator="1002")).worst
    assert [line.text for line in worst] == ["Checked who calls", "Solved"]


@pytest.mark.parametrize(("after", "token"), [("71.9", "muted"), ("72", "good"), ("68", "bad"), ("70", "muted")])
def test_a_change_is_coloured_only_where_it_is_sure(after, token):
    kept = (score(1, "70"), score(2, after, MONDAY + timedelta(days=1)))
    assert present(moment(period_scores=kept)).standings[0].token == token
