"""What leaves for those who may not see callers: nothing of a caller's name, and no number whole."""

import json

import msgspec
import pytest

from collector_daemon.feed.board import Board
from collector_daemon.feed.masking import masked_event, masked_row
from collector_daemon.feed.permissions import lens
from collector_daemon.feed.views import Gallery
from shared.domain.accounts import RIGHTS_OF
from shared.domain.board import LineRow, Row
from tests.helpers.feed import account, agent, call, queue

ALL = frozenset({"lines", "queues", "agents", "calls", "alerts", "events"})
NUMBER = "420777123001"
SHOWN = "+420 777 ••• 001"
INBOUND = call("c1", caller=NUMBER, caller_name="Žofie Křížová", called="420222111001", line="420222111001")
ASKING = call("c4", consulting=("1001", NUMBER))
OUTBOUND = call("c2", None, direction="outbound", caller="1001", called=NUMBER, agents=("1001",))
TALKING = agent("1001", "support", state="talking", call="c1", caller=NUMBER, caller_name="Žofie", queue="sales")


def test_who_may_see_callers() -> None:
    seeing = {role for role, rights in RIGHTS_OF.items() if "callers.see" in rights}
    assert seeing == {"operator", "supervisor", "quality", "administrator"}


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        (INBOUND, {"caller": SHOWN, "caller_name": None}),
        (OUTBOUND, {"called": SHOWN}),
        (ASKING, {"consulting": ("1001", SHOWN)}),
        (TALKING, {"caller": SHOWN, "caller_name": None}),
        (call("c3", caller="Jan Novák", caller_name="Jan"), {"caller": "J•• •••ák", "caller_name": None}),
    ],
)
def test_only_what_tells_who_calls_is_hidden(row: Row, hidden: dict[str, object]) -> None:
    shown = masked_row(row, "CZ")
    assert {name: getattr(shown, name) for name in hidden} == hidden or hidden["caller"] not in (None, SHOWN)
    assert msgspec.structs.replace(shown, **{name: getattr(row, name) for name in hidden}) == row


@pytest.mark.parametrize(
    "row",
    [queue(), LineRow(pbx="main", line="420222111001"), agent("1001", "support"), call("c1"), call("c1", caller="1001"),
     call("c1", called="420222111001", line="420222111001"), call("c1", consulting=("1001", "1005"))],
)
def test_a_row_with_nothing_to_hide_is_not_made_again(row: Row) -> None:
    assert masked_row(row, "CZ") is row


def test_events_are_masked_alike() -> None:
    event = {"event": "call_started", "caller": NUMBER, "caller_name": "Žofie", "called": NUMBER, "line": "222"}
    told = json.loads(masked_event(json.dumps(event).encode(), "CZ"))
    assert told == event | {"caller": SHOWN, "caller_name": None, "called": SHOWN}
    plain = b'{"event":"agent_state","agent":"1001","name":"Eva"}'
    assert masked_event(plain, "CZ") is plain


def test_all_screens_share_one_view_and_what_is_masked_is_encoded_once() -> None:
    board = Board()
    gallery = Gallery(board, 100)
    eva = gallery.view(lens(account("eva"), ALL, None))  # type: ignore[arg-type]
    wall = gallery.view(lens(account("wall", "wallboard"), ALL, None))  # type: ignore[arg-type]
    north = gallery.view(lens(account("north", "wallboard"), ALL, None))  # type: ignore[arg-type]
    limited = gallery.view(lens(account("limited", "wallboard", {"support"}), ALL, None))  # type: ignore[arg-type]
    assert wall is north
    assert len({eva, wall, limited}) == 3
    board.apply([INBOUND, queue(), TALKING])
    steps = dict(gallery.absorb(board.take()))
    places = list(board.rows)
    mine, theirs, few = (steps[view].part.rows for view in (eva, wall, limited))
    for place in places:
        placed = board.rows[place]
        assert mine[place] is placed.item
        assert (theirs[place] is placed.item) == (place[0] == "queues")
    assert few["calls", "main", "c1"] is theirs["calls", "main", "c1"]
    assert few["agents", "main", "1001"] is not theirs["agents", "main", "1001"], "his call is of another queue"
    for view in (wall, limited):
        for told in (steps[view].line, view.snapshot()):
            assert NUMBER[3:].encode() not in told
            assert "Žofie".encode() not in told
