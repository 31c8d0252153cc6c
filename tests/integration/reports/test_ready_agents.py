"""Reports of operators and of whole calls equal what queue_log and the phones' own notes say."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime

import pytest

from shared.reports.table import Report, Row
from tests.integration.reports.cells import number
from tests.integration.reports.conftest import Run
from tests.integration.reports.plain_log import EXTENSIONS, TOLERANCE, PlainLog, PlainPhones, unseen

pytestmark = pytest.mark.postgres
ENDS = (
    "answered", "abandoned", "left_ivr", "overflow", "no_answer", "busy", "failed", "cancelled", "lost", "ongoing",
)  # fmt: skip


def counts_of(report: Report, *names: str) -> dict[object, int]:
    """By the first key the sum of these columns, where there is any."""
    found = {row.values[0]: int(sum(number(report, row, name) for name in names)) for row in report.rows}
    return {key: count for key, count in found.items() if count}


@pytest.mark.parametrize("pbx", ["main", "log"])
def test_handled_missed_and_passed_on(run: Run, log: PlainLog, phones: PlainPhones, pbx: str) -> None:
    report = run("agents", pbx=(pbx,))
    answered = [one for one in log.visits if one.ending == "answered"]
    assert counts_of(report, "handled") == Counter(one.agent for one in answered)
    refused: Counter[str] = Counter()
    for (_queue, member), count in log.refused.items():
        refused[EXTENSIONS[member]] += count
    # app_queue writes RINGNOANSWER for phones that were busy or rejected as well: both columns together
    assert counts_of(report, "missed", "rejected") == refused
    lied_of = unseen(log, phones)
    passed = Counter(one.agent for one in answered if one.is_passed_on or (pbx == "main" and one.call in lied_of))
    told = {row.values[0]: row.counts.agents.passed_on for row in report.rows if row.counts}
    assert {agent: count for agent, count in told.items() if count} == passed
    for row in report.rows:
        share, offers = report.value(row, "rna_rate"), number(report, row, "offers")
        assert share == (100 * number(report, row, "missed") / offers if offers else None)


def test_talk_of_operators(run: Run, log: PlainLog, phones: PlainPhones) -> None:
    report, lied_of = run("agents"), unseen(log, phones)
    talked: dict[str, list[int]] = defaultdict(list)
    lies: Counter[str] = Counter()
    for one in log.visits:
        if one.ending == "answered":
            talked[one.agent].append(one.talked or 0)
            lies[one.agent] += (one.talked or 0) if one.call in lied_of else 0
    for row in report.rows:
        agent = str(row.values[0])
        told = number(report, row, "agent_talk") + number(report, row, "agent_hold")
        margin = TOLERANCE * len(talked[agent])
        assert sum(talked[agent]) - margin - lies[agent] <= told <= sum(talked[agent]) + margin, agent


def test_log_ins_that_the_log_knows(run: Run, log: PlainLog) -> None:
    report = run("agents")
    told = {row.values[0]: report.value(row, "first_login") for row in report.rows}
    at = told["1010"]
    assert isinstance(at, datetime)
    # the only one who is a member of no queue by configuration, of which queue_log is silent
    assert abs(at - datetime.fromtimestamp(log.added["PJSIP/1010"], UTC)).total_seconds() <= TOLERANCE
    assert {report.value(row, "last_logout") for row in report.rows} == {None}, "nobody was removed"


def test_pauses_by_reason(run: Run, log: PlainLog, phones: PlainPhones) -> None:
    """A paused operator who rings or talks is not paused but ringing or talking: the phones say when that was."""
    report = run("agent_states")
    free: dict[tuple[str, str], list[float]] = defaultdict(list)
    for member, reason, since, until in log.pauses:
        free[EXTENSIONS[member], reason].append(phones.free(EXTENSIONS[member], since, until))
    reasons = {column.name.removeprefix("reason:") for column in report.columns if column.name.startswith("reason:")}
    assert reasons == {reason for (_agent, reason), spans in free.items() if sum(spans) > TOLERANCE}
    told = {(str(row.values[0]), one): number(report, row, f"reason:{one}") for row in report.rows for one in reasons}
    for key, seconds in told.items():
        assert seconds == pytest.approx(sum(free[key]), abs=2 * TOLERANCE * max(1, len(free[key]))), key
    for row in report.rows:
        paused = sum(seconds for (agent, _reason), seconds in told.items() if agent == row.values[0])
        assert paused == pytest.approx(number(report, row, "paused_time"))
        assert _states(report, row) == pytest.approx(number(report, row, "logged_in_time"))


def _states(report: Report, row: Row) -> float:
    names = ("ready_time", "ringing_time", "talking_time", "on_hold_time", "wrap_up_time", "unreachable_time",
             "paused_time")  # fmt: skip
    return sum(number(report, row, name) for name in names)


@pytest.mark.parametrize("pbx", ["main", "log"])
def test_transfers_of_operators_are_those_between_whom(run: Run, pbx: str) -> None:
    report, between = run("agents", pbx=(pbx,)), run("transfers", pbx=(pbx,))
    completed: Counter[object] = Counter()
    for row in between.rows:
        completed[row.values[0]] += int(number(between, row, "completed"))
    assert completed.total() >= 8
    assert counts_of(report, "transferred_blind", "transferred_attended") == +completed


def test_transfers_between_whom(run: Run, log: PlainLog, phones: PlainPhones) -> None:
    report = run("transfers")
    told: Counter[tuple[object, object]] = Counter()
    for row in report.rows:
        told[row.values[0], row.values[1]] += int(number(report, row, "attempts"))
        assert number(report, row, "completed") <= number(report, row, "attempts")
    assert told == Counter((who, to) for (who, _number), to in phones.passed_on.items())
    logged = sum(one.is_passed_on for one in log.visits)
    assert told.total() == logged + len(unseen(log, phones))


@pytest.mark.parametrize("pbx", ["main", "log"])
def test_rings_by_what_came_of_them(run: Run, log: PlainLog, pbx: str) -> None:
    report = run("ringing", pbx=(pbx,))
    rings = {row.values[0]: number(report, row, "rings") for row in report.rows}
    assert rings["answered"] == sum(one.ending == "answered" for one in log.visits)
    assert rings["no_answer"] + rings.get("rejected", 0) == sum(log.refused.values())


def test_lines_and_directions(run: Run, log: PlainLog, phones: PlainPhones) -> None:
    lines = run("lines")
    assert {row.values[0]: lines.value(row, "calls") for row in lines.rows} == phones.lines
    calls: dict[str, list[str]] = defaultdict(list)
    for one in log.visits:
        calls[one.number].append(one.ending)
    answered = sum("answered" in endings for endings in calls.values())
    gave_up = sum("answered" not in endings and endings[-1] == "ABANDON" for endings in calls.values())
    directions = {row.values[0]: row for row in run("directions").rows}
    report = run("directions")
    inbound = directions["inbound"]
    assert [report.value(inbound, name) for name in ("calls", "calls_answered", "calls_abandoned", "overflow")] == [
        len(calls), answered, gave_up, len(calls) - answered - gave_up]  # fmt: skip
    outgoing = run("outgoing")
    assert {row.values[0]: outgoing.value(row, "calls") for row in outgoing.rows} == phones.outgoing
    assert report.value(directions["outbound"], "calls") == sum(phones.outgoing.values())
    for row in report.rows:
        assert row.counts is not None
        whole = row.counts.calls
        assert whole.calls == sum(getattr(whole, name) for name in ENDS)


def test_notes_say_what_is_not_as_it_seems(run: Run, log: PlainLog) -> None:
    assert run("lines").notes.imported == 0
    assert run("lines", pbx=("log",)).notes.imported == len({one.call for one in log.visits})
    assert run("queues").notes.gaps == ()
