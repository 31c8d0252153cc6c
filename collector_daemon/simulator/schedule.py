"""Virtual time: stories that wait, and the order in which they go on.

A story is a generator. It yields how many seconds it wants to wait (None: until somebody wakes it) and gets
back None when the time has passed, or the value it was woken with. Nothing here knows of the real clock: who
runs the schedule decides how far virtual time has come (``run_until``). Same stories, same order, on every
run.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Generator

Wait = float | None
Story = Generator[Wait, object, None]


class Task:
    """A running story. ``turn`` numbers its waits, so that an old alarm does not wake a new wait."""

    __slots__ = ("is_over", "story", "turn")

    def __init__(self, story: Story) -> None:
        self.story = story
        self.turn = 0
        self.is_over = False


class Schedule:
    """All running stories and the instant (Unix seconds) that virtual time has reached."""

    def __init__(self, start: float) -> None:
        self.now = start
        self.running: Task | None = None
        self.after_step: Callable[[], None] = lambda: None
        self._alarms: list[tuple[float, int, Task, int, object]] = []
        self._order = itertools.count()

    def start(self, story: Story, delay: float = 0.0) -> Task:
        """Begins a story after ``delay`` seconds."""
        task = Task(story)
        self._alarm(self.now + delay, task, None)
        return task

    def wake(self, task: Task, value: object) -> None:
        """Lets a waiting story go on now: its yield gives ``value``, or raises it if it is an exception."""
        if not task.is_over:
            task.turn += 1
            self._alarm(self.now, task, value)

    def drop(self, task: Task) -> None:
        """Forgets a story where it stands: nothing more is told of it."""
        task.is_over = True
        task.turn += 1

    def next_at(self) -> float | None:
        """When the next story goes on; None if none is waiting for an instant."""
        while self._alarms and self._alarms[0][3] != self._alarms[0][2].turn:
            heapq.heappop(self._alarms)
        return self._alarms[0][0] if self._alarms else None

    def run_until(self, until: float) -> None:
        """Lets everything happen that is due up to ``until``, and sets the virtual clock there."""
        while (at := self.next_at()) is not None and at <= until:
            self.step()
        self.now = max(self.now, until)

    def step(self) -> None:
        """Lets the next story go on by one wait. IndexError if there is none."""
        if self.next_at() is None:
            raise IndexError("no story is waiting")
        at, _, task, _, value = heapq.heappop(self._alarms)
        self.now = max(self.now, at)
        task.turn += 1
        self.running = task
        try:
            wait = task.story.throw(value) if isinstance(value, BaseException) else task.story.send(value)
        except StopIteration:
            task.is_over = True
        else:
            if wait is not None:
                self._alarm(self.now + wait, task, None)
        self.after_step()

    def _alarm(self, at: float, task: Task, value: object) -> None:
        heapq.heappush(self._alarms, (at, next(self._order), task, task.turn, value))
