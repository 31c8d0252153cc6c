"""Rules about the queues of a board: shown, logged and told, each once; by hand-moved time."""

import contextlib
from datetime import timedelta

import pytest

from collector_daemon import settings
from collector_daemon.alerting.actions import Actions
from collector_daemon.alerting.watch import AlertWatch
from collector_daemon.feed.board import Board
from collector_daemon.store.alert_log import AlertLog, Firing
from shared.clock import HandClock
from shared.domain.board import AlertRow, Gone
from tests.helpers.feed import queue
from tests.helpers.hooks import hooks
from tests.helpers.waiting import wait_until

LONG = (
    '[[alert]]\nname = "long"\ntitle = "Long"\nwarn = "longest_wait > 60"\nbad = "longest_wait > 120"\n'
    "hysteresis = 10\n"
)


class Centre:
    """A board, a clock and the watch over it; ``unseen`` PBXs are away."""

    def __init__(self, text: str, actions: Actions) -> None:
        self.settings = settings.parse(text)
        self.clock, self.board, self.log = HandClock(), Board(), AlertLog("postgresql://nobody@127.0.0.1:1/nothing")
        self.unseen: set[str] = set()
        self.watch = AlertWatch(
            self.settings.alert_rules, self.settings.description, board=self.board, clock=self.clock, log=self.log,
            actions=actions, is_seen=lambda pbx: pbx not in self.unseen,
        )

    def waits(self, name: str, seconds: float | None, **more) -> None:
        """Somebody has waited in this queue for so long (None: nobody waits)."""
        since = None if seconds is None else self.clock.now() - timedelta(seconds=seconds)
        self.board.apply([queue(name, waiting=int(seconds is not None), waiting_since=since, **more)])

    def after(self, seconds: float) -> list[AlertRow]:
        """The alerts on the board when so much time has passed."""
        for _second in range(int(seconds)):
            self.clock.advance(timedelta(seconds=1))
            self.watch.look()
        return self.alerts()

    def alerts(self) -> list[AlertRow]:
        self.board.take()
        rows = [placed.row for placed in self.board.rows.values()]
        return sorted((row for row in rows if isinstance(row, AlertRow)), key=lambda row: row.alert)

    @property
    def logged(self) -> list[Firing]:
        return list(self.log._waiting.values())


@contextlib.asynccontextmanager
async def centre(text: str = LONG):
    found = settings.parse(text)
    actions = Actions(found.alert_rules, found.mail, pauses=(0.01,))
    try:
        yield Centre(text, actions)
        await wait_until(lambda: not actions.under_way)
    finally:
        await actions.close()


async def test_an_alert_from_raising_to_clearing():
    async with centre() as it:
        it.waits("support", 50, ready=1)
        assert it.after(10) == []
        (row,) = it.after(1)
        raised_at = it.clock.now()
        assert row == AlertRow(
            pbx="main", alert="rule long support", kind="rule", level="warn", rule="Long", queue="support",
            measure="longest_wait", value=61.0, limit=60.0, since=raised_at,
            text="Long – support: longest wait 61 s (over 60 s)",
        )
        assert it.after(59) == [row], "value and limit are those of the raising"
        (row,) = it.after(1)
        assert (row.level, row.value, row.limit, row.since) == ("bad", 121.0, 120.0, raised_at)
        it.waits("support", 111)
        assert it.after(0) == [row]
        it.waits("support", None)
        assert it.after(1) == []
    (firing,) = it.logged
    assert (firing.level, firing.value, firing.threshold, firing.ending) == ("bad", 121.0, 120.0, "cleared")
    assert firing.raised_at == raised_at
    assert firing.worsened_at == raised_at + timedelta(seconds=60)
    assert firing.cleared_at == it.clock.now()


async def test_eased_it_is_a_warning_again_and_the_log_keeps_the_worst():
    async with centre() as it:
        it.waits("support", 121)
        assert [row.level for row in it.after(1)] == ["bad"]
        it.waits("support", 100)
        (row,) = it.after(1)
        assert (row.level, row.value, row.limit) == ("warn", 101.0, 60.0)
        it.watch.stop()
    (firing,) = it.logged
    assert (firing.level, firing.value, firing.ending) == ("bad", 122.0, "stopped")


async def test_a_change_of_a_queue_is_looked_at_without_waiting_for_the_second():
    async with centre('[[alert]]\nname = "full"\nwhen = "waiting >= 3"') as it:
        for number in range(100):
            it.board.apply([queue(waiting=number % 5)])
        it.board.apply([queue(waiting=3)])
        (row,) = await wait_until(it.alerts, what="the alert")
        assert (row.value, row.text) == (3.0, "support: waiting 3 (at least 3), nobody is ready")
        it.board.apply([queue(waiting=2)])
        await wait_until(lambda: not it.alerts(), what="its end")
    assert len(it.logged) == 1


async def test_each_queue_has_its_own_alert_and_only_named_queues_have_one():
    named = '[[alert]]\nname = "long"\nwhen = "longest_wait > 60"\nqueues = ["support", "sales"]\n'
    async with centre(named) as it:
        for name in ("support", "sales", "other"):
            it.waits(name, 100)
        assert [row.queue for row in it.after(1)] == ["sales", "support"]
        it.waits("sales", 5)
        assert [row.queue for row in it.after(1)] == ["support"]


async def test_together_is_about_sums_and_names_the_queues():
    text = ('[[queue]]\nname = "support"\ntitle = "Podpora"\n[[alert]]\nname = "many"\nscope = "together"\n'
            'when = "waiting > 5"\nqueues = ["support", "sales"]\n[[alert]]\nname = "all"\nscope = "together"\n'
            'when = "waiting > 7"\n')
    async with centre(text) as it:
        it.board.apply([queue("support", waiting=3), queue("sales", waiting=3, ready=1), queue("other", waiting=1)])
        (row,) = it.after(1)
        assert (row.alert, row.queue, row.queues, row.value) == ("rule many", None, ("support", "sales"), 6.0)
        assert row.text == "Podpora, sales: waiting 6 (over 5)"
        it.board.apply([queue("other", waiting=2)])
        both = it.after(1)
        assert [row.alert for row in both] == ["rule all", "rule many"]
        assert both[0].text == "all queues: waiting 8 (over 7)"
        it.board.apply([queue("late")])
        assert it.after(1)[0].queues == ("support", "sales", "other", "late"), "who may not see it must lose the alert"
        it.board.apply([queue("sales"), Gone(topic="queues", pbx="main", key="support")])
        assert it.after(1) == []


async def test_who_is_ready_is_kept_up_to_date():
    async with centre('[[alert]]\nname = "r"\nwhen = "waiting > 0"') as it:
        it.board.apply([queue(waiting=1, ready=1)])
        assert [row.nobody_ready for row in it.after(1)] == [False]
        it.board.apply([queue(waiting=1, ready=0)])
        assert [row.nobody_ready for row in it.after(1)] == [True]


async def test_while_a_pbx_is_away_its_alerts_stay_and_nothing_is_raised():
    async with centre(LONG + "after_seconds = 5\n") as it:
        it.waits("support", 61)
        it.waits("sales", 50)
        shown = it.after(6)
        assert [row.queue for row in shown] == ["support"]
        it.unseen.add("main")
        assert it.after(600) == shown, "neither worsened nor joined by sales, whose caller may have gone"
        it.unseen.clear()
        it.waits("support", None)
        assert [row.queue for row in it.after(4)] == [], "seen again: support is over, sales has its delay anew"
        assert [row.queue for row in it.after(2)] == ["sales"]
    assert [(firing.queue, firing.ending) for firing in it.logged] == [("support", "cleared"), ("sales", None)]


async def test_two_pbxs_have_their_own():
    async with centre('[[alert]]\nname = "r"\nwhen = "waiting > 0"\nscope = "together"') as it:
        row = queue(waiting=1)
        it.board.apply([row, type(row)(pbx="brno", queue="support", waiting=2)])
        assert [(row.pbx, row.value) for row in it.after(1)] == [("brno", 2.0), ("main", 1.0)]
        it.unseen.add("main")
        it.board.apply([type(row)(pbx="brno", queue="support")])
        assert [row.pbx for row in it.after(1)] == ["main"]


async def test_rules_there_are_by_default():
    async with centre("") as it:
        it.waits("support", 21, ready=1)
        it.waits("sales", 21, ready=0)
        (row,) = it.after(5)
        assert (row.alert, row.level, row.nobody_ready, row.rule) == ("rule nobody_ready sales", "bad", True, "")
        assert row.text == "sales: longest wait 25 s (over 20 s), nobody is ready"
        found = {row.alert: row.level for row in it.after(100)}
        assert found == {
            "rule nobody_ready sales": "bad", "rule long_wait sales": "bad", "rule long_wait support": "bad"}


async def test_no_rules_no_alerts():
    async with centre("[centre]\ndefault_alerts = false") as it:
        it.waits("support", 1000)
        assert it.after(5) == []


@pytest.mark.parametrize(("more", "events"), [
    ("", ["raised", "worsened", "worsened"]),
    ("tell_cleared = true\n", ["raised", "worsened", "worsened", "cleared"]),
])
async def test_actions_are_told_once_a_raise_and_once_a_worsening(more, events):
    with hooks() as server:
        async with centre(LONG + more + f'webhook = "http://127.0.0.1:{server.server_port}/"\n') as it:
            for seconds in (61, 62, 121, 122, 100, 101, 121):
                it.waits("support", seconds)
                it.after(1)
            it.waits("support", None)
            it.after(3)
        assert server.events() == events
        body = server.heard[0][2]
        assert (body["queue"], body["value"], body["limit"], body["level"]) == ("support", 62.0, 60.0, "warn")
        assert "caller" not in str(server.heard), "no personal data"


async def test_a_stop_closes_the_log_and_tells_nobody():
    with hooks() as server:
        keys = f'tell_cleared = true\nwebhook = "http://127.0.0.1:{server.server_port}/"\n'
        async with centre(LONG + keys) as it:
            it.waits("support", 61)
            it.after(1)
            it.watch.stop()
        assert server.events() == ["raised"]
    assert [(firing.cleared_at, firing.ending) for firing in it.logged] == [(it.clock.now(), "stopped")]


async def test_who_looks_after_an_alert_is_shown_and_logged_until_it_is_made_worse():
    async with centre() as it:
        it.waits("support", 61)
        (row,) = it.after(1)
        seen = it.watch.acknowledge(row, "eva")
        assert it.alerts() == [seen]
        assert (seen.acknowledged_by, it.logged[-1].acknowledged_by) == ("eva", "eva")
        assert it.after(5)[0].acknowledged_by == "eva"
        (worse,) = it.after(60)
        assert (worse.level, worse.acknowledged_by) == ("bad", None)
        it.watch.acknowledge(worse, "petr")
        it.waits("support", 100)
        (eased,) = it.after(1)
        assert (eased.level, eased.acknowledged_by) == ("warn", "petr")
        it.waits("support", None)
        assert it.after(1) == []
        assert (it.logged[-1].ending, it.logged[-1].acknowledged_by) == ("cleared", "petr")
