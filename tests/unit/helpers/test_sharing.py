"""A file's tests go to one worker, the longest files first; else each worker would begin what is costly anew."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.helpers.sharing import BUSY, BUSY_RUNS, LONG, SHIFTS, WINDOWS, pytest_xdist_make_scheduler, sharing

ROOT = Path(__file__).parents[3]


class Worker:
    """What was sent to a worker, as a scheduler knows it."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.shutting_down = False
        self.told: list[int] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.told += indices

    def shutdown(self) -> None:
        self.shutting_down = True


def shared_out(tests: list[str], workers: int) -> list[list[str]]:
    options = SimpleNamespace(loadscopereorder=True, tx=["popen"] * workers)
    config = SimpleNamespace(option=options, getvalue=lambda name: getattr(options, name))
    scheduler = sharing(config)  # type: ignore[arg-type]
    there = [Worker(f"gw{number}") for number in range(workers)]
    for worker in there:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, tests)
    scheduler.schedule()
    return [[tests[index] for index in worker.told] for worker in there]


def test_a_file_goes_to_one_worker_whole_and_the_longest_first():
    cheap = [f"tests/unit/test_cheap.py::test_it[{number}@x::y]" for number in range(9)]
    cheaper = [f"tests/unit/test_cheaper.py::test_it[{number}]" for number in range(5)]
    panel = [f"{LONG[0]}::test_shift[{number}]" for number in range(3)]
    assert shared_out([*cheaper, *cheap, *panel], 2) == [panel, cheap]


@pytest.mark.parametrize("files", [BUSY, WINDOWS])
def test_what_shares_runs_on_a_pbx_is_made_by_one_worker(files):
    busy = [f"{file}::test_it[{number}]" for file in files for number in range(2)]
    other = [f"tests/unit/test_other.py::test_it[{number}]" for number in range(3)]
    assert shared_out([*other, *busy], 2) == [busy, other]


def test_only_where_groups_are_asked_for():
    for dist, kind in (("loadgroup", LoadScopeScheduling), ("load", type(None))):
        options = SimpleNamespace(dist=dist, tx=["popen"])
        config = SimpleNamespace(option=options, getvalue=lambda _name: ["popen"], getoption=lambda _name, d=dist: d)
        assert isinstance(pytest_xdist_make_scheduler(config, None), kind)  # type: ignore[arg-type]


def test_what_is_said_to_be_long_exists():
    assert {name for name in (*BUSY, *WINDOWS, *LONG) if not (ROOT / name).exists()} == {BUSY_RUNS, SHIFTS}
