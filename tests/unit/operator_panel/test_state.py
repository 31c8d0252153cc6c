"""My state: eight of them, as the PBX has confirmed it, with its time; and how the connection is."""

from datetime import timedelta
from typing import Any

import pytest

from operator_panel.presenter import Pending
from shared.domain.board import MembershipRow
from shared.feed_client.status import Status
from tests.unit.operator_panel.desks import (
    LIVE,
    NOW,
    OTHERS,
    QUEUES,
    agent,
    ago,
    away,
    call,
    me,
    moment,
    rings,
    shown,
    welcome,
)


def card(row, *rows, **more):
    return shown(moment(row, *rows, **more)).state


@pytest.mark.parametrize(("state", "word", "token", "icon"), [
    ("ready", "Ready", "ready", "circle_tick"), ("ringing", "Ringing", "ringing", "bell"),
    ("talking", "On a call", "talking", "handset"), ("on_hold", "On hold", "held", "pause_square"),
    ("wrapping_up", "Wrap-up", "wrapup", "pencil"), ("paused", "Paused", "paused", "cup"),
    ("unreachable", "Unreachable", "unreachable", "handset_cross"),
    ("logged_out", "Signed out", "offline", "circle_dashed"),
])  # fmt: skip
def test_each_state_has_word_colour_and_shape(state, word, token, icon):
    found = card(me(state))
    assert (found.state.text, found.state.token, found.state.icon, found.time) == (word, token, icon, "08:42")
    assert shown(moment(me(state))).tray.icon == icon


def test_who_sits_at_no_phone_and_in_no_queue_is_signed_out():
    assert card(*OTHERS).state.text == "Signed out"
    found = shown(moment(*OTHERS, welcome=welcome(agent=None)))
    assert (found.state.time, found.state.detail) == ("", "Choose the phone at which you sit.")
    assert found.header.phone == "no phone"


def test_a_pause_shows_its_reason_time_and_limit():
    found = card(me("paused", 7, 30, reason="lunch"))
    assert (found.state.icon, found.detail, found.time, found.limit) == ("food", "Oběd", "07:30", "of 30:00")
    assert found.over.text == ""


def test_a_pause_over_its_limit_says_so_beside_colour_and_shape():
    found = card(me("paused", 31, reason="lunch"))
    assert (found.over.text, found.over.token, found.over.icon) == ("over the limit", "warn", "triangle")


def test_a_pause_without_a_limit_and_one_nobody_configured():
    assert card(me("paused", reason="training")).limit == ""
    assert card(me("paused", reason="Lekcja <b>")).detail == "Lekcja <b>"
    assert card(me("paused", reason="")).detail == ""


def test_wrapup_counts_down_with_a_bar():
    found = card(me("wrapping_up", 0, 22, wraps_until=NOW + timedelta(seconds=38)))
    assert (found.time_label, found.time, found.share) == ("left", "00:38", pytest.approx(38 / 60))


def test_the_last_part_of_a_second_is_a_second():
    assert card(me("wrapping_up", 0, 59, wraps_until=NOW + timedelta(seconds=0.4))).time == "00:01"


def test_a_wrapup_whose_time_is_up_goes_on_counting():
    found = card(me("wrapping_up", 1, 12, wraps_until=ago(0, 12)))
    assert (found.time_label, found.time, found.share, found.over.text) == ("over", "00:12", 0.0, "time is up")


def test_a_wrapup_whose_end_is_not_known_counts_up():
    found = card(me("wrapping_up", 0, 21))
    assert (found.time_label, found.time, found.share) == ("", "00:21", None)


def test_who_rings_stands_under_the_state():
    assert card(me("ringing", 0, 8), rings(caller_name="Marie Svobodová")).detail == "Marie Svobodová · Podpora"
    assert card(me("ringing", 0, 8)).detail == ""


def test_a_pause_asked_for_during_a_call_is_told_before_it_begins():
    paused = (MembershipRow(queue="support", is_paused=True, reason="lunch"),)
    assert card(me("talking", queue="support", memberships=paused)).detail == "After the call: Oběd"
    assert card(me("talking", queue="support")).detail == "Podpora"


@pytest.mark.parametrize(("pending", "said"), [
    (Pending("pause", choice="lunch"), "Asking for a pause: Oběd…"), (Pending("ready"), "Asking to be ready…"),
    (Pending("login"), "Signing in to the queues…"), (Pending("logout"), "Signing out of the queues…"),
    (Pending("leave_seat"), "Leaving the phone…"), (Pending("take_seat"), "Taking the phone…"),
    (Pending("hold", call="c1"), ""),
])  # fmt: skip
def test_what_is_asked_for_is_told_and_never_shown_as_done(pending, said):
    found = card(me("ready"), pending=(pending,))
    assert (found.state.text, found.pending) == ("Ready", said)


def test_the_connection_in_a_word():
    words: dict[Any, str] = {
        "live": "Connected", "stale": "No connection", "refused": "No connection", "connecting": "Connecting…",
    }  # fmt: skip
    for state, word in words.items():
        found = shown(moment(me(), status=Status(state=state, since=ago(1)))).header.connection
        assert (found.text, bool(found.icon)) == (word, True)


def test_a_pbx_that_is_away_stops_the_times_and_is_told():
    found = shown(moment(me(), away(2)))
    assert (found.header.connection.text, found.tray.text) == ("PBX not responding", "PBX not responding")
    assert found.state.time == "06:42"
    assert ("14:30:07" in found.notice.text, found.notice.can_close) == (True, False)
    assert not any(one.is_enabled for one in found.actions)
    assert all(one.hint for one in found.actions)


def test_another_pbx_that_is_away_is_not_mine():
    found = shown(moment(me(), away(pbx="brno")))
    assert (found.header.connection.text, found.notice) == ("Connected", None)


def test_of_two_phones_with_my_number_mine_is_where_i_sit():
    rows = (me("talking", pbx="brno", account="eva"), me("ready", account="petr"), call("b", pbx="brno"))
    found = shown(moment(*rows, agent("1011", "Cizí", "ready", ago(1), pbx="brno")))
    assert (found.state.state.text, found.mode, found.call, found.colleagues.lines) == ("Ready", "idle", None, ())


def test_before_anything_has_come_nothing_is_claimed():
    found = shown(moment(status=Status(state="connecting", since=NOW), welcome=None))
    assert (found.mode, found.state.time, found.actions, found.queues.chips) == ("connecting", "", (), ())
    assert (found.header.name, found.header.phone) == ("", "")


def test_a_clock_of_this_machine_wrong_by_an_hour_changes_nothing():
    wrong = NOW + timedelta(hours=1)
    rows = (me("paused", 7, 30, reason="lunch"), *OTHERS, *QUEUES)
    right, other = shown(moment(*rows)), shown(moment(*rows, own_now=wrong))
    assert right == other


def test_lost_times_stop_at_the_last_news_whatever_this_machine_thinks_of_the_time():
    wrong = NOW - timedelta(hours=1)
    stale = Status(state="stale", since=wrong - timedelta(seconds=72), retry_at=wrong + timedelta(seconds=8))
    found = shown(moment(me(), status=stale, own_now=wrong))
    assert (found.mode, found.state.time) == ("offline", "07:30")
    assert (found.offline.time, found.offline.next_try) == ("01:12", "Next try in 8 s")
    assert LIVE.state == "live"
