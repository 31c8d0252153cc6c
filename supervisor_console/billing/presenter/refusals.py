"""Why billing did not do something, in the reader's words; codes of all else are in ``shared.feed_client.refusals``."""

from __future__ import annotations

from shared.language import Language, to_translate

SAID = {
    "unknown_account": to_translate("There is no such account any more."),
    "unknown_tariff": to_translate("There is no such price list."),
    "unknown_invoice": to_translate("There is no such document."),
    "unknown_upload": to_translate("The file took too long to arrive; import it again."),
    "already_there": to_translate("This was said before with other words; look at the list."),
    "not_over": to_translate("The period is not over yet."),
    "no_supplier": to_translate("The settings do not say who sends the invoices: section billing, supplier."),
    "no_credit": to_translate("So much credit is not there, or calls that run have reserved it."),
}
"""By the daemon's codes."""
WITH_REASON = {
    "already_closed": to_translate("A part of these days is closed already: {reason}"),
    "bad_value": to_translate("This cannot be: {reason}"),
}
"""The same, where the daemon's own sentence says more."""


def refused(code: str, message: str, language: Language) -> str:
    """The sentence; "" for a code that is not billing's."""
    if code in WITH_REASON:
        return language.text(WITH_REASON[code], reason=message)
    return language.text(SAID[code]) if code in SAID else ""
