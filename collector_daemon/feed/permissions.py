"""What may leave: a lens is what one kind of subscriber sees of the board.

Two different things decide. The *visible queues* of the account are a right: nothing of another queue
leaves, not even inside a row that may be seen (an agent who also serves an invisible queue is sent without
it). The *filter* is the client's wish: rows of other queues are of no interest. What is the account's own
agent's always comes through. Who may not see callers gets all of it with masked numbers and without names
(``masking``).

========  =============================================================================================
row       is sent when
========  =============================================================================================
queue     the queue is visible and wished
agent     a queue of his is visible and wished; in no queue at all: unless a filter is set; it is own
call      its queue is visible and wished; in no queue: without limits and filter only; own agent in it
line      always: lines belong to no queue
alert     of a rule: all its queues are visible and one is wished; the daemon's own troubles: always
event     as a call
========  =============================================================================================
"""

from __future__ import annotations

import msgspec

from collector_daemon.feed.board import Happening, Placed, item
from collector_daemon.feed.masking import masked_event, masked_row
from shared.domain.accounts import Account
from shared.domain.board import AgentRow, Row, Topic

TELLING_OF_CALLERS: frozenset[Topic] = frozenset({"calls", "agents", "events"})
"""Topics in which there is something to mask; of the others all lenses show the same."""


class Lens(msgspec.Struct, frozen=True, kw_only=True):
    """Topics, visible queues (a right), wished queues (a filter), own agent; None: no limit.

    ``masked_for`` is the country by whose rules callers' numbers are masked; None: callers are seen.
    """

    topics: frozenset[Topic]
    visible: frozenset[str] | None = None
    wished: frozenset[str] | None = None
    agent: str | None = None
    masked_for: str | None = None

    @property
    def is_open(self) -> bool:
        """Does it show everything of its topics?"""
        return self.visible is None and self.wished is None

    def item(self, placed: Placed) -> bytes:
        """The whole row's item for those who may see it, masked where callers may not be seen."""
        if self.masked_for is None or placed.row is None:
            return placed.item
        if self.masked_for not in placed.variants:
            shown = masked_row(placed.row, self.masked_for)
            placed.variants[self.masked_for] = placed.item if shown is placed.row else item(placed.place, shown)
        return placed.variants[self.masked_for]

    def event(self, event: Happening) -> bytes | None:
        """The event as it may leave, None if it may not."""
        if "events" not in self.topics:
            return None
        if not self._passes(event.queues, event.agents):
            return None
        if self.masked_for is None:
            return event.item
        if self.masked_for not in event.variants:
            event.variants[self.masked_for] = masked_event(event.item, self.masked_for)
        return event.variants[self.masked_for]

    def row(self, placed: Placed) -> bytes | None:
        """The row's item as it may leave, None if it may not."""
        topic = placed.place[0]
        if topic not in self.topics:
            return None
        if self.is_open or topic in ("lines", "campaigns"):
            return self.item(placed)
        if topic == "alerts":
            return placed.item if self._shows_alert(placed.queues) else None
        if isinstance(placed.row, AgentRow):
            return self._agent(placed, placed.row)
        return self.item(placed) if self._passes(placed.queues, placed.agents) else None

    def _passes(self, queues: frozenset[str], agents: frozenset[str]) -> bool:
        return self.is_open or (self.agent is not None and self.agent in agents) or self._meets(queues)

    def _meets(self, queues: frozenset[str]) -> bool:
        """Is any of these queues both visible and wished?"""
        for limit in (self.visible, self.wished):
            if limit is not None:
                queues &= limit
        return bool(queues)

    def _shows_alert(self, queues: frozenset[str]) -> bool:
        """A sum over several queues tells of each: so all must be visible."""
        if not queues:
            return True
        is_visible = self.visible is None or queues <= self.visible
        return is_visible and (self.wished is None or not queues.isdisjoint(self.wished))

    def _agent(self, placed: Placed, row: AgentRow) -> bytes | None:
        if row.agent == self.agent:
            return self.item(placed)
        is_idle = not placed.queues and self.wished is None
        if not is_idle and not self._meets(placed.queues):
            return None
        return self.item(placed) if self.visible is None else self._redacted(placed, row, self.visible)

    def _redacted(self, placed: Placed, row: AgentRow, visible: frozenset[str]) -> bytes:
        """An agent without what belongs to queues that may not be seen."""
        hides_call = row.call is not None and (row.queue is None or row.queue not in visible)
        if placed.queues <= visible and not hides_call:
            return self.item(placed)
        variant = placed.queues & visible, hides_call, self.masked_for
        if variant not in placed.variants:
            shown: Row = _without(row, visible, hides_call=hides_call)
            if self.masked_for is not None:
                shown = masked_row(shown, self.masked_for)
            placed.variants[variant] = item(placed.place, shown)
        return placed.variants[variant]


def lens(account: Account, topics: frozenset[Topic], wished: frozenset[str] | None, country: str = "CZ") -> Lens:
    """What this account sees of these topics; the own agent is kept only where it makes a difference."""
    is_open = account.queues is None and wished is None
    is_masked = not account.may("callers.see") and not topics.isdisjoint(TELLING_OF_CALLERS)
    return Lens(
        topics=topics, visible=account.queues, wished=wished, agent=None if is_open else account.agent,
        masked_for=country if is_masked else None,
    )


def _without(row: AgentRow, visible: frozenset[str], *, hides_call: bool) -> AgentRow:
    kept = tuple(membership for membership in row.memberships if membership.queue in visible)
    shown = msgspec.structs.replace(row, memberships=kept)
    if not hides_call:
        return shown
    return msgspec.structs.replace(shown, call=None, caller=None, caller_name=None, queue=None)
