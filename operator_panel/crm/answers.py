"""What is remembered of calls for their links: answers, what was written, which look-ups go on. Of the last calls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from operator_panel.crm.look_up import Answer

MOST_CALLS = 200


@dataclass
class _OfCall:
    answers: dict[str, Answer] = field(default_factory=dict)
    writing: tuple[str, str] | None = None
    asking: set[asyncio.Task[None]] = field(default_factory=set)


class Answers:
    """By call."""

    def __init__(self) -> None:
        self._calls: dict[str, _OfCall] = {}

    def of(self, call: str) -> tuple[Answer, ...]:
        """The answers, each link's last."""
        return tuple(self._calls[call].answers.values()) if call in self._calls else ()

    def values(self, call: str) -> dict[str, str]:
        """All that was found, by the fields' names; where two have a name, the later link's."""
        return {name: value for answer in self.of(call) for name, value in answer.values.items()}

    def keep(self, call: str, answer: Answer) -> None:
        """Remember it in the place of the link's answer before."""
        self._entry(call).answers[answer.link] = answer

    def write(self, call: str, note: str, disposition: str) -> None:
        """Remember what was written."""
        self._entry(call).writing = note, disposition

    def is_written(self, call: str) -> bool:
        """Was something written down and saved?"""
        return call in self._calls and self._calls[call].writing is not None

    def writing(self, call: str) -> tuple[str, str]:
        """Note and disposition; empty where there are none."""
        return (self._calls[call].writing if call in self._calls else None) or ("", "")

    def wait_for(self, call: str, task: asyncio.Task[None]) -> None:
        """A look-up of the call goes on."""
        entry = self._entry(call)
        entry.asking.add(task)
        task.add_done_callback(entry.asking.discard)

    def under_way(self, call: str) -> frozenset[asyncio.Task[None]]:
        """The look-ups of the call that go on."""
        return frozenset(self._calls[call].asking) if call in self._calls else frozenset()

    def _entry(self, call: str) -> _OfCall:
        if call not in self._calls:
            while len(self._calls) >= MOST_CALLS:
                del self._calls[next(iter(self._calls))]
            self._calls[call] = _OfCall()
        return self._calls[call]
