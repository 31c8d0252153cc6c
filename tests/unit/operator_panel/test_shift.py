"""What may be asked about the shift, as state, rights and the desk allow; and my queues."""

import msgspec
import pytest

from operator_panel.presenter import Pending
from operator_panel.screen import Wish
from shared.domain.board import AlertRow, MembershipRow
from shared.domain.description import PauseReason, QueueDescription
from tests.unit.operator_panel.desks import (
    CENTRE,
    CZECH,
    DESK,
    NOW,
    OTHERS,
    QUEUES,
    agent,
    ago,
    me,
    moment,
    queue,
    shown,
    welcome,
)


def buttons(*rows, **more):
    return shown(moment(*rows, *OTHERS, *QUEUES, **more)).actions


def kinds(*rows, **more):
    return [one.wish.kind for one in buttons(*rows, **more)]


@pytest.mark.parametrize(("state", "wanted"), [
    ("ready", ["pause", "logout"]), ("ringing", ["pause", "logout"]), ("talking", ["pause", "logout"]),
    ("on_hold", ["pause", "logout"]), ("wrapping_up", ["ready", "logout"]), ("paused", ["ready", "logout"]),
    ("unreachable", ["pause", "logout"]), ("logged_out", ["login", "leave_seat"]),
])  # fmt: skip
def test_buttons_of_each_state(state, wanted):
    assert kinds(me(state)) == wanted


def test_without_the_right_or_the_phone():
    assert kinds(me(), welcome=welcome(rights=("board.watch",))) == []
    assert kinds(welcome=welcome(agent=None)) == ["take_seat"]


def test_without_hot_desking_nobody_leaves_the_phone():
    fixed = msgspec.structs.replace(DESK, has_hot_desking=False)
    assert kinds(me("logged_out"), welcome=welcome(desk=fixed)) == ["login"]


def test_the_menu_of_reasons_has_limits_and_pictures():
    choices = buttons(me())[0].choices
    assert [(one.text, one.note, one.icon) for one in choices] == [
        ("Oběd", "max. 30 min", "food"), ("Přestávka", "max. 15 min", "cup"), ("Školení", "", "book"),
    ]  # fmt: skip
    assert choices[0].wish == Wish("pause", choice="lunch")


@pytest.mark.parametrize(("reasons", "choice"), [((PauseReason(reason="break"),), "break"), ((), "")])
def test_one_reason_or_none_is_a_plain_button(reasons, choice):
    centre = msgspec.structs.replace(CENTRE, pause_reasons=reasons)
    pause = buttons(me(), welcome=welcome(centre=centre))[0]
    assert (pause.choices, pause.wish) == ((), Wish("pause", choice=choice))


def test_a_limit_that_is_no_whole_minute():
    centre = msgspec.structs.replace(CENTRE, pause_reasons=(
        PauseReason(reason="a", limit_seconds=90), PauseReason(reason="b", limit_seconds=0),
    ))  # fmt: skip
    assert [one.note for one in buttons(me(), welcome=welcome(centre=centre))[0].choices] == ["max. 01:30", ""]


def test_a_pause_that_waits_for_the_call_can_be_taken_back():
    paused = (MembershipRow(queue="support", is_paused=True, reason="lunch"),)
    first = buttons(me("talking", memberships=paused))[0]
    assert (first.wish.kind, first.text) == ("ready", "Cancel the pause")


def test_a_button_that_was_pressed_waits_for_the_pbx():
    assert buttons(me(), pending=(Pending("pause", choice="lunch"),))[0].is_pending
    assert not buttons(me())[0].is_pending


# --- queues


def chips(*rows, **more):
    return shown(moment(*rows, **more)).queues


def test_my_queues_in_the_order_of_the_description():
    found = chips(me(), *QUEUES)
    assert [(one.title, one.waiting.text, one.is_joined) for one in found.chips] == [
        ("Podpora", "4 waiting", True), ("Prodej", "1 waiting", True), ("VIP", "nobody", True),
        ("Reklamace", "2 waiting", False),
    ]  # fmt: skip
    assert found.note == "signed in to 3 of 4"
    assert [one.waiting.token for one in found.chips] == ["text", "text", "muted", "text"]


def test_pressing_a_chip_goes_in_or_out():
    found = chips(me(), *QUEUES).chips
    assert (found[0].wish, found[3].wish) == (Wish("logout", choice="support"), Wish("login", choice="claims"))
    assert found[2].is_vip


def test_a_queue_where_the_pbx_has_me_is_shown_though_not_allowed():
    row = me(queues=("support", "night"))
    assert [one.queue for one in chips(row, *QUEUES).chips] == ["support", "sales", "vip", "claims", "night"]


def test_who_may_see_all_queues_has_the_described_ones():
    found = chips(me(), *QUEUES, queue("zzz"), welcome=welcome(queues=None))
    assert [one.queue for one in found.chips] == ["support", "sales", "vip", "claims"]
    nothing = msgspec.structs.replace(CENTRE, queues=())
    assert len(chips(me(), *QUEUES, welcome=welcome(queues=None, centre=nothing)).chips) == 4


def test_a_queue_that_the_pbx_does_not_have_is_said():
    found = chips(me(), *QUEUES[:3]).chips[3]
    assert (found.waiting.text, found.is_enabled, found.hint) == (
        "not in the PBX", False, "The PBX has no such queue.",
    )  # fmt: skip


def test_no_queue_at_all():
    assert chips(welcome=welcome(queues=())).empty == "You have no queue. Ask your supervisor."


def test_a_chip_that_was_pressed_waits_for_the_pbx():
    found = chips(me(), *QUEUES, pending=(Pending("logout", choice="sales"), Pending("login", choice="claims"))).chips
    assert [one.is_pending for one in found] == [False, True, False, True]
    assert [one.is_joined for one in found] == [True, True, True, False]


def test_signing_out_of_all_makes_all_joined_chips_wait():
    found = chips(me(), *QUEUES, pending=(Pending("logout"),)).chips
    assert [one.is_pending for one in found] == [True, True, True, False]


def test_a_queue_where_somebody_waits_too_long():
    alert = AlertRow(pbx="praha", alert="a", kind="rule", text="t", since=NOW, queue="support", measure="longest_wait",
                     limit=60.0, value=70.0)  # fmt: skip
    first = chips(me(), *QUEUES, alert).chips[0].waiting
    assert (first.token, first.icon) == ("bad", "triangle")


def test_queues_of_another_pbx_do_not_count():
    assert chips(me(), *QUEUES, queue("support", 9, pbx="brno")).chips[0].waiting.text == "4 waiting"


def test_titles_are_never_markup():
    centre = msgspec.structs.replace(CENTRE, queues=(QueueDescription(queue="support", title="<b>A\u202eB</b>"),))
    assert chips(me(), *QUEUES, welcome=welcome(centre=centre)).chips[0].title == "<b>AB</b>"


def test_counts_in_czech():
    for count, said in ((0, "nikdo"), (1, "1 čeká"), (4, "4 čekají"), (5, "5 čeká")):
        found = chips(me(), queue("support", count), language=CZECH).chips[0].waiting.text
        assert found.replace("\u00a0", " ") == said
    assert agent("1", "A", "ready", ago(1)).agent == "1"
