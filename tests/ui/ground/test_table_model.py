"""The model of rows: Qt's own tester watches it under random changes, and the selection stays with its thing."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from shared.qt.table_model import ROW_ROLE, Column, RowsModel


@dataclass(frozen=True)
class Thing:
    name: str
    number: int | None


def make() -> RowsModel[Thing]:
    columns: list[Column[Thing]] = [
        Column(title=lambda: "Name", text=lambda thing: thing.name),
        Column(
            title=lambda: "Number", text=lambda thing: str(thing.number or "–"), order=lambda thing: thing.number,
            is_number=True, is_running=True,
        ),
    ]  # fmt: skip
    return RowsModel(columns, key=lambda thing: thing.name)


def names(model: RowsModel[Thing]) -> str:
    return "".join(thing.name for thing in model.rows)


STEPS = st.lists(
    st.one_of(
        st.lists(st.builds(Thing, st.sampled_from("abcdefghij"), st.none() | st.integers(0, 3)), max_size=12),
        st.tuples(st.integers(-1, 1), st.sampled_from(list(Qt.SortOrder))),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_changes_are_told_as_qt_wants_them_and_indexes_follow_their_rows(qapp, steps):
    model = make()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view = QTableView()
    view.setModel(model)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    for step in steps:
        chosen = {index.data(ROW_ROLE).name for index in view.selectionModel().selectedRows()}
        if isinstance(step, tuple):
            model.sort(*step)
        else:
            model.set_rows(step)
            wanted = {thing.name: thing for thing in step}
            assert {thing.name: thing for thing in model.rows} == wanted
            chosen &= set(wanted)
        assert {index.data(ROW_ROLE).name for index in view.selectionModel().selectedRows()} == chosen
        if model.rows:
            view.selectionModel().select(
                model.index(0, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            )
    assert tester.model() is model


@pytest.mark.parametrize(("direction", "expected"), [("AscendingOrder", "bdac"), ("DescendingOrder", "abdc")])
def test_it_sorts_itself_equals_by_name_and_nothing_last(qapp, direction, expected):
    model = make()
    model.sort(1, Qt.SortOrder[direction])
    model.set_rows([Thing("a", 3), Thing("c", None), Thing("d", 1), Thing("b", 1)])
    assert names(model) == expected


def test_what_is_the_same_is_not_told(qtbot):
    model = make()
    model.set_rows([Thing("a", 1), Thing("b", 2)])
    told = []
    for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.layoutChanged, model.modelReset):
        signal.connect(lambda *_what: told.append(1))
    model.set_rows([Thing("a", 1), Thing("b", 2)])
    assert not told
    model.set_rows([Thing("a", 1), Thing("b", 3)])
    assert len(told) == 1


def test_neighbours_are_told_together(qtbot):
    model = make()
    model.set_rows([Thing(name, 1) for name in "abcdef"])
    told = []
    model.dataChanged.connect(lambda first, last, _roles: told.append((first.row(), last.row())))
    model.set_rows([Thing(name, 2 if name in "bcf" else 1) for name in "abcdef"])
    assert told == [(1, 2), (5, 5)]


def test_a_second_reads_only_what_runs(qtbot):
    model = make()
    model.tick()
    model.set_rows([Thing("a", 1)])
    told = []
    model.dataChanged.connect(lambda first, last, _roles: told.append((first.column(), last.column())))
    model.tick()
    assert told == [(1, 1)]


def test_the_row_of_a_key(qtbot):
    model = make()
    model.set_rows([Thing("a", 1), Thing("b", 2)])
    assert model.index_of("b").row() == 1
    assert model.key_at(model.index_of("b")) == "b"
    assert not model.index_of("z").isValid()
    assert model.key_at(model.index_of("z")) is None
