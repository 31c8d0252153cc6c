"""The page at work: it presents the board when that changes and each second, and does what is wished."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from shared.domain.accounts import RIGHTS
from shared.domain.search.query import Period, Query, Term
from supervisor_console.live.app.beginning import Beginning
from supervisor_console.live.app.deeds import Deeds
from supervisor_console.live.app.memory import Memory
from supervisor_console.live.app.missing import MissedCalls
from supervisor_console.live.app.proof import ProofWatch
from supervisor_console.live.presenter import Choices, Moment, message, move, moved, present, redirect
from supervisor_console.live.screen import Wish
from supervisor_console.live.views import LivePageView, MessageDialog, MoveDialog, PhoneDialog, RedirectDialog
from supervisor_console.page import Console

PAUSE_MS = 150
"""The board changes many times a second: it is shown at most so often, in milliseconds."""
NEEDS_PHONE = ("listen", "whisper", "barge", "pick", "dial")


class LivePage:
    """See ``supervisor_console.page.Page``."""

    def __init__(self, console: Console, memory: Memory | None = None) -> None:
        self._console = console
        self.memory = memory or Memory(console.account)
        self.choices = self.memory.choices()
        self.view = LivePageView(console.ground)
        self.widget: QWidget = self.view
        self.deeds = Deeds(console, self.moment, self.refresh)
        self.missed = MissedCalls(console, self.refresh)
        self.beginning = Beginning(console, self.refresh)
        self.proof = ProofWatch(console, self.refresh)
        self.dialog: QDialog | None = None
        self._is_shown = False
        self._timer = QTimer(self.widget, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.render)
        self._ends = [console.listen(self._hear), console.each_second(self._tick)]
        self.view.wished.connect(self.do)

    # --- the page

    def shown(self) -> None:
        """Somebody looks now."""
        self._is_shown = True
        self.beginning.look()
        self.render()
        self.missed.start()
        self.proof.start()

    def hidden(self) -> None:
        """Nobody looks any more."""
        self._is_shown = False
        self._timer.stop()
        self.missed.stop()
        self.proof.stop()

    def reload(self) -> None:
        """F5: ask again."""
        self.missed.ask_now()
        self.render()

    def close(self) -> None:
        """The console ends."""
        self.hidden()
        for end in self._ends:
            end()
        self._ends.clear()
        self.view.close_page()

    # --- what is shown

    def moment(self) -> Moment:
        """Everything that is known now."""
        console = self._console
        feed, ground = console.feed, console.ground
        welcome = feed.welcome
        return Moment(
            feed.board, feed.status, console.centre, feed.board_now(), ground.clock.now(), ground.language,
            rights=frozenset(right for right in RIGHTS if console.may(right)),
            own_queues=welcome.queues if welcome else None, choices=self.choices, missed=self.missed.rows,
            database_away_since=console.database.away_since, pending=self.deeds.pending,
            phone=self._phone(), has_calls=self.beginning.has_calls,
            proof=self.proof.findings,
        )  # fmt: skip

    def refresh(self) -> None:
        """Something is different: show it soon, and once."""
        if self._is_shown and not self._timer.isActive():
            self._timer.start()

    def render(self) -> None:
        """Show what is now."""
        if self._is_shown:
            self.view.render_screen(present(self.moment()))

    def _tick(self) -> None:
        """A second has passed; what comes of the board at the same time comes with it."""
        self._timer.stop()
        self.render()

    def _hear(self) -> None:
        key = self.choices.call
        if key is not None and key not in self._console.feed.board.rows("calls"):
            self.choices = msgspec.structs.replace(self.choices, call=None)
        if self._is_shown:
            self.beginning.look()
            self.missed.hear(sum(row.abandoned for row in self._console.feed.board.queues))
            if self.missed.away_since is not None and self._console.database.away_since is None:
                self.missed.ask_now()
        self.refresh()

    def _phone(self) -> str | None:
        welcome = self._console.feed.welcome
        return (welcome.agent if welcome else None) or self.memory.of.phone or None

    # --- what is wished

    def do(self, wish: Wish) -> None:
        """Do it, or ask what is missing."""
        if wish.kind in NEEDS_PHONE and self._phone() is None:
            self._ask_phone(wish)
            return
        match wish.kind:
            case "queues" | "state" | "only_waiting" | "select_agent" | "select_call":
                self._choose(wish)
            case "show_call":
                self._choose(Wish("select_call", wish.pbx, call=wish.call))
                self.view.go_to_call(wish.pbx, wish.call)
            case "open_call":
                self._console.open_call(wish.pbx, wish.call)
            case "search":
                terms = (Term(field="queue", values=(wish.choice,)),)
                self._console.open_search(Query(period=Period(preset="today"), terms=terms))
            case "overview":
                self.beginning.leave()
            case "try_database":
                self.missed.ask_now()
            case "move":
                self._ask_queues(wish)
            case "redirect":
                self._ask_place(wish)
            case "message":
                self._ask_text(wish)
            case _:
                self.deeds.do(wish)

    def _choose(self, wish: Wish) -> None:
        change: dict[str, object] = {}
        match wish.kind:
            case "queues":
                change = {"queues": wish.choices}
            case "state":
                change = {"state": wish.choice}
            case "only_waiting":
                change = {"is_only_waiting": wish.is_on}
            case "select_agent":
                change = {"agent": (wish.pbx, wish.agent) if wish.agent else None}
            case "select_call":
                change = {"call": (wish.pbx, wish.call) if wish.call else None}
        before: Choices = self.choices
        self.choices = msgspec.structs.replace(before, **change)
        self.memory.chose(self.choices)
        self.render()

    # --- windows that ask

    def _ask_queues(self, wish: Wish) -> None:
        question = move(self.moment(), wish)
        if question is not None:
            dialog = MoveDialog(self._console.ground, self.widget, question)
            dialog.decided.connect(lambda chosen: self.deeds.move(wish, *moved(question, chosen)))
            self._open(dialog)

    def _ask_place(self, wish: Wish) -> None:
        question = redirect(self.moment(), wish)
        if question is not None:
            dialog = RedirectDialog(self._console.ground, self.widget, question)
            dialog.decided.connect(lambda kind, to: self.deeds.redirect(wish, kind, to))
            self._open(dialog)

    def _ask_text(self, wish: Wish) -> None:
        question = message(self.moment(), wish)
        dialog = MessageDialog(self._console.ground, self.widget, question)
        dialog.decided.connect(lambda text: self.deeds.send(wish, text, question.agents, question.queues))
        self._open(dialog)

    def _ask_phone(self, wish: Wish) -> None:
        dialog = PhoneDialog(self._console.ground, self.widget)
        dialog.decided.connect(lambda extension: self._use_phone(extension, wish))
        self._open(dialog)

    def _use_phone(self, extension: str, wish: Wish) -> None:
        self.memory.of.phone = extension
        self.memory.keep()
        self.do(wish)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: setattr(self, "dialog", None))
        dialog.open()
