"""My calls from the first ring to the end of what is written about them."""

from datetime import timedelta

from operator_panel.presenter import Followed, follow
from tests.unit.operator_panel.desks import NOW, board, call, rings


def story(*steps, agent="1002"):
    found = Followed()
    for place, rows in enumerate(steps):
        found = follow(found, board(rows), agent, NOW + timedelta(seconds=place))
    return found


def test_rung_answered_ended():
    found = story([rings()], [call(talking_since=None)], [])
    assert found.going_on == ()
    ended = found.ended[0]
    second = timedelta(seconds=1)
    assert (ended.rang_at, ended.answered_at, ended.ended_at) == (NOW, NOW + second, NOW + 2 * second)


def test_the_board_knows_better_when_it_was_answered():
    assert story([call()]).going_on[0].answered_at == call().talking_since


def test_a_call_that_i_did_not_answer_is_not_written_about():
    assert story([rings()], [rings(ringing=("1011",))]) == Followed()


def test_only_mine():
    assert story([call(agents=("1001",)), rings(ringing=("1011",))]) == Followed()
    assert story([call()], agent=None) == Followed()


def test_the_last_ended_is_first_and_few_are_kept():
    steps = []
    for place in range(12):
        steps += [[call(f"c{place}")], []]
    assert [one.call for one in story(*steps).ended] == [f"c{place}" for place in range(11, 1, -1)]


def test_a_call_that_another_took_more_quickly_was_none():
    assert story([call("pickup-0a1b")], []).ended == ()
    assert story([call("retrieve-0a1b")], []).ended == ()


def test_a_call_that_comes_back_goes_on():
    found = story([call()], [], [call()])
    assert ([one.call for one in found.going_on], found.ended) == (["c1"], ())


def test_a_transferred_call_has_ended_for_me():
    found = story([call()], [call(agents=("1001",))])
    assert (found.going_on, found.ended[0].call) == ((), "c1")


def test_what_was_told_once_is_remembered():
    found = story([call(held_seconds=7)], [call(queue=None, waited_seconds=None, talking_since=None, phase="other")])
    row = found.going_on[0].row
    assert (row.queue, row.waited_seconds, row.talking_since, row.held_seconds, row.phase) == (
        "support", 34.0, call().talking_since, 7, "other",
    )  # fmt: skip
    assert story([call()], [call(queue="sales")]).going_on[0].row.queue == "sales"


def test_a_consultation_has_its_own_beginning():
    asks = call(consulting=("1002", "1001"))
    assert story([call()], [asks], [asks]).going_on[0].consulting_at == NOW + timedelta(seconds=1)
    assert story([asks], [call()]).going_on[0].consulting_at is None


def test_nothing_new_is_the_same():
    first = follow(Followed(), board([call()]), "1002", NOW)
    assert follow(first, board([call()]), "1002", NOW + timedelta(seconds=9)) is first
