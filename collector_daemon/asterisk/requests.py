"""AMI actions as panoramisk knows them, with what it does not check: unsafe values, answers that never complete."""

from __future__ import annotations

from collections.abc import Mapping

from panoramisk.actions import Action
from panoramisk.message import Message

from collector_daemon.capture import Headers
from shared.errors import BadInput, Refused, TimedOut, Unavailable

ActionHeaders = Mapping[str, "str | list[str]"]
"""What is asked: header → value, or list of values where it repeats (``Variable``)."""

_LONGEST_LINE = 1000
"""Bytes; Asterisk reads lines of at most 1,024 and throws longer ones away."""
_MOST_LINES = 120
"""Asterisk reads at most 128 headers of an action and ignores the rest."""
_UNSAFE = frozenset("\r\n\0")


class UnsafeAction(BadInput):
    """A header that would not arrive as meant: a line break (it could smuggle in another action), NUL, too long."""


class ActionRefused(Refused):
    """The PBX answered an action with an error; the text is the PBX's own message."""


class ActionUnanswered(TimedOut):
    """The PBX did not answer in time. It may have acted; the action is never sent again."""


class LinkDown(Unavailable):
    """There is no connection, or it was lost before the answer; what was asked may have happened."""


def check(headers: ActionHeaders) -> None:
    """Raise UnsafeAction unless every header arrives at the PBX exactly as given."""
    lines = [(key, value) for key, values in headers.items() for value in _as_list(values)]
    if len(lines) > _MOST_LINES:
        raise UnsafeAction(f"an action of {len(lines)} headers: the PBX reads only {_MOST_LINES}")
    for key, value in lines:
        if not key or ":" in key or not _UNSAFE.isdisjoint(key):
            raise UnsafeAction(f"{key!r} can't be the name of a header")
        if not _UNSAFE.isdisjoint(value):
            raise UnsafeAction(f"{key}: a line break or NUL in a value is refused")
        if len(f"{key}: {value}".encode("utf-8", "surrogateescape")) > _LONGEST_LINE:
            raise UnsafeAction(f"{key}: longer than the {_LONGEST_LINE} bytes that the PBX reads of a line")


def _as_list(values: str | list[str]) -> list[str]:
    return [values] if isinstance(values, str) else values


class Request(Action):  # type: ignore[misc]  # panoramisk has no types
    """One action and its answers; ``future`` gives the message, or the list of them where ``is_list``.

    panoramisk guesses from the first answer's text whether more follow, wrongly for QueueAdd; here who asks says it.
    Must be made inside a running loop. Raises UnsafeAction.
    """

    def __init__(self, headers: ActionHeaders, is_list: bool = False) -> None:
        check(headers)
        super().__init__(dict(headers), as_list=is_list)

    def encoded(self) -> bytes:
        """What goes over the wire; surrogate escapes become the bytes they stand for."""
        return str(self).encode("utf-8", "surrogateescape")

    @property
    def multi(self) -> bool:
        """Whether more than one message answers; an error is always alone."""
        return bool(self.as_list) and self.responses[0].response != "Error"

    @property
    def completed(self) -> bool:
        """Whether the last message heard was the last to come."""
        last: Message = self.responses[-1]
        if not self.multi:
            return "response" in last
        is_end = str(last.event).endswith(("Complete", "OriginateResponse"))  # the latter is an Originate's end
        return is_end or str(last.eventlist).lower() == "complete"

    def answers(self) -> list[Headers]:
        """What the PBX answered, as it was sent."""
        return [{key: message[key] for key in message if key != "content"} for message in self.responses]
