"""What may leave: by account and by filter, numbered without holes, and encoded once."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from collector_daemon.feed.board import Board, Tick
from collector_daemon.feed.permissions import Lens, lens
from collector_daemon.feed.views import Gallery, Step
from shared.domain.accounts import Account
from shared.domain.board import AlertRow, Gone, LineRow
from tests.helpers.feed import NOON, account, agent, call, check_wire, queue

ALL = frozenset({"lines", "queues", "agents", "calls", "alerts", "campaigns", "events"})
OLGA = account("olga", "operator", {"support"}, agent="1001")


def _lens(who: Account, *wished: str) -> Lens:
    return lens(who, ALL, frozenset(wished) or None)  # type: ignore[arg-type]


class Looked:
    """A view with a gallery of its own."""

    def __init__(self, board: Board, seen_by: Lens) -> None:
        self.gallery = Gallery(board, 100)
        self.view = self.gallery.view(seen_by)

    def absorb(self, tick: Tick) -> Step | None:
        steps = self.gallery.absorb(tick)
        return steps[0][1] if steps else None


def _view(board: Board, seen_by: Lens) -> Looked:
    return Looked(board, seen_by)


def _step(looked: Looked, board: Board) -> Any:
    step = looked.absorb(board.take())
    return None if step is None else check_wire(step.line)


def _shown(looked: Looked) -> dict[tuple[str, str], Any]:
    rows = check_wire(looked.view.snapshot())["rows"]
    return {(item["topic"], item["key"]): item["row"] for item in rows}


def _full_board() -> Board:
    board = Board()
    board.apply([
        queue("support", waiting=1), queue("sales", waiting=2),
        agent("1001", "support"),
        agent("1002", "support", "sales", state="talking", call="c2", caller="777", queue="sales"),
        agent("1003", "sales"), agent("1004", state="logged_out"),
        call("c1"), call("c2", "sales", agents=("1002",)), call("c3", None, phase="ivr"),
        call("c4", None, direction="outbound", agents=("1001",)),
        LineRow(pbx="main", line="420222111001", calls=1),
        AlertRow(pbx="main", alert="link", kind="pbx_away", text="away", since=NOON),
    ])
    board.take()
    return board


def test_a_supervisor_of_all_sees_all() -> None:
    assert len(_shown(_view(_full_board(), _lens(account("eva"))))) == 12


def test_rows_of_invisible_queues_never_leave() -> None:
    shown = _shown(_view(_full_board(), _lens(OLGA)))
    assert set(shown) == {
        ("queues", "support"), ("agents", "1001"), ("agents", "1002"), ("agents", "1004"), ("calls", "c1"),
        ("calls", "c4"), ("lines", "420222111001"), ("alerts", "link"),
    }
    colleague = shown["agents", "1002"]
    assert [membership["queue"] for membership in colleague["memberships"]] == ["support"]
    assert (colleague["state"], colleague["call"], colleague["caller"], colleague["queue"]) == (
        "talking", None, None, None,
    )
    assert "sales" not in json.dumps(list(shown.values()))


def test_a_filter_applies_to_calls_and_agents_too() -> None:
    shown = _shown(_view(_full_board(), _lens(account("eva"), "sales")))
    assert set(shown) == {
        ("queues", "sales"), ("agents", "1002"), ("agents", "1003"), ("calls", "c2"),
        ("lines", "420222111001"), ("alerts", "link"),
    }
    assert len(shown["agents", "1002"]["memberships"]) == 2


def test_a_filter_cannot_widen_what_may_be_seen() -> None:
    shown = _shown(_view(_full_board(), _lens(OLGA, "sales")))
    assert {topic for topic, key in shown if key not in ("1001", "c4")} == {"lines", "alerts"}


def test_a_call_that_leaves_the_visible_queues_is_gone() -> None:
    board = Board()
    view = _view(board, _lens(OLGA))
    board.apply([call("c1")])
    assert _step(view, board)["rows"][0]["row"]["queue"] == "support"
    board.apply([call("c1", "sales")])
    assert _step(view, board)["rows"] == [{"topic": "calls", "pbx": "main", "key": "c1", "row": None}]
    board.apply([call("c1", "sales", position=1)])
    assert _step(view, board) is None
    board.apply([Gone(topic="calls", pbx="main", key="c1")])
    assert _step(view, board) is None


def test_numbers_have_no_holes_whatever_is_hidden() -> None:
    board = Board()
    open_view, view = _view(board, _lens(account("eva"))), _view(board, _lens(OLGA))
    seqs = []
    for number in range(20):
        board.apply([queue("support" if number % 3 == 0 else "sales", waiting=number)])
        tick = board.take()
        open_view.absorb(tick)
        step = view.absorb(tick)
        if step is not None:
            seqs.append(step.seq)
    assert seqs == list(range(1, 8))
    assert open_view.view.seq == 20


def test_a_burst_is_one_change_and_a_row_that_did_not_change_none() -> None:
    board = Board()
    view = _view(board, _lens(account("eva")))
    board.apply([queue(waiting=number) for number in range(1, 100)])
    assert [item["row"]["waiting"] for item in _step(view, board)["rows"]] == [99]
    board.apply([queue(waiting=1), queue(waiting=99), Gone(topic="calls", pbx="main", key="never")])
    assert _step(view, board) is None


def test_a_row_is_encoded_once_for_all_views() -> None:
    board = _full_board()
    people = [account(f"s{number}", "supervisor", {"support", f"q{number}"}) for number in range(5)]
    views = [_view(board, _lens(who)) for who in people]
    board.apply([queue("support", waiting=5), agent("1002", "support", "sales")])
    tick = board.take()
    steps = [view.absorb(tick) for view in views]
    for place in (("queues", "main", "support"), ("agents", "main", "1002")):
        assert len({id(step.part.rows[place]) for step in steps if step}) == 1


def test_events_reach_those_they_concern() -> None:
    board = Board()
    eva, olga = _view(board, _lens(account("eva"))), _view(board, _lens(OLGA))
    board.publish_event(b'{"event":"a"}', queues=["support"])
    board.publish_event(b'{"event":"b"}', queues=["sales"])
    board.publish_event(b'{"event":"c"}', agents=["1001"])
    board.publish_event(b'{"event":"d"}')
    tick = board.take()
    found = [check_wire(step.line)["events"] for view in (eva, olga) if (step := view.absorb(tick))]
    assert [[event["event"] for event in events] for events in found] == [["a", "b", "c", "d"], ["a", "c"]]


def test_topics_not_asked_for_stay_away() -> None:
    board = _full_board()
    view = _view(board, lens(account("eva"), frozenset({"queues"}), None))
    assert {topic for topic, _ in _shown(view)} == {"queues"}
    board.publish_event(b"{}")
    board.apply([call("c1", position=3)])
    assert _step(view, board) is None


def test_history_is_bounded_by_items() -> None:
    board = Board()
    looked = _view(board, _lens(account("eva")))
    view = looked.view
    for number in range(500):
        board.apply([queue(f"q{key}", waiting=number) for key in range(10)])
        looked.absorb(board.take())
    assert len(view.steps_after(view.seq - 3) or ()) == 3
    assert view.steps_after(view.seq) == []
    assert view.steps_after(0) is None
    assert view.steps_after(view.seq + 1) is None
    assert len(view._steps) == 10


def test_hostile_text_is_one_line_of_utf8() -> None:
    board = Board()
    view = _view(board, _lens(account("eva")))
    name = 'a"\\\n\r\x00\u2028\udcf8😀"}],"seq":1'
    board.apply([call("c1", caller_name=name)])
    step = view.absorb(board.take())
    assert step is not None
    assert step.line.count(b"\n") == 1
    assert check_wire(step.line)["rows"][0]["row"]["caller_name"] == name.replace("\udcf8", "\ufffd")


def test_what_is_ones_own_comes_and_goes() -> None:
    board = Board()
    looked = _view(board, _lens(OLGA))
    board.apply([call("c1", "sales", ringing=("1002", "1001"))])
    assert _step(looked, board)["rows"][0]["row"]["queue"] == "sales"
    board.apply([call("c1", "sales", agents=("1002",))])
    assert _step(looked, board)["rows"][0]["row"] is None
    board.apply([call("c1", "sales", agents=("1002",), position=1)])
    assert _step(looked, board) is None
    board.apply([call("c1", "sales", agents=("1002", "1001"))])
    assert _step(looked, board)["rows"][0]["row"]["agents"] == ["1002", "1001"]
    board.apply([Gone(topic="calls", pbx="main", key="c1")])
    assert _step(looked, board)["rows"][0]["row"] is None
    assert _shown(looked) == {}


def test_ones_own_agent_is_shown_whole() -> None:
    board = Board()
    looked = _view(board, _lens(OLGA))
    board.apply([agent("1001", "support", "sales", call="c1", queue="sales", caller="777")])
    assert _step(looked, board)["rows"][0]["row"]["caller"] == "777"
    assert len(_shown(looked)["agents", "1001"]["memberships"]) == 2


def test_colleagues_share_what_they_both_see() -> None:
    board = Board()
    gallery = Gallery(board, 100)
    people = [account(f"o{n}", "operator", {"support"}, agent=f"100{n}") for n in range(1, 6)]
    views = [gallery.view(_lens(who)) for who in people]
    board.apply([queue(), agent("1001", "support"), call("c1"), call("c2", "sales", agents=("1003",))])
    steps = dict(gallery.absorb(board.take()))
    assert len({id(steps[view].part) for view in views}) == 2
    assert [len(steps[view].part.rows) for view in views] == [3, 3, 4, 3, 3]
    for view in views:
        gallery.remove(view)
    assert gallery._sights == {}


SMALL = st.sampled_from(["support", "sales", None])
AGENTS = st.lists(st.sampled_from(["1001", "1002"]), max_size=2, unique=True).map(tuple)
ROWS = st.one_of(
    st.builds(lambda key, name, who: call(key, name, agents=who), st.sampled_from("abc"), SMALL, AGENTS),
    st.builds(lambda key: Gone(topic="calls", pbx="main", key=key), st.sampled_from("abc")),
    st.builds(
        lambda number, names: agent(number, *names),
        st.sampled_from(["1001", "1002"]), st.lists(st.sampled_from(["support", "sales"]), unique=True),
    ),
)


@settings(deadline=None)
@given(st.lists(st.lists(ROWS, max_size=4), max_size=12), st.sampled_from([None, "support", "sales"]))
def test_whoever_follows_the_changes_has_the_snapshot(ticks: list[Any], wished: str | None) -> None:
    """Any history: the changes of a view, put one upon the other, are what a newcomer would be sent."""
    board = Board()
    looked = _view(board, _lens(OLGA, *([wished] if wished else [])))
    held: dict[tuple[str, str], Any] = {}
    for rows in ticks:
        board.apply(rows)
        step = looked.absorb(board.take())
        for item in json.loads(step.line)["rows"] if step else ():
            held[item["topic"], item["key"]] = item["row"]
        newcomer = _shown(_view(board, _lens(OLGA, *([wished] if wished else []))))
        assert {key: row for key, row in held.items() if row is not None} == newcomer == _shown(looked)


def _rule_alert(key: str, queue: str | None = None, queues: tuple[str, ...] = ()) -> AlertRow:
    return AlertRow(pbx="main", alert=key, kind="rule", text="long", since=NOON, queue=queue, queues=queues)


def test_an_alert_of_a_queue_reaches_nobody_who_may_not_see_the_queue() -> None:
    board = _full_board()
    board.apply([
        _rule_alert("of support", "support"), _rule_alert("of sales", "sales"),
        _rule_alert("of both", queues=("support", "sales")), _rule_alert("of support alone", queues=("support",)),
    ])
    board.take()

    def alerts(seen_by: Lens) -> set[str]:
        return {key for topic, key in _shown(_view(board, seen_by)) if topic == "alerts"}

    everything = {"link", "of support", "of sales", "of both", "of support alone"}
    eva, ota = account("eva"), account("ota", "operator", {"support", "sales"}, agent="1002")
    assert alerts(_lens(eva)) == alerts(_lens(ota)) == everything
    assert alerts(_lens(OLGA)) == {"link", "of support", "of support alone"}, "a sum of both tells of sales"
    assert alerts(_lens(eva, "sales")) == {"link", "of sales", "of both"}
    assert alerts(_lens(OLGA, "sales")) == {"link"}
    assert alerts(_lens(account("nina", "operator", set(), agent="1001"))) == {"link"}


def test_an_alert_that_grows_to_an_invisible_queue_is_gone() -> None:
    board = _full_board()
    board.apply([_rule_alert("sum", queues=("support",))])
    board.take()
    olga = _view(board, _lens(OLGA))
    board.apply([_rule_alert("sum", queues=("support", "sales"))])
    assert _step(olga, board)["rows"] == [{"topic": "alerts", "pbx": "main", "key": "sum", "row": None}]
    board.apply([Gone(topic="alerts", pbx="main", key="sum")])
    assert _step(olga, board) is None


def test_who_listens_hears_of_each_different_row_of_a_queue() -> None:
    board, heard = Board(), []
    board.on_queue(lambda *told: heard.append(told))
    row, busier = queue("support", waiting=1), queue("support", waiting=2)
    board.apply([row, row, agent("1001", "support")])
    board.take()
    board.apply([row, busier])
    board.apply([Gone(topic="queues", pbx="main", key="support"), Gone(topic="queues", pbx="main", key="support")])
    assert heard == [("main", "support", row), ("main", "support", busier), ("main", "support", None)]
