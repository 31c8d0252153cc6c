"""Commands on recordings: heard, kept, erased; and what is known of a number, given out or erased. Pure.

Every one of them is in the audit, with ``why``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from shared.domain.commands.parameters import Parameters, Word

File = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
"""As the PBX named it."""
Why = Annotated[str, msgspec.Meta(max_length=300)]


class RecordingLink(Parameters, frozen=True, kw_only=True):
    """An address, good for some minutes, from which the sound is read by ranges; ``file`` None: the first.

    ``prepare``: somebody may want to hear it soon; that it is heard is in the audit when the sound is first read.
    ``export`` needs the right recording.export and a reason.
    """

    call: Word
    file: File | None = None
    purpose: Literal["play", "prepare", "export"] = "play"
    why: Why = ""


class RecordingHold(Parameters, frozen=True, kw_only=True):
    """The call's recordings are kept whatever the retention says (legal hold), or (not ``is_on``) no longer."""

    call: Word
    is_on: bool = True
    why: Why


class RecordingErase(Parameters, frozen=True, kw_only=True):
    """Erase the sound of a call for good; ``file`` None: of all of it."""

    call: Word
    file: File | None = None
    why: Why


class SubjectExport(Parameters, frozen=True, kw_only=True):
    """Gather all that is stored of a telephone number (GDPR, article 15) into an archive to be fetched."""

    number: Word
    why: Why


class SubjectErase(Parameters, frozen=True, kw_only=True):
    """Erase a telephone number, names, notes and sound of its calls (GDPR, article 17); what counts stays, unnamed."""

    number: Word
    why: Why
