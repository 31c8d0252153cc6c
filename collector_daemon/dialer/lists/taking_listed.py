"""A file of numbers looked at, or put on a do-not-call list whole or not at all. Waits for disk and database."""

from __future__ import annotations

import msgspec

from collector_daemon.dialer.lists import listed_lines
from collector_daemon.dialer.lists.sheet_reading import Cells, ReadTask, SheetReading, Telling
from collector_daemon.store.dialer.listing import ListedImport, ListedLine
from shared.campaigns.ledgers import ListScope
from shared.domain.commands.dialer import DoNotCallImport as Asked
from shared.domain.dialer_replies import ImportReply, LineFault


def scope_of(asked: Asked) -> tuple[ListScope, str]:
    """Whom the list binds."""
    if asked.campaign is not None:
        return "campaign", asked.campaign
    return ("owner", asked.owner) if asked.owner is not None else ("centre", "")


class ListedTask(ReadTask, frozen=True, kw_only=True, tag="do_not_call"):
    """For a list."""

    asked: Asked

    def reading(self, telling: Telling) -> SheetReading:
        """A reading of it."""
        return SheetReading(self, self.asked, listed_lines, telling)

    def carried_out(self, reading: SheetReading) -> ImportReply:
        """What came of it. Raises SheetFault, DialerMistake, Unavailable, OSError."""
        asked = self.asked
        with reading.rows() as rows, ListedImport.opened(self.url, asked.list, *scope_of(asked)) as to:
            to.copy(reading.good(rows, self._line))
            reading.at("comparing")
            found = to.sort()
            if asked.is_preview:
                return reading.ended("looked_at", found)
            if reading.faulty and not asked.leaves_out_faulty:
                return reading.ended("refused", found)
            reading.at("storing")
            detail = f"{asked.name}: {found.good} numbers of {found.lines + reading.faulty} lines"
            act = msgspec.structs.replace(self.act, detail=detail)
            return reading.ended("taken", to.take(found, self.by, act))

    def _line(self, line: int, cells: Cells) -> ListedLine | tuple[LineFault, ...]:
        """What it does not say itself is as it was asked for."""
        found = listed_lines.listed_of(line, cells, self.country, self.at.date())
        if isinstance(found, tuple):
            return found
        return msgspec.structs.replace(found, until=found.until or self.asked.until, why=found.why or self.asked.why)
