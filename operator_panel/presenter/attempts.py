"""Earlier attempts at a campaign's contact, as its history shows them."""

from __future__ import annotations

from operator_panel.presenter.customer import earlier_call
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import Contact
from operator_panel.presenter.writing import plain
from operator_panel.screen import Earlier, Token
from shared.domain.campaigns import PastAttempt
from shared.language import to_translate

OUTCOMES = {
    "answered": to_translate("Answered|attempt"), "busy": to_translate("Busy|attempt"),
    "no_answer": to_translate("No answer|attempt"), "failed": to_translate("Not reached|attempt"),
    "machine": to_translate("Answering machine|attempt"), "abandoned": to_translate("No operator was free|attempt"),
    "unknown": to_translate("Outcome not known|attempt"),
}


def history(seen: Seen, contact: Contact) -> tuple[Earlier, ...]:
    """Attempts and other calls, the newest first."""
    dated = [(one.at, _attempt(seen, one)) for one in contact.attempted]
    dated += [(one.at, earlier_call(seen, one)) for one in contact.history]
    return tuple(shown for _at, shown in sorted(dated, key=lambda one: one[0], reverse=True))


def _attempt(seen: Seen, one: PastAttempt) -> Earlier:
    """What it came to; that we called, and who."""
    language = seen.language
    is_answered = one.outcome == "answered"
    work = seen.moment.board.work
    known = {given.code: given.title for given in work.dispositions} if work is not None else {}
    outcome = language.text(OUTCOMES[one.outcome]) if one.outcome in OUTCOMES else plain(one.outcome)
    result = plain(known.get(one.disposition) or one.disposition) or outcome
    who = next((row.name for row in seen.agents if row.account and row.account == one.operator), one.operator)
    parts = (result, language.text("outgoing call"), plain(who))
    token: Token = "accent" if is_answered else "muted"
    return Earlier("arrow_up_right", token, _when(seen, one), " · ".join(part for part in parts if part))


def _when(seen: Seen, one: PastAttempt) -> str:
    is_today = one.at.astimezone(seen.zone).date() == seen.today
    clock = seen.clock(one.at)
    return clock if is_today else f"{seen.language.short_day(one.at, seen.zone)} {clock}"
