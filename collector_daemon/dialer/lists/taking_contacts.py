"""A file of contacts looked at, or taken into its campaign whole or not at all. Waits for the disk and the database.

Both go the same way up to the end (``ContactImport``), so a preview tells exactly what taking would do.
"""

from __future__ import annotations

import hashlib

import msgspec

from collector_daemon.dialer.lists import lines
from collector_daemon.dialer.lists.sheet_reading import Cells, ReadTask, SheetReading, Telling
from collector_daemon.store.dialer.importing import ContactImport, ContactLine, ListOrigin
from shared.campaigns.campaign import Campaign
from shared.domain.commands.dialer import ContactImport as Asked
from shared.domain.dialer_replies import ImportReply, LineFault


class ContactTask(ReadTask, frozen=True, kw_only=True, tag="contacts"):
    """For a campaign."""

    asked: Asked
    campaign: Campaign

    def reading(self, telling: Telling) -> SheetReading:
        """A reading of it."""
        return SheetReading(self, self.asked, lines, telling)

    def carried_out(self, reading: SheetReading) -> ImportReply:
        """What came of it. Raises SheetFault, DialerMistake, Unavailable, OSError."""
        asked = self.asked
        with reading.rows() as rows, ContactImport.opened(self.url, self.campaign) as to:
            origin = self._origin(reading)
            before = to.before(origin.hash)
            if before is not None:
                return reading.ended("looked_at" if asked.is_preview else "taken", before, is_new=False)
            to.copy(reading.good(rows, self._line))
            reading.at("comparing")
            found = to.sort()
            if asked.is_preview:
                return reading.ended("looked_at", found)
            if reading.faulty and not asked.leaves_out_faulty:
                return reading.ended("refused", found)
            reading.at("storing")
            detail = f"{asked.name}: {found.good} of {found.lines + reading.faulty} lines"
            act = msgspec.structs.replace(self.act, detail=detail)
            return reading.ended("taken", to.take(found, origin, act, reading.faulty))

    def _line(self, line: int, cells: Cells) -> ContactLine | tuple[LineFault, ...]:
        return lines.line_of(line, cells, self.country, self.at)

    def _origin(self, reading: SheetReading) -> ListOrigin:
        sheet = reading.sheet
        how = {"columns": dict(reading.columns), "encoding": sheet.encoding, "separator": sheet.separator,
               "sheet": sheet.sheet}  # fmt: skip
        hashed = hashlib.sha256(self.hash.encode() + msgspec.json.encode(how)).hexdigest()
        return ListOrigin(name=self.asked.name, source="file", by=self.by, at=self.at, hash=hashed, how=how)
