"""The page as the console knows it: opened for a call, asked again, hidden, closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from shared.errors import Refused
from supervisor_console.page import Away, Console
from supervisor_console.playback.app import export
from supervisor_console.playback.app.playback import Playback
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.tracked import Tracked
from supervisor_console.tracking.app.deeds import Deeds
from supervisor_console.tracking.app.dialling import Dialling, number_of
from supervisor_console.tracking.app.questions import Questions
from supervisor_console.tracking.app.sounding import Sounding
from supervisor_console.tracking.presenter.present import Moment, present
from supervisor_console.tracking.screen import TrackingScreen, Wish, WishKind
from supervisor_console.tracking.views.page import TrackingView

ASKED_AGAIN = timedelta(seconds=5)
"""How often a call that goes on is read again."""
LOADING_MS = 300
"""After this it is said that something is being read."""
Key = tuple[str, str]


class TrackingPage:
    """One call at a time. ``screen``: what is shown now."""

    def __init__(self, console: Console, questions: Questions, playback: Playback | None = None) -> None:
        """``playback``: of the call's sound; without one it is only seen."""
        self._console, self._questions, self.playback = console, questions, playback
        self.widget = TrackingView(console.ground)
        self.screen: TrackingScreen | None = None
        self._moment = self._empty("", "")
        self._among: tuple[Key, ...] = ()
        self._task: asyncio.Task[None] | None = None
        self._is_shown = False
        self._hearing: list[Callable[[Tracked], None]] = []
        self._offered: dict[WishKind, Callable[[str, str], object]] = {}
        self._loading = QTimer(self.widget, singleShot=True, interval=LOADING_MS)
        self._loading.timeout.connect(self._render)
        self._dialling = Dialling(console)
        self._deeds = Deeds(console, self.widget, questions)
        self.widget.wished.connect(self._do)
        console.ground.language_changed.connect(self._render_if_any)
        if playback is not None:
            self._sounding = Sounding(playback, self.widget)
            self.when_opened(playback.show)
            if console.may("recording.export"):
                self.offer("download", lambda pbx, call: export(console, [(pbx, call)], self.widget))
        self._ends = [console.listen(self._heard), console.each_second(self._tick)]

    # --- what the console says

    def show(self, pbx: str, call: str, among: tuple[Key, ...] = (), *, is_played: bool = False) -> None:
        """Open this call; ``among``: the result list in which it stands; ``is_played``: its sound begins at once.

        A call that follows one that plays is played as well.
        """
        self._among = among
        if self.playback is not None:
            self.playback.leave()
            if is_played:
                self.playback.play_next()
        self._moment = self._empty(pbx, call)
        self._ask()
        self.widget.lanes.setFocus()

    def shown(self) -> None:
        """Somebody looks: what may have changed meanwhile is read."""
        self._is_shown = True
        is_asking = self._task is not None and not self._task.done()
        if self._moment.call and not is_asking and (self._moment.tracked is None or self._is_running):
            self._ask()

    def hidden(self) -> None:
        """Nobody looks."""
        self._is_shown = False
        if self.playback is not None:
            self.playback.hidden()

    def reload(self) -> None:
        """Ask again."""
        if self._moment.call:
            self._ask()

    def close(self) -> None:
        """The console ends."""
        for end in self._ends:
            end()
        self._loading.stop()
        if self._task is not None:
            self._task.cancel()
        if self.playback is not None:
            self.playback.close()

    def offer(self, kind: WishKind, deed: Callable[[str, str], object]) -> None:
        """Somebody answers ``rate`` or ``download`` from now on (given PBX and call): its button is shown."""
        self._offered[kind] = deed
        button = {"rate": self.widget.heading.rate, "download": self.widget.heading.download}.get(kind)
        if button is not None:
            button.show()

    def when_opened(self, hear: Callable[[Tracked], None]) -> None:
        """Have this called whenever a call was read: another one, or the same anew."""
        self._hearing.append(hear)

    @property
    def tracked(self) -> Tracked | None:
        """The call that is shown, once it is known."""
        return self._moment.tracked

    # --- asking

    def _empty(self, pbx: str, call: str) -> Moment:
        place = self._among.index((pbx, call)) + 1 if call and (pbx, call) in self._among else 0
        console = self._console
        return Moment(
            pbx=pbx, call=call, now=console.ground.clock.now(), zone=self._zone(), language=console.ground.language,
            centre=console.centre, place=place, among=len(self._among) if call else 0,
        )  # fmt: skip

    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self._console.centre.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    def _ask(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._moment.tracked is None:
            self._loading.start()
        self._task = self._console.spawn(self._asked(self._moment.pbx, self._moment.call), "tracking")

    async def _asked(self, pbx: str, call: str) -> None:
        tracked: Tracked | None = None
        try:
            tracked, linked = await self._console.database.ask(lambda connection: self._answers(connection, pbx, call))
        except Away as away:
            self._moment = replace(self._moment, away_since=away.since)
        except Refused as refused:
            self._moment = replace(self._moment, refused=str(refused), away_since=None)
        else:
            self._moment = replace(
                self._moment, tracked=tracked, linked=linked, is_asked=True, away_since=None, refused="",
                now=self._console.ground.clock.now(),
            )  # fmt: skip
        self._loading.stop()
        self._render()
        if tracked is not None:
            for hear in self._hearing:
                hear(tracked)

    def _answers(self, connection: Any, pbx: str, call: str) -> tuple[Tracked | None, tuple[FoundCall, ...]]:
        """In the thread beside: the call and, if there is one, those that belong to it."""
        found = self._questions.tracked(connection, pbx, call)
        return found, self._questions.linked(connection, pbx, call) if found is not None else ()

    @property
    def _is_running(self) -> bool:
        tracked = self._moment.tracked
        return tracked is not None and tracked.call.ended_at is None

    # --- showing

    def _render(self) -> None:
        console = self._console
        may_hear = console.may("recording.open") or console.may("recording.own")
        tracked = self._moment.tracked
        number = number_of(tracked.call) if tracked is not None else ""
        self._moment = replace(
            self._moment, language=console.ground.language, centre=console.centre, zone=self._zone(), may_hear=may_hear,
            number=number, dial_refusal=self._dialling.why_not() if number else "",
        )  # fmt: skip
        self.screen = present(self._moment)
        self.widget.render_screen(self.screen)

    def _render_if_any(self) -> None:
        if self._moment.call:
            self._render()

    def _tick(self) -> None:
        """A call that goes on grows; now and then it is read again."""
        if not self._is_shown or not self._is_running:
            return
        now = self._console.ground.clock.now()
        self._moment = replace(self._moment, now=now)
        self._render()
        is_time = int(now.timestamp()) % int(ASKED_AGAIN.total_seconds()) == 0
        if is_time and (self._task is None or self._task.done()):
            self._ask()

    def _heard(self) -> None:
        """The database is there again: what was missing is read."""
        if self._is_shown and self._moment.away_since is not None and self._console.database.away_since is None:
            self._ask()

    # --- doing

    def _do(self, wish: Wish) -> None:
        moment = self._moment
        match wish.kind:
            case "back":
                self._console.go_back()
            case "previous" | "next":
                self._step(1 if wish.kind == "next" else -1)
            case "open":
                self._console.open_call(wish.pbx, wish.call)
            case "retry":
                self._ask()
            case "fit":
                self.widget.lanes.fit()
            case "copy":
                QGuiApplication.clipboard().setText(moment.call)
                self._console.say(moment.language.text("The call's id is copied: {call}", call=moment.call))
            case "dial":
                self._dialling.dial(moment.pbx, moment.number)
            case "rate" | "download":
                if wish.kind in self._offered:
                    self._offered[wish.kind](moment.pbx, moment.call)
            case "raw" | "print" | "pdf":
                if self.screen is not None and moment.tracked is not None:
                    self._deeds.do(wish.kind, moment, self.screen)

    def _step(self, side: int) -> None:
        """To a neighbour in the list of results."""
        place = self._moment.place - 1 + side
        if self._moment.place and 0 <= place < len(self._among):
            pbx, call = self._among[place]
            self._console.open_call(pbx, call, among=self._among)
