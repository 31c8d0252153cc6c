"""The sound of one call: its bar, its waveform, its markers, and what is heard. A page gives it their places.

Sound is fetched when somebody wants to hear it, not when a call is merely looked at: the audit then says who heard it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, tzinfo
from typing import cast

from PySide6.QtCore import QObject

from supervisor_console.page import Console
from supervisor_console.playback.app.engine import Engine
from supervisor_console.playback.app.fetching import Fetcher
from supervisor_console.playback.app.kept import Kept
from supervisor_console.playback.app.loading import Loading
from supervisor_console.playback.app.marking import Marking
from supervisor_console.playback.app.output import OutputMaker, make_output
from supervisor_console.playback.app.showing import Choices, may_hear, moment_of, wanted_soon
from supervisor_console.playback.app.subject import Subject, subject_of, zone_of
from supervisor_console.playback.presenter import Moment, marks, present
from supervisor_console.playback.screen import SPEEDS, Wish
from supervisor_console.playback.sound.course import Course
from supervisor_console.playback.sound.reel import Reel, Sides
from supervisor_console.playback.views.bar import PlayerBar
from supervisor_console.playback.views.marks import MarkPopover, MarksView
from supervisor_console.playback.views.waveform import WaveformPainter
from supervisor_console.reports.tracked import Tracked

SKIP_MS = 10_000
EVERY_SECONDS = 0.03
"""The picture follows the sound so often at most."""


class Playback(QObject):
    """``bar`` and ``marks`` are given their places, ``waveform.paint`` draws; ``moved`` is called with the call's ms
    where it plays, ``redrawn`` when the waveform is different, ``stepped`` from step to step as the bar wants it."""

    def __init__(self, console: Console, output: OutputMaker | None = None) -> None:
        super().__init__()
        self._console, self.ground = console, console.ground
        self.bar, self.marks = PlayerBar(console.ground), MarksView(console.ground)
        self.waveform = WaveformPainter(console.ground)
        self.moved: Callable[[int], None] = lambda _ms: None
        self.redrawn: Callable[[], None] = lambda: None
        self.stepped: Callable[[int], None] = lambda _side: None
        self.subject: Subject | None = None
        self.course = Course(())
        self.engine = Engine(output or make_output(console.ground.clock), self)
        self.fetcher = Fetcher(console)
        self.loading = Loading(console, self.fetcher, self._loaded)
        self.marking = Marking(console, self.refresh)
        self.popover: MarkPopover | None = None
        self._kept, self._is_skipping = Kept(console.ground, self), False
        self._goes_on = self._goes_further = False
        self._growing: set[str] = set()
        """Files that were fetched while they were still written."""
        self._told = 0.0
        self.engine.moved.connect(self._heard)
        self.engine.ended.connect(self._ended)
        self.engine.changed.connect(self.refresh)
        for view in (self.bar, self.marks):
            view.wished.connect(self.do)
        self.bar.stepped.connect(lambda side: self.stepped(side))
        console.ground.language_changed.connect(self.refresh)

    # --- what a page says

    def show(self, tracked: Tracked) -> None:
        """This call: another one, or the same read anew."""
        subject = subject_of(tracked, self.ground.clock.now())
        is_new = self.subject is None or self.subject.key != subject.key
        if is_new:
            self._clear()
        self.subject = subject
        self._lay_course()
        if is_new:
            self.engine.load(self._reel())
            self.engine.set_volume(self._kept.volume)
            self.loading.get_ready(None if self._goes_on else wanted_soon(self._console, subject, self.course))
            if self._console.may("recording.open"):
                self.marking.show(*subject.key)
        if self._goes_on and is_new:
            self._goes_on = False
            self.play()
        self.refresh()

    def leave(self) -> None:
        """Another call is coming; if it was playing that one plays too."""
        self._goes_on = self._goes_on or self.engine.is_playing
        self._clear()
        self.refresh()

    def play_next(self) -> None:
        """The call that is coming is played as soon as it is there."""
        self._goes_on = True

    def hidden(self) -> None:
        """Nobody looks: silence."""
        self._goes_on = False
        self.engine.pause()
        self.refresh()

    def go(self, ms: float) -> None:
        """The playhead was put there by the user."""
        self.engine.seek(ms)
        self.refresh()

    def close(self) -> None:
        """The program ends: everything fetched is removed."""
        self._kept.close()
        self.engine.close()
        self.loading.forget()
        self.fetcher.close()

    # --- what is wished

    def play(self) -> None:
        """Fetch what is missing and play from the playhead on; from the beginning where all was heard."""
        subject = self.subject
        if subject is None or not self.course.spans or not may_hear(self._console):
            return
        is_over = self.course.at(self.engine.ms) is None
        last = self.course.parts[-1].file
        if is_over and last in self._growing:
            self._goes_further = True
            self.loading.begin(*subject.key, [last], is_fresh=True)
            return
        if is_over:
            self.engine.seek(self.course.spans[0].starts_ms)
        self._fetch()
        self.engine.play()
        self.refresh()

    def do(self, wish: Wish) -> None:
        """One of the wishes of the bar, the marks or the keys."""
        match wish.kind:
            case "toggle":
                self._toggle()
            case "back" | "forward":
                self._skip(SKIP_MS if wish.kind == "forward" else -SKIP_MS)
            case "seek":
                self._move(self.course.call_of(wish.number * self.course.heard_ms))
            case "go":
                self._move(wish.number)
            case "speed" | "faster" | "slower":
                self._set_speed(wish)
            case "skip":
                self._is_skipping = bool(wish.number)
                self._renew()
            case "sides":
                self._set_sides(wish.text)
            case "volume":
                self._kept.set_volume(wish.number)
                self.engine.set_volume(wish.number)
            case "mark":
                self._ask_mark()
            case "drop":
                self.marking.drop(wish.text)
            case "retry":
                self._fetch()
        self.refresh()

    def _toggle(self) -> None:
        if self.engine.is_playing:
            self.engine.pause()
        else:
            self.play()

    def _skip(self, by: int) -> None:
        """So much of what is heard."""
        self._move(self.course.call_of(max(0, self.course.heard_of(self.engine.ms) + by)))

    def _move(self, ms: float) -> None:
        self.engine.seek(ms)
        self.moved(round(ms))

    def _set_speed(self, wish: Wish) -> None:
        at = SPEEDS.index(self._kept.speed) + (-1 if wish.kind == "slower" else 1)
        self._kept.set_speed(wish.number if wish.kind == "speed" else SPEEDS[min(len(SPEEDS) - 1, max(0, at))])
        self._renew()

    def _set_sides(self, side: str) -> None:
        if self.engine.reel is not None:
            self.engine.reel.sides = cast("Sides", side)
        self.engine.renew()

    def _renew(self) -> None:
        reel = self.engine.reel
        if reel is not None:
            reel.set_speed(self._kept.speed)
            reel.is_skipping = self._is_skipping
        self.engine.renew()

    # --- markers

    def _ask_mark(self) -> None:
        at, subject = self.engine.ms, self.subject
        number = self.course.at(at)
        if subject is None or number is None:
            return
        span = self.course.spans[number]
        part, ms = self.course.parts[span.part], max(round(at), span.starts_ms)
        clock = self.ground.language.clock(subject.started_at + timedelta(milliseconds=ms), self._zone)
        self.popover = MarkPopover(self.ground, self.bar.mark, clock)
        self.popover.written.connect(lambda text: self.marking.set(part.file, round(part.file_ms(ms)), text))
        self.popover.open(self.popover.line)

    # --- what happens

    def _clear(self) -> None:
        self.engine.load(None)
        self.loading.forget()
        self.marking.forget()
        self.subject, self.course = None, Course(())
        self._growing.clear()

    def _reel(self) -> Reel:
        made = Reel(self.course)
        made.set_speed(self._kept.speed)
        made.is_skipping = self._is_skipping
        return made

    def _lay_course(self) -> None:
        """As the files turn out to be long."""
        if self.subject is None:
            return
        lengths = {
            file: one.loaded.track.length_ms
            for file, one in self.loading.sounds.items() if one.loaded.track.is_whole
        }  # fmt: skip
        self.course = Course(self.subject.parts_with(lengths))
        if self.engine.reel is not None:
            self.engine.reel.change_course(self.course)

    def _fetch(self) -> None:
        """What is needed first first."""
        subject = self.subject
        if subject is not None and self.course.spans:
            number = self.course.at(self.engine.ms)
            first = self.course.spans[number].part if number is not None else 0
            files = [part.file for part in (*self.course.parts[first:], *self.course.parts[:first])]
            self.loading.begin(*subject.key, list(dict.fromkeys(files)))
            if subject.is_running:
                self._growing.update(files[-1:])

    def _loaded(self) -> None:
        """Something came, or did not."""
        reel = self.engine.reel
        if reel is not None:
            reel.loaded = {file: one.loaded for file, one in self.loading.sounds.items()}
        self._lay_course()
        if self._goes_further and not self.loading.is_fetching:
            self._goes_further = False
            if self.subject is not None and not self.subject.is_running and not self.loading.trouble:
                self._growing.clear()
            if self.course.at(self.engine.ms) is not None:
                self.engine.play()
        if self.loading.trouble and self.engine.is_waiting:
            self.engine.pause()
        if self.engine.is_playing:
            self.engine.pump()
        self.refresh()

    def _heard(self, ms: float) -> None:
        now = self.ground.clock.monotonic()
        if now - self._told >= EVERY_SECONDS:
            self._told = now
            self.moved(round(ms))
            self.refresh()

    def _ended(self) -> None:
        self.moved(round(self.engine.ms))
        self.refresh()

    # --- what is shown

    @property
    def _zone(self) -> tzinfo:
        return zone_of(self._console.centre.timezone)

    def moment(self) -> Moment:
        """All that is known."""
        return moment_of(self._console, self.subject, self.course, self.engine, self.loading, self.marking, Choices(
            self._kept.speed, self._kept.volume, is_skipping=self._is_skipping))  # fmt: skip

    def refresh(self) -> None:
        """Show what is known now."""
        moment = self.moment()
        self.bar.show_screen(present(moment))
        listed = marks(moment)
        self.marks.show_screen(listed)
        hint = self.ground.language.text("Play to hear and see the sound") if may_hear(self._console) else ""
        peaks = {file: one.peaks for file, one in self.loading.sounds.items()}
        if self.subject is not None:
            self.waveform.drawn = self.subject.drawn(peaks, moment.at_ms, listed.rows, moment.markers, hint)
        self.redrawn()
