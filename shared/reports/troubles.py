"""Why a report was not sent, in the reader's language: what the daemon writes down is one of these lines. Pure.

It is stored in English, with names, hosts and codes in it, so that logs and people of any language have the same.
"""

from __future__ import annotations

import re
from functools import cache

from shared.language import Language, to_translate

TROUBLES: tuple[str, ...] = (
    to_translate("the report or its account is switched off"),
    to_translate("too long ago"),
    to_translate("the daemon ended each time that it was tried"),
    to_translate("{account} may not see statistics any more"),
    to_translate("{account} may not see what calls cost"),
    to_translate("nobody is named to send it to, and no folder"),
    to_translate("the report cannot be made; the daemon's log says why"),
    to_translate("the report is not made after {seconds} s"),
    to_translate("a period without a beginning is nothing to report"),
    to_translate("the report was made by a newer program and is not understood here"),
    to_translate("the account may see none of the report's queues"),
    to_translate("the daemon's settings name no folder for reports"),
    to_translate("the daemon's settings name no server for mail"),
    to_translate("reports may not be sent to {address}"),
    to_translate("{host} refuses the recipients ({code})"),
    to_translate("{host} answered {code}"),
    to_translate("{host} does not offer what the settings ask for: {why}"),
    to_translate("the mail cannot be written: {why}"),
    to_translate("{files}; not taken for {addresses}"),
)
"""What the daemon may write down. A system's own words (a disk that is full, a host that refuses) are not among it."""


def trouble_said(detail: str, language: Language) -> str:
    """The line in the reader's language; one that is not known as it is."""
    for known in TROUBLES:
        found = _pattern(known).fullmatch(detail)
        if found is not None:
            return language.text(known, **found.groupdict())
    return detail


@cache
def _pattern(known: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", known)
    return re.compile("".join(f"(?P<{one}>.+)" if place % 2 else re.escape(one) for place, one in enumerate(parts)))
