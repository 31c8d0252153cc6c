"""Why a call has no price or no owner, in words that say what to do."""

from __future__ import annotations

from shared.language import to_translate
from supervisor_console.billing.presenter.moment import Around

REASONS = {
    "no_number": to_translate("No number is known of it."),
    "no_prefix": to_translate("The price list has no price for this number."),
    "no_version": to_translate("No version of the price list was valid then."),
    "ended_before_answered": to_translate("Its times cannot be: it ended before it was answered."),
    "its account has no tariff": to_translate("Its account has no price list."),
    "it would cost more than there is": to_translate("It would cost more than can be."),
    "nobody owns what it could be billed by": to_translate("No account owns its line or extension."),
}
"""By the codes of the daemon and of the rules of price."""


def reason(around: Around, code: str) -> str:
    """The sentence; a code that is newer than this program stays."""
    return around.language.text(REASONS[code]) if code in REASONS else code
