"""The console's page of now with 500 operators, 60 queues and 120 waiting calls: a second's work, and another filter.

    python -m tests.benchmarks.console_live [--rounds 30]

``present`` is the pure part, ``render`` shows what is different a second later in a window of 1440×900 (Qt's offscreen
platform, painted), ``filter`` goes to one queue and back. The floor is the same 500 rows put into a bare table model.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from shared.clock import monotonic
from shared.domain.agents import AgentState
from shared.domain.board import Row
from shared.qt.table_model import Column, RowsModel
from supervisor_console.live.presenter import Choices, Moment, present
from supervisor_console.live.screen import AgentLine
from supervisor_console.live.views import LivePageView
from tests.benchmarks import machine
from tests.helpers.windows import make_ground
from tests.unit.supervisor_console.live import boards

AGENTS, QUEUES, WAITING = 500, 60, 120
STATES: tuple[AgentState, ...] = (
    "ready", "talking", "talking", "on_hold", "wrapping_up", "paused", "ringing", "unreachable",
)  # fmt: skip


def centre() -> list[Row]:
    """A large call centre."""
    rows: list[Row] = [
        boards.queue(f"queue{number:02}", number % 3, boards.ago(0, number), members=25, ready=3, answered=100 + number,
                     answered_in_threshold=90, abandoned=number % 9)
        for number in range(QUEUES)
    ]  # fmt: skip
    for number in range(AGENTS):
        names = tuple(f"queue{(number + step) % QUEUES:02}" for step in (0, 7, 19))
        state = STATES[number % len(STATES)]
        rows.append(boards.agent(
            str(1000 + number), f"Operátor {number}", state, boards.ago(number % 40, number % 60), names[0],
            queues=names, call=f"c{number}", caller=f"7{number:08}", handled=20, talk_seconds=4000.0,
        ))  # fmt: skip
    rows += [
        boards.waits(f"w{number}", f"6{number:08}", f"queue{number % QUEUES:02}", boards.ago(0, number))
        for number in range(WAITING)
    ]
    return rows


def timed(work: Callable[[int], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    taken = []
    for number in range(rounds):
        begun = monotonic()
        work(number)
        taken.append((monotonic() - begun) * 1000)
    return taken


def told(name: str, taken: list[float], floor: float | None = None) -> None:
    """One line."""
    ratio = "" if floor is None else f", {statistics.median(taken) / floor:.1f} times the floor"
    print(f"{name:8} p50 {statistics.median(taken):6.1f} ms, max {max(taken):6.1f} ms{ratio}", flush=True)


def bare(rounds: int) -> list[float]:
    """The floor: rows of as many operators, of which each is different, into a model of ten columns."""
    column: Column[AgentLine] = Column(title=lambda: "", text=lambda row: row.name)
    model: RowsModel[AgentLine] = RowsModel([column] * 10, lambda row: row.agent)
    known = [present(moment(number)).agents for number in range(2)]
    return timed(lambda number: model.set_rows(known[number % 2]), rounds)


def moment(second: int, **more: object) -> Moment:
    """So many seconds after the beginning."""
    at = boards.NOW + timedelta(seconds=second)
    return boards.moment(board=BOARD, now=at, own_now=at, **more)


BOARD = boards.board(centre())


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--rounds", type=int, default=30)
    rounds = options.parse_args().rounds
    print(machine.told())
    application = QApplication([])
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        view = LivePageView(make_ground(application, Path(folder) / "preferences.json"))
        view.resize(1360, 844)
        view.show()
        view.render_screen(present(moment(0)))
        application.processEvents()
        gc.collect()
        floor = bare(rounds)
        screens = [present(moment(number + 1)) for number in range(rounds)]

        def render(number: int) -> None:
            view.render_screen(screens[number])
            application.processEvents()

        def narrow(number: int) -> None:
            queues = ("queue07",) if number % 2 == 0 else ()
            view.render_screen(present(moment(rounds, choices=Choices(queues=queues))))
            application.processEvents()

        told("floor", floor)
        told("present", timed(lambda number: present(moment(number)), rounds))
        told("render", timed(render, rounds), statistics.median(floor))
        told("filter", timed(narrow, rounds))
        view.close_page()
        view.close()


if __name__ == "__main__":
    main()
