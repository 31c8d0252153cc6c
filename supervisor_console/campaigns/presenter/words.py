"""What modes, states, outcomes and reasons are called, with their colour and icon. Newer words stay as they came."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.campaigns.campaign import Campaign
from shared.language import to_translate
from supervisor_console.campaigns.presenter.moment import Around
from supervisor_console.views.pieces import Deed, Mark, Token

NONE = "—"
MODES = {
    "preview": to_translate("Preview|dialling"), "progressive": to_translate("Progressive|dialling"),
    "power": to_translate("Fixed ratio|dialling"), "predictive": to_translate("Predictive|dialling"),
}
STATES: dict[str, tuple[str, str, Token]] = {
    "draft": (to_translate("Draft|campaign"), "pencil", "muted"),
    "running": (to_translate("Running|campaign"), "play", "good"),
    "paused": (to_translate("Paused|campaign"), "pause", "warn"),
    "finished": (to_translate("Finished|campaign"), "circle_tick", "muted"),
}
OUTCOMES: dict[str, tuple[str, str, Token]] = {
    "answered": (to_translate("Answered|attempt"), "handset", "good"),
    "busy": (to_translate("Busy|attempt"), "minus", "paused"),
    "no_answer": (to_translate("No answer|attempt"), "handset_cross", "warn"),
    "failed": (to_translate("Not reachable|attempt"), "circle_cross", "unreachable"),
    "machine": (to_translate("Answering machine|attempt"), "message", "wrapup"),
    "abandoned": (to_translate("Abandoned without an operator|attempt"), "triangle", "bad"),
    "unknown": (to_translate("Not known|attempt"), "info", "offline"),
    "reached": (to_translate("Reached in another call"), "handset", "good"),
}
"""What the PBX says became of an attempt; and of a caller of a queue, that he needs none any more."""
CONTACT_STATES: dict[str, tuple[str, str, Token]] = {
    "waiting": (to_translate("Not called yet|contact"), "clock", "muted"),
    "offered": (to_translate("Lies before an operator"), "eye", "accent"),
    "calling": (to_translate("Ringing|contact"), "bell", "ringing"),
    "talking": (to_translate("Talking|contact"), "message", "talking"),
    "wrap_up": (to_translate("Wrap-up"), "pencil", "wrapup"),
    "done": (to_translate("Done|contact"), "circle_tick", "good"),
    "excluded": (to_translate("Excluded|contact"), "circle_cross", "unreachable"),
}
REASONS = {
    "do_not_call": to_translate("On a do-not-call list"), "no_consent": to_translate("No consent"),
    "bad_number": to_translate("Number cannot be called"), "life_attempts": to_translate("Called too often"),
    "quota": to_translate("Quota is full"), "duplicate": to_translate("Listed twice"),
    "day_attempts": to_translate("Called enough today"), "rolling_attempts": to_translate("Called enough in 24 hours"),
    "locked": to_translate("Locked after an abandoned call"), "hours": to_translate("Outside calling hours"),
    "holiday": to_translate("Public holiday"), "not_begun": to_translate("Campaign has not begun"),
    "ended": to_translate("Campaign is over"), "no_operators": to_translate("No operator is signed in"),
    "no_free": to_translate("No operator is free"), "no_contacts": to_translate("Nobody is left to call"),
    "pbx_away": to_translate("The phone system is away"), "database_away": to_translate("The database is away"),
    "goal": to_translate("The goal is reached"), "outside_hours": to_translate("Outside calling hours"),
    "goal_near": to_translate("Calls that go on may reach the goal"),
    "priority": to_translate("Campaigns of higher priority have the operators"),
    "shared": to_translate("Campaigns of the same priority share the operators"),
    "few_operators": to_translate("Few operators: one call for each free one"),
    "progressive": to_translate("One call for each free operator"),
    "ratio": to_translate("So many calls for each free operator"),
    "share": to_translate("More calls would pass the limit of abandoned ones"),
    "contacts": to_translate("No more calls can be placed at once"),
    "measuring": to_translate("Too little is measured yet: one call for each free operator"),
    "earning": to_translate("Too few answered yet to prove the limit: one call for each free operator"),
    "inbound": to_translate("Callers in the queue go first"), "preview": to_translate("Operators dial themselves."),
    "on_list": to_translate("On a do-not-call list"), "consent_withdrawn": to_translate("Consent was withdrawn"),
    "consent_expired": to_translate("Consent has expired"), "over": to_translate("Campaign is over"),
    "campaign_over": to_translate("Campaign is over"), "out_of_hours": to_translate("Outside calling hours"),
    "limit": to_translate("More calls would pass the limit of abandoned ones"),
    "queue_place": to_translate("Somebody who joined the queue earlier is waiting"),
    "reached": to_translate("Reached in another call"), "too_old": to_translate("Too long ago"),
    "spent": to_translate("The limit of abandoned calls is used up: one call for each free operator"),
}  # fmt: skip
"""Why a contact, a number or a whole campaign is not called now, and why the pacing chose as it did."""


def outcome(around: Around, code: str, campaign: Campaign | None) -> Mark:
    """An outcome of the PBX's, or what the operator said."""
    said = next((one for one in campaign.dispositions if one.code == code), None) if campaign is not None else None
    if said is not None:
        token: Token = "good" if said.is_goal else "offline"
        icon = "circle_tick" if said.is_goal else "lock" if said.is_refusal else "circle_cross"
        return Mark(said.title or said.code, token, icon, is_state=True)
    if code in OUTCOMES:
        text, icon, token = OUTCOMES[code]
        return Mark(around.language.text(text), token, icon, is_state=True)
    return Mark(code or NONE, "text" if code else "muted")


def reason(around: Around, code: str) -> str:
    """Why, in the reader's words."""
    return around.language.text(REASONS[code]) if code in REASONS else code


def mode(around: Around, code: str) -> str:
    """What a mode is called."""
    return around.language.text(MODES[code]) if code in MODES else code


def operator(around: Around, key: str) -> str:
    """Extension and name of an operator, where they are known; else the account."""
    return around.people.get(key, key)


def length(around: Around, seconds: float) -> str:
    """A length as a running clock."""
    return around.language.running(timedelta(seconds=round(seconds)))


def moment(around: Around, at: datetime) -> str:
    """A time of today, or with its day."""
    clock = around.language.clock(at, around.zone, seconds=False)
    if at.astimezone(around.zone).date() == around.now.astimezone(around.zone).date():
        return clock
    return f"{around.language.short_day(at, around.zone)} {clock}"


def written_day(around: Around, day: date) -> str:
    """A day as it stands in a line that can be changed, and is read back."""
    return f"{day.day}. {day.month}. {day.year}" if around.language.code != "en" else day.isoformat()


def phone(around: Around, number: str) -> str:
    """A number of a contact, stored as digits of E.164 without "+"."""
    return around.language.phone(f"+{number}" if number[:1].isdigit() and len(number) > 6 else number, around.country)


def deed(around: Around, text: str, icon: str = "", refusal: str = "", *, is_dangerous: bool = False) -> Deed:
    """Something the daemon does: nothing while it is away, and only for who may."""
    language = around.language
    if not around.may_run:
        refusal = language.text("Your account may not run campaigns. Ask an administrator.")
    elif around.daemon_away_since is not None:
        since = language.clock(around.daemon_away_since, around.zone)
        refusal = language.text("The server has been away since {time}.", time=since)
    return Deed(text, icon, refusal, is_dangerous)


def limit_confidence(campaign: Campaign | None) -> float:
    """With which certainty the share of the abandoned lies under its upper bound."""
    return campaign.limits.confidence if campaign is not None else 0.95
