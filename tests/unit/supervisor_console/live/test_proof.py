"""The chip of the nightly proof: muted while all is well, loud where figures differ, honest where there was none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.domain.accounts import RIGHTS_OF
from shared.domain.proofs import Disagreement, Finding
from supervisor_console.live.presenter import present
from supervisor_console.live.screen import ProofMark
from tests.unit.supervisor_console.live.boards import CZECH, moment

DAY = date(2026, 11, 18)


def finding(kind: Any = "conservation", checked: int = 120, day: date = DAY, **more: Any) -> Finding:
    return Finding(day=day, pbx="main", kind=kind, checked=checked, **more)


def mark(*findings: Finding, **more: Any) -> ProofMark:
    found = present(moment(proof=findings, **more)).header.proof
    assert found is not None
    return found


def test_all_is_well() -> None:
    found = mark(finding(), finding("rollups"), finding("queue_log", differing=2, explained=2))
    assert (found.token, found.text) == ("muted", "Figures of Wed\u00a018\u00a0Nov proved")
    assert [line.text for line in found.lines] == [
        "120 compared, nothing differs", "120 compared, nothing differs",
        "120 compared, 2 differ for known reasons"]  # fmt: skip
    assert mark(finding(), language=CZECH).token == "muted"


def test_what_differs_is_loud_and_says_what() -> None:
    wrong = Disagreement(about="queue sales", field="answered", ours="11", theirs="12")
    known = Disagreement(about="queue sales", field="talk", ours="1 s", theirs="9 s", reason="parked")
    found = mark(finding(differing=2, explained=1, detail=(wrong, known)), finding("rollups"))
    assert (found.token, found.text) == ("bad", "1 difference in figures of Wed\u00a018\u00a0Nov")
    assert found.lines[0].differences == ("queue sales · answered: stored 11, should be 12",)
    assert found.lines[0].token == "bad"
    assert found.lines[1].token == "good"
    assert found.foot == "More: collector-daemon proof --day 2026-11-18"


@pytest.mark.parametrize("findings", [(), (finding(checked=0),)])
def test_not_proved_yet(findings: tuple[Finding, ...]) -> None:
    assert (mark(*findings).token, mark(*findings).text) == ("muted", "Figures not proved yet")


def test_nights_without_a_proof_are_a_warning() -> None:
    found = mark(finding(day=date(2026, 11, 15)))
    assert (found.token, found.text) == ("warn", "Figures last proved of Sun\u00a015\u00a0Nov")


@pytest.mark.parametrize("more", [
    {"proof": None}, {"own_queues": ("sales",)}, {"rights": RIGHTS_OF["supervisor"] - {"history.all"}},
])  # fmt: skip
def test_who_may_not_know_is_told_nothing(more: dict[str, Any]) -> None:
    assert present(moment(**{"proof": (finding(),)} | more)).header.proof is None
