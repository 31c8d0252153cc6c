"""What people do: how an agent reacts to a ringing phone, and what the two do once they talk.

Here are the words for it and two kinds of people: those who follow a script (tests) and those who do as
chance has it (``chance``, another module). Plain values; nothing here knows of time or of AMI.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["answer", "ignore", "busy", "decline", "unreachable", "silent", "pickup", "forward"]
"""What somebody whose phone rings may do."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a phone does when it is rung: after ``after`` seconds somebody answers, rejects … or nobody does.

    ``pickup``: the colleague ``by`` takes the call at their own phone (if it is free then). ``forward``: the
    phone sends the call on to the extension ``by`` at once (302), without ringing; known to queues only.
    """

    kind: Kind
    after: float = 0.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """One of the two hangs up, ``after`` seconds after whatever came before."""

    after: float
    by: Literal["caller", "agent"]


@dataclass(frozen=True, slots=True)
class Hold:
    """One of the two puts the other on hold for ``length`` seconds."""

    after: float
    length: float
    by: Literal["caller", "agent"] = "agent"


@dataclass(frozen=True, slots=True)
class Blind:
    """The agent passes the customer on without asking: to an extension, a queue's number or an outside
    number.
    """

    after: float
    to: str


@dataclass(frozen=True, slots=True)
class Attended:
    """The agent holds the customer, calls ``to``, talks for ``consult`` seconds, and connects the two.

    If ``to`` does not answer, or with ``goes_back``, the agent takes the customer back instead. The
    customer may lose patience and leave after ``caller_leaves`` seconds of it; the two then talk on.
    """

    after: float
    to: str
    consult: float
    goes_back: bool = False
    caller_leaves: float | None = None


@dataclass(frozen=True, slots=True)
class Park:
    """The agent parks the customer; ``retrieved_by`` fetches the call after ``wait`` seconds (None: nobody
    does).
    """

    after: float
    wait: float
    retrieved_by: str | None


Act = End | Hold | Blind | Attended | Park


@dataclass(frozen=True, slots=True)
class Visitor:
    """A customer who calls in: who, which line, what they press, and how long they have patience.

    ``patience`` counts from when they first wait or ring, None for ever; ``key`` is a digit pressed after so
    many seconds of waiting; ``ivr_hang_up`` after so many seconds of the menu; ``score`` answers the survey.
    """

    number: str
    name: str
    line: str
    trunk: str = "PJSIP/trunk"
    digits: tuple[tuple[float, str], ...] = ()
    patience: float | None = None
    key: tuple[float, str] | None = None
    ivr_hang_up: float | None = None
    message_seconds: float = 9.0
    score: str = ""


class People(Protocol):
    """Who decides what happens in the simulated call centre."""

    def reaction(self, extension: str, queue: str | None) -> Reaction:
        """What the person at ``extension`` does, rung by ``queue`` (None: called directly)."""
        ...

    def talk(self, extension: str, queue: str | None) -> Iterable[Act]:
        """What the two do who now talk; after the last act, ``End`` follows at once if it was not one."""
        ...

    def outside(self, number: str) -> Reaction:
        """What happens at an outside number that an agent dials."""
        ...


class Scripted:
    """People who do exactly what the script says, in order; for tests that know what must come out."""

    def __init__(self, reactions: dict[str, list[Reaction]], talks: Iterable[tuple[Act, ...]]) -> None:
        self._reactions = {extension: deque(told) for extension, told in reactions.items()}
        self._talks = deque(talks)

    def reaction(self, extension: str, queue: str | None) -> Reaction:
        """The next reaction of that phone; ``ignore`` when the script says no more."""
        told = self._reactions.get(extension)
        return told.popleft() if told else Reaction("ignore")

    def talk(self, extension: str, queue: str | None) -> Iterable[Act]:
        """The next conversation of the script."""
        return self._talks.popleft() if self._talks else (End(5.0, "caller"),)

    def outside(self, number: str) -> Reaction:
        """Outside numbers have reactions in the script too."""
        return self.reaction(number, None)
