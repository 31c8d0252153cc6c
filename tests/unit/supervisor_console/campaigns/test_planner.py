"""The planner: a campaign's own numbers, what cannot be, and what comes out."""

from __future__ import annotations

import msgspec
import pytest

from shared.campaigns.planning import plan
from shared.campaigns.simulating import Setting
from supervisor_console.campaigns.presenter import present
from supervisor_console.campaigns.presenter.moment import PlanMoment
from supervisor_console.campaigns.presenter.planner import FIELDS, proposed, read, wrong
from tests.unit.supervisor_console.campaigns.made import AROUND, moment


def test_the_campaigns_numbers_go_in_and_can_be_read() -> None:
    fields = proposed(moment())
    assert (fields["contacts"], fields["answer"], fields["limit"]) == ("35", "41", "3.0")
    wanted = read(AROUND, fields)
    assert wanted is not None
    assert (wanted.setting.contacts, wanted.setting.answers, wanted.ratio) == (35, (0.41,), 1.5)
    assert set(fields) == set(FIELDS)


@pytest.mark.parametrize(
    ("name", "said"), [("operators", "0"), ("operators", "many"), ("answer", "101"), ("hours", ""), ("ratio", "1,5,5")]
)
def test_what_cannot_be_is_said_and_nothing_is_reckoned(name: str, said: str) -> None:
    assert wrong(AROUND, name, said).startswith("A number from ")
    assert read(AROUND, proposed(moment()) | {name: said}) is None


def test_each_mode_is_reckoned_and_told() -> None:
    results = plan(Setting(operators=4, answers=(0.3,), hours=1.0, contacts=200), ratio=1.5)
    known = PlanMoment(fields=proposed(moment()), results=results)
    shown = present(msgspec.structs.replace(moment(), tab="planner", plan=known)).planner
    assert shown is not None
    assert [line.cells[0].text for line in shown.grid.lines] == [
        "Progressive", "Fixed ratio", "Adaptive, as VICIdial", "Predictive"]  # fmt: skip
    assert shown.grid.lines[0].cells[2].text == "0.0%"
    assert shown.run.refusal == ""


@pytest.mark.parametrize(
    ("hours", "words"), [(0.97, "after 58 min"), (1.0, "after 1 h 0 min"), (2.55, "after 2 h 33 min")]
)
def test_when_all_are_called_is_told_without_empty_hours(hours: float, words: str) -> None:
    [result, *_rest] = plan(Setting(operators=4, answers=(0.3,), hours=1.0, contacts=200), ratio=1.5)
    done = msgspec.structs.replace(result, hours=hours, is_done=True)
    known = PlanMoment(fields=proposed(moment()), results=(done,))
    shown = present(msgspec.structs.replace(moment(), tab="planner", plan=known)).planner
    assert shown is not None
    assert shown.grid.lines[0].cells[-1].text == words
