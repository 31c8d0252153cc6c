"""What is known of a call, by the names that templates use. Pure.

Every value is text without control or direction marks: names and numbers come from the network, and nobody's name may
end a header's line or turn a text around. What is not known is empty, and a template may say ``{name|unknown}``.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial

import msgspec

from shared.domain import numbers
from shared.domain.board import CallRow
from shared.domain.description import CentreDescription
from shared.templates import Place, Template, checked, visible

NAMES = (
    "callerid", "callerid_e164", "callerid_national", "name", "did", "queue", "queue_title", "agent", "agent_name",
    "uniqueid", "linkedid", "call", "campaign", "direction", "wait", "disposition", "note", "pbx",
)  # fmt: skip
_MEMBER = re.compile(r"(lead|crm)\.[A-Za-z_][A-Za-z0-9_]{0,63}")
"""``lead.NAME``: a field of the contact that is called for a campaign; ``crm.NAME``: one of an earlier look-up."""


class CallFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A call as the customer system may want it. ``wait``: seconds, None: never waited. ``country``: ISO 3166."""

    callerid: str = ""
    name: str = ""
    did: str = ""
    queue: str = ""
    queue_title: str = ""
    agent: str = ""
    agent_name: str = ""
    uniqueid: str = ""
    linkedid: str = ""
    pbx: str = ""
    direction: str = ""
    campaign: str = ""
    disposition: str = ""
    note: str = ""
    wait: float | None = None
    country: str = "CZ"
    lead: dict[str, str] = {}
    crm: dict[str, str] = {}

    def values(self) -> dict[str, str]:
        """Every placeholder's text; a caller who hides the number has none."""
        number = "" if numbers.is_hidden(self.callerid) else self.callerid
        found = {
            "callerid": number,
            "callerid_e164": numbers.e164(number, self.country) or number,
            "callerid_national": _national(number, self.country),
            "name": self.name, "did": self.did, "queue": self.queue, "queue_title": self.queue_title or self.queue,
            "agent": self.agent, "agent_name": self.agent_name, "uniqueid": self.uniqueid or self.linkedid,
            "linkedid": self.linkedid, "call": self.linkedid, "campaign": self.campaign, "direction": self.direction,
            "wait": "" if self.wait is None else f"{self.wait:.0f}",
            "disposition": self.disposition, "pbx": self.pbx,
        }  # fmt: skip
        found |= {f"lead.{name}": value for name, value in self.lead.items()}
        found |= {f"crm.{name}": value for name, value in self.crm.items()}
        return {name: visible(value) for name, value in found.items()} | {"note": _visible_lines(self.note)}


def facts_of(
    row: CallRow, centre: CentreDescription, now: datetime, agent: str = "", agent_name: str = "",
    disposition: str = "", note: str = "", crm: dict[str, str] | None = None,
) -> CallFacts:  # fmt: skip
    """The facts of a call on the board. In a call to outside the customer is who is called."""
    is_outbound = row.direction == "outbound"
    wait = row.waited_seconds
    if wait is None and row.queue_entered is not None:
        wait = max(0.0, (now - row.queue_entered).total_seconds())
    return CallFacts(
        callerid=(row.called if is_outbound else row.caller) or "", name=row.caller_name or "", did=row.line or "",
        queue=row.queue or "", queue_title=centre.queue_title(row.queue) if row.queue else "", agent=agent,
        agent_name=agent_name, uniqueid=row.call, linkedid=row.call, pbx=row.pbx, direction=row.direction,
        disposition=disposition, note=note, wait=wait, country=centre.country, crm=crm or {},
    )  # fmt: skip


def template_of(source: str, place: Place, others: tuple[str, ...] = ()) -> Template:
    """A template of a call's placeholders, and ``others`` that are known here, like ``secret`` in a header."""
    return Template(source, place, partial(_check, known=(*NAMES, *others)))


def _check(name: str, known: tuple[str, ...]) -> None:
    if not _MEMBER.fullmatch(name):
        checked(name, known, ", lead.… and crm.…")


def _visible_lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines()).strip()


def _national(number: str, country: str) -> str:
    """The number as one dials it at home, digits only; one of abroad as machines write it."""
    if numbers.e164(number, country) is None:
        return number
    written = numbers.national(number, country)
    return re.sub(r"[^\d+]", "", written)
