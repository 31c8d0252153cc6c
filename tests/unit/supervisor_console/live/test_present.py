"""What the page shows of the board."""

from datetime import timedelta

import msgspec
import pytest

from shared.domain.accounts import RIGHTS_OF
from shared.domain.board import MembershipRow
from shared.feed_client.status import Status
from supervisor_console.live.presenter import Choices, present
from supervisor_console.live.screen import Words
from tests.unit.supervisor_console.live.boards import (
    AGENTS,
    ALL,
    CZECH,
    MISSED,
    NOW,
    QUEUES,
    WAITING,
    agent,
    ago,
    alert,
    away,
    moment,
    queue,
    waits,
)


def test_queues_stand_in_their_order_with_who_waits_and_who_is_there():
    cards = present(moment()).cards
    assert [card.title for card in cards] == ["Podpora", "Prodej", "VIP", "Reklamace"]
    support = cards[0]
    assert (support.waiting, support.longest, support.ready, support.members) == ("4", Words("1:12"), "1", "7")
    assert [(one.token, one.text) for one in support.states] == [
        ("ready", "1"), ("ringing", "1"), ("talking", "2"), ("held", "1"), ("wrapup", "1"), ("paused", "1"),
        ("unreachable", "1"),
    ]  # fmt: skip


def test_service_level_is_told_against_the_goal_of_its_queue_never_by_colour_alone():
    support, _sales, vip, _claims = present(moment(language=CZECH)).cards
    assert support.level == Words("SL4 79,6\xa0%", "warn", "triangle")
    assert vip.level == Words("SL4 95,7\xa0%", "good", "circle_tick")
    fresh = present(moment(queue("support"))).cards[0]
    assert fresh.level.token == "muted"
    assert fresh.nobody == "Nobody is signed in"


def test_wait_over_the_limit_of_a_rule_has_its_sign_in_card_and_table():
    screen = present(moment())
    assert screen.cards[2].longest == Words("2:47", "bad", "triangle")
    assert screen.waiting[0].time == Words("2:47", "bad", "triangle")
    assert screen.waiting[1].time == Words("1:12")


def test_who_waits_longest_is_first_and_who_comes_moves_nobody():
    before = present(moment()).waiting
    assert [line.call for line in before] == ["w1", "w2", "w3", "w4", "w5"]
    after = present(moment(*ALL, waits("w6", "777123001", "sales", NOW))).waiting
    assert [line.call for line in after] == ["w1", "w2", "w3", "w4", "w5", "w6"]
    assert [line.order for line in after][:5] == [line.order for line in before]


def test_waiting_call_says_where_it_is_and_hides_what_is_hidden():
    lines = present(moment(language=CZECH)).waiting
    assert lines[0].caller == Words("+420 602 118 774")
    assert lines[3].caller == Words("Skryté číslo", "muted")
    assert lines[4].where == Words("1006", "ringing", "bell")


def test_numbers_are_masked_for_who_may_not_see_callers():
    rights = RIGHTS_OF["supervisor"] - {"callers.see"}
    assert "•" in present(moment(rights=rights)).waiting[0].caller.text


def test_operators_say_what_their_state_is_about():
    lines = {line.agent: line for line in present(moment()).agents}
    assert (lines["1001"].about, lines["1001"].about_more) == ("Podpora", "+420 731 204 518")
    assert (lines["1002"].about, lines["1002"].about_more) == ("", "—")
    assert lines["1007"].about_more == "Podpora"
    assert lines["1009"].about_more == "Oběd"
    assert lines["1012"].about_more == "The phone does not answer"
    assert (lines["1001"].today, lines["1001"].average, lines["1001"].time) == (31, "4:05", Words("6:12"))


def test_pause_over_the_limit_of_its_reason_has_a_clock():
    lines = {line.agent: line for line in present(moment()).agents}
    assert lines["1009"].time == Words("24:10")
    assert lines["1011"].time == Words("41:30", "warn", "clock")


def test_pause_in_some_queues_only_stands_with_the_queues():
    half = agent("1002", "Lucie", "ready", ago(1), memberships=(
        MembershipRow(queue="support"), MembershipRow(queue="sales", is_paused=True)))  # fmt: skip
    assert present(moment(half)).agents[0].queues == "Podpora, Prodej (paused)"


def test_a_second_changes_times_and_nothing_else():
    now, later = present(moment()), present(moment(now=NOW + timedelta(seconds=1)))
    blank = {"time": Words(), "seconds": 0.0}
    assert [msgspec.structs.replace(line, **blank) for line in now.agents] == [
        msgspec.structs.replace(line, **blank) for line in later.agents
    ]
    assert later.agents[0].time == Words("6:13")


class TestFilters:
    """What is shown of all there is."""

    def test_signed_in_operators_are_shown_until_something_else_is_chosen(self):
        assert "1014" not in _agents(Choices())
        assert "1014" in _agents(Choices(state="all"))
        assert _agents(Choices(state="paused")) == ["1009", "1011"]

    def test_chosen_queues_are_the_only_ones_everywhere(self):
        screen = present(moment(choices=Choices(queues=("claims",))))
        assert [card.queue for card in screen.cards] == ["claims"]
        assert [line.agent for line in screen.agents] == ["1010", "1013"]
        assert screen.waiting == ()
        assert [line.call for line in screen.missed] == ["m2"]
        assert screen.header.queues.value == "Reklamace"

    def test_only_waiting_queues_leaves_out_cards_of_the_others(self):
        screen = present(moment(choices=Choices(is_only_waiting=True)))
        assert [card.queue for card in screen.cards] == ["support", "vip"]

    def test_the_chosen_operator_stays_whatever_becomes_of_him(self):
        assert "1014" in _agents(Choices(agent=("praha", "1014")))

    def test_head_counts_those_who_are_there_of_all(self):
        assert present(moment(language=CZECH)).agents_panel.count.startswith("12 ")
        assert present(moment()).header.queues.value == "All (4)"


def _agents(choices):
    return [line.agent for line in present(moment(choices=choices)).agents]


class TestAlerts:
    """The row of the oldest alert."""

    def test_says_whom_it_concerns_since_when_and_by_which_rule(self):
        (strip,) = present(moment()).strips
        assert strip.title == "VIP: longest wait over the 1:30 limit"
        assert strip.detail == "+420 602 118 774 · since 14:34:51 · rule “Čekání VIP”"
        show, acknowledge = strip.actions
        assert (show.wish.kind, show.wish.call) == ("show_call", "w1")
        assert (acknowledge.wish.choice, acknowledge.wish.at, acknowledge.key) == ("wait/vip", ago(1, 17), "F8")

    def test_oldest_comes_first_and_the_others_are_counted(self):
        older = alert("support", since=ago(9), rule="Podpora")
        (strip,) = present(moment(*ALL, older, alert("sales"))).strips
        assert strip.title.startswith("Podpora:")
        assert strip.more == "and 2 more alerts"

    def test_acknowledging_needs_the_right_and_is_not_asked_twice(self):
        (strip,) = present(moment(rights=RIGHTS_OF["quality"])).strips
        assert not strip.actions[-1].is_enabled
        wish = present(moment()).strips[0].actions[-1].wish
        (strip,) = present(moment(pending=frozenset({wish}))).strips
        assert strip.actions[-1].hint == "Asked for, not answered yet."

    def test_nothing_to_tell_leaves_no_row(self):
        assert present(moment(*QUEUES, *AGENTS)).strips == ()


class TestAway:
    """What is missing is said, and what is old looks old."""

    def test_pbx_away_stops_the_times_and_says_since_when(self):
        screen = present(moment(*QUEUES, *AGENTS, *WAITING, away()))
        assert screen.is_old
        assert screen.strips[0].title == (
            "Connection to the PBX lost at 14:31:52. Figures below are from that moment."
        )
        assert screen.agents[0].time.text == "1:56"

    def test_one_of_two_pbxs_away_dims_nothing_and_stops_only_its_own(self):
        rows = (agent("1", "A", "ready", ago(10)), agent("2", "B", "ready", ago(10), pbx="brno"), away("brno"))
        screen = present(moment(*rows))
        assert not screen.is_old
        assert [line.time.text for line in screen.agents] == ["10:00", "5:44"]

    def test_line_to_the_daemon_lost_stops_everything(self):
        status = Status(state="stale", since=NOW - timedelta(seconds=30))
        screen = present(moment(status=status))
        assert screen.is_old
        assert screen.agents[1].time.text == "0:18"
        assert screen.agent_actions[0].hint != ""
        assert not any(action.is_enabled for action in screen.agent_actions)

    def test_database_away_says_so_and_the_live_page_goes_on(self):
        screen = present(moment(database_away_since=ago(4, 16), missed=None))
        assert [strip.kind for strip in screen.strips] == ["database", "alert"]
        assert screen.strips[0].title == "Database unreachable since 14:31:52. Live view goes on."
        assert screen.missed_panel.empty
        assert screen.missed_panel.empty.title == "The list cannot be loaded now"
        assert screen.agents[0].time.text == "6:12"
        assert not screen.is_old


class TestMissed:
    """Callers who gave up."""

    def test_those_who_were_called_back_say_when_and_are_not_counted(self):
        screen = present(moment())
        assert screen.missed_panel.count == "2"
        assert [line.at for line in screen.missed] == ["14:31:06", "14:22:40", "14:09:13"]
        assert screen.missed[2].dial is None
        assert screen.missed[2].done == Words("14:16", "good", "tick")
        first = screen.missed[0].dial
        assert first
        assert first.is_enabled
        assert first.wish.choice == "724903115"

    def test_hidden_caller_can_not_be_called(self):
        (hidden,) = present(moment(missed=(MISSED[0].__class__("praha", "m", ago(1), None, "support", 9.0),))).missed
        assert hidden.dial is None

    def test_without_the_right_the_reason_is_told(self):
        panel = present(moment(rights=RIGHTS_OF["operator"])).missed_panel
        assert panel.empty
        assert panel.empty.title == "Your account may not see earlier calls."

    def test_before_the_first_answer_it_is_loading(self):
        panel = present(moment(missed=None)).missed_panel
        assert panel.empty
        assert panel.empty.title == "Loading calls…"


@pytest.mark.parametrize("rows", [(queue("support"),), (agent("1014", "B", "logged_out", None, queues=()),)])
def test_empty_regions_say_what_they_are_empty_of(rows):
    screen = present(moment(*rows, missed=()))
    assert screen.waiting_panel.empty
    assert screen.waiting_panel.empty.title == "Nobody is waiting."
    assert screen.agents_panel.empty
    assert screen.agents_panel.empty.title == "Nobody is signed in."
    assert screen.missed_panel.empty
    assert screen.missed_panel.empty.title == "Nobody gave up in the last hour."


def test_texts_of_the_network_are_one_line_of_what_can_be_seen():
    screen = present(moment(agent("1", "Eva\n\u202eVeselá\x00", "ready", ago(1))))
    assert screen.agents[0].name.isprintable()
