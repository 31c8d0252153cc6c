"""Commands about campaigns: of who runs them (``dialer.run``) and of operators who work in them. Pure.

What belongs to a campaign itself is JSON here and checked where it is meant (``shared.campaigns.campaign``).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from shared.domain.commands.parameters import Instant, Key, Parameters, Word, Words

Count = Annotated[int, msgspec.Meta(ge=0)]
Note = Annotated[str, msgspec.Meta(max_length=300)]


class Campaign(Parameters, frozen=True, kw_only=True):
    """A dialer's campaign: start it, pause it (``dialer.stop``), finish it for good."""

    campaign: Word


class CampaignPut(Parameters, frozen=True, kw_only=True):
    """Make a campaign, or change it as a whole: ``shared.campaigns.campaign.Campaign`` as JSON."""

    campaign: dict[str, Any]


class ContactUpload(Parameters, frozen=True, kw_only=True):
    """A part of a file of contacts, base64: parts of one ``upload`` come in order from ``part`` 0."""

    upload: Word
    part: Count
    content: str


class ListFile(Parameters, frozen=True, kw_only=True):
    """An uploaded file to be looked at, or (not ``is_preview``) taken, all of it or nothing; said again: how far it is.

    A line with a fault stops all of it, unless ``leaves_out_faulty``. ``columns``: ours by theirs; a column not named
    here is left out. Empty: as guessed. ``encoding``, ``separator``, ``sheet`` empty: as guessed.
    """

    upload: Word
    name: Word
    columns: dict[str, str] = {}
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    is_preview: bool = True
    leaves_out_faulty: bool = False


class ContactImport(ListFile, frozen=True, kw_only=True):
    """Contacts of a campaign. Our columns: "name", "number", "number:mobil", "external", "owner", "language",
    "priority", "consent", "field:City".
    """

    campaign: Word


class ContactChange(Parameters, frozen=True, kw_only=True):
    """Exclude a contact, take it back, or say when and by whom it is called next; None: as it is."""

    contact: Count
    is_excluded: bool | None = None
    next_at: Instant | None = None
    next_by: Word | None = None
    why: Note = ""


class ResultExport(Parameters, frozen=True, kw_only=True):
    """A campaign's contacts with their results as a file; a large one in parts, asked for from ``part`` 0 on."""

    campaign: Word
    form: Literal["csv", "xlsx"] = "xlsx"
    part: Count = 0


class DoNotCallPut(Parameters, frozen=True, kw_only=True):
    """Put numbers on a do-not-call list. ``campaign`` None: of the whole centre. ``until`` None: for good."""

    list: Word
    numbers: Words
    campaign: Word | None = None
    until: date | None = None
    why: Note = ""


class DoNotCallImport(ListFile, frozen=True, kw_only=True):
    """Put the numbers of a file on a list; what its lines do not say themselves (until when, why) is said here.

    ``campaign`` and ``owner`` (of campaigns) None: of the whole centre. Our columns: "number", "number:mobil", "until",
    "why".
    """

    list: Word
    campaign: Word | None = None
    owner: Word | None = None
    until: date | None = None
    why: Note = ""


class DoNotCallRemove(Parameters, frozen=True, kw_only=True):
    """Take a number off a list; who did it and why stays in the audit."""

    list: Word
    number: Word
    why: Note


class ConsentPut(Parameters, frozen=True, kw_only=True):
    """Consent given (or withdrawn: not ``is_given``) for a number: when, how, to which words, from which source."""

    number: Word
    is_given: bool = True
    given_at: Instant
    how: Word
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    source: Note = ""
    until: date | None = None


class DialerWork(Parameters, frozen=True, kw_only=True):
    """I work in this campaign from now on; "*": in every one in which I may, by their priority; None: in none."""

    campaign: Word | None = None


class DialerNext(Parameters, frozen=True, kw_only=True):
    """The contact that lies before me, or the next one of a campaign with preview."""

    campaign: Word | None = None


class DialerDial(Parameters, frozen=True, kw_only=True):
    """Dial the contact that lies before me at one of its numbers."""

    contact: Count
    number: Word


class DialerSkip(Parameters, frozen=True, kw_only=True):
    """Not this contact, and why; it goes back to the others."""

    contact: Count
    reason: Word


class DialerDispose(Parameters, frozen=True, kw_only=True):
    """What came of a contact. ``next_at``: an appointment, of one's own (``is_own``) or of whoever is there."""

    contact: Count
    disposition: Word
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    fields: dict[str, str] = {}
    next_at: Instant | None = None
    is_own: bool = True
    number: Word | None = None
    key: Key = ""
