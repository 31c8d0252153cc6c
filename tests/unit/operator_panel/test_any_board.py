"""Whatever the board says, the panel has a screen: nothing raises, and what cannot be is not offered."""

from datetime import timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from operator_panel.presenter import Choices, Draft, Followed, follow
from shared.domain.agents import AgentState
from shared.domain.board import AgentRow, CallPhase, CallRow, MembershipRow
from shared.feed_client.status import Status
from tests.unit.operator_panel.desks import CZECH, ENGLISH, NOW, QUEUES, STRETCHED, away, board, moment, shown, welcome

PEOPLE = st.sampled_from(["1001", "1002", "1011", "777123001"])
NAMES = st.sampled_from(["", "Eva", "<b>", "שלום", "\x00", "x" * 300])
QUEUE = st.sampled_from(["support", "sales", "vip", "nowhere", ""])
TIMES = st.integers(-100_000, 4_000).map(lambda late: NOW + timedelta(seconds=late))  # clocks differ
MAYBE = st.one_of(st.none(), TIMES)
MEMBERSHIPS = st.lists(
    st.builds(MembershipRow, queue=QUEUE, is_paused=st.booleans(), reason=st.sampled_from(["", "lunch", "wrap-up"]))
).map(tuple)
AGENTS = st.builds(
    AgentRow, pbx=st.just("praha"), agent=PEOPLE, name=NAMES, interface=NAMES,
    state=st.sampled_from(get_args(AgentState)), since=MAYBE, reason=st.sampled_from(["", "lunch", "<i>"]),
    queue=st.one_of(st.none(), QUEUE), memberships=MEMBERSHIPS, wraps_until=MAYBE,
    account=st.sampled_from(["", "petr"]), handled=st.integers(0, 3), talk_seconds=st.floats(0, 100),
)  # fmt: skip
SHIFT = ("pause", "ready", "login", "logout")
SOME = st.lists(PEOPLE, max_size=2).map(tuple)
CALLS = st.builds(
    CallRow, pbx=st.just("praha"), call=st.sampled_from(["a", "b", "c"]), phase=st.sampled_from(get_args(CallPhase)),
    direction=st.sampled_from(["inbound", "outbound", "internal"]), started=TIMES, since=TIMES,
    line=st.one_of(st.none(), PEOPLE), caller=st.one_of(st.none(), PEOPLE, NAMES),
    caller_name=st.one_of(st.none(), NAMES),
    called=st.one_of(st.none(), PEOPLE), queue=st.one_of(st.none(), QUEUE), queue_entered=MAYBE,
    position=st.one_of(st.none(), st.integers(0, 9)), agents=SOME, ringing=SOME, talking_since=MAYBE,
    waited_seconds=st.one_of(st.none(), st.floats(0, 1e6)), held_seconds=st.floats(0, 1e6),
    recording=st.sampled_from(["none", "on", "paused"]), consulting=st.one_of(st.none(), st.tuples(PEOPLE, PEOPLE)),
    space=st.one_of(st.none(), NAMES),
)  # fmt: skip
CHOICES = st.builds(
    Choices, tab=st.sampled_from(["calls", "colleagues", "waiting", "callbacks"]), call_filter=NAMES, search=NAMES,
    dial_text=st.one_of(NAMES, PEOPLE), shown_call=st.sampled_from(["", "a", "z"]),
    opened_call=st.sampled_from(["", "h1", "b", "z"]), number=NAMES, is_quiet=st.booleans(),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.lists(AGENTS, max_size=4), st.lists(CALLS, max_size=3), st.lists(CALLS, max_size=3), CHOICES,
    st.sampled_from(["live", "stale", "refused", "connecting"]), st.booleans(),
    st.sampled_from([CZECH, ENGLISH, STRETCHED]), st.sampled_from(["1002", None]),
)  # fmt: skip
def test_any_board_is_shown(people, before, now, choices, state, is_away, language, seat):
    followed = follow(Followed(), board([*people, *before]), seat, NOW - timedelta(seconds=5))
    made = board([*people, *now, *QUEUES, *([away()] if is_away else [])])
    followed = follow(followed, made, seat, NOW)
    drafts = {"a": Draft(note="x", disposition="gone", has_tried=True, fields={"outage": {"count": "x"}})}
    found = shown(moment(
        board=made, followed=followed, choices=choices, status=Status(state=state, since=NOW), language=language,
        drafts=drafts, welcome=welcome(agent=seat),
    ))  # fmt: skip
    assert "-" not in found.state.time.replace("–", "")
    if state != "live" or is_away:
        assert not any(one.is_enabled for one in found.actions if one.wish.kind in SHIFT)
    assert (found.call is None) or (found.mode in ("call", "offline", "connecting"))
    assert len({one.call for one in found.popups}) == len(found.popups)
