"""What the audit's acts are called. One that is not here is shown as it was written: a newer daemon may know more."""

from __future__ import annotations

from shared.language import Language, to_translate

ACTS: dict[str, str] = {
    "account added": to_translate("Account created"), "account changed": to_translate("Account changed"),
    "account disabled": to_translate("Account disabled"), "account enabled": to_translate("Account enabled"),
    "account unlocked": to_translate("Account unlocked"), "account locked": to_translate("Account locked"),
    "password changed": to_translate("Password changed"),
    "password change: wrong password": to_translate("Password change"),
    "visible queues changed": to_translate("Visible queues changed"), "title changed": to_translate("Name changed"),
    "roles changed": to_translate("Roles changed"),
    "rights of a role changed": to_translate("Rights of a role changed"),
    "token made": to_translate("Token made"),
    "recording: opened": to_translate("Recording played"), "recording: exported": to_translate("Recording downloaded"),
    "recording: prepared": to_translate("Recording prepared for playing"),
    "recording: held": to_translate("Recording held"), "recording: released": to_translate("Recording released"),
    "recording: erased": to_translate("Recording erased"), "recording: moved": to_translate("Recording moved"),
    "person: exported": to_translate("Personal data exported"), "person: erased": to_translate("Personal data erased"),
    "supervise.listen": to_translate("Listening"), "supervise.whisper": to_translate("Whispering"),
    "supervise.barge": to_translate("Barging in"), "call.redirect": to_translate("Call redirected"),
    "call.drop": to_translate("Call ended"), "call.hangup": to_translate("Call hung up"),
    "message.send": to_translate("Message sent"), "alert.acknowledge": to_translate("Alert acknowledged"),
    "agent.pause": to_translate("Operator paused"), "agent.unpause": to_translate("Operator unpaused"),
    "agent.login": to_translate("Operator signed in to a queue"),
    "agent.logout": to_translate("Operator signed out of a queue"), "seat taken": to_translate("Seat taken"),
    "settings: changed": to_translate("Settings changed"),
    "settings: taken back": to_translate("Planned settings taken back"),
    "calls.export": to_translate("Calls exported"), "audit.export": to_translate("Audit exported"),
}  # fmt: skip
SIGN_IN, SEAT_LEFT, SETTINGS = "sign-in: ", "seat left: ", "settings: "
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "signing": (to_translate("Signing in"), (SIGN_IN, "account locked", "token", "seat")),
    "accounts": (to_translate("Accounts and rights"), ("account", "password", "visible", "title", "roles", "rights")),
    "settings": (to_translate("Settings|acts"), (SETTINGS,)),
    "recordings": (to_translate("Recordings"), ("recording",)),
    "persons": (to_translate("Personal data"), ("person",)),
    "calls": (to_translate("Calls and operators"), ("supervise", "call.", "agent.", "message", "alert")),
    "exports": (to_translate("Exports"), ("calls.export", "audit.export", "recording: exported", "person: exported")),
}
"""What may be chosen: its word, and how those acts begin."""
_OUTCOMES: dict[str, str] = {
    "wrong_credentials": to_translate("wrong password"), "account_locked": to_translate("account locked"),
    "throttled": to_translate("too many attempts"), "not_allowed": to_translate("no right"),
    "not_talking": to_translate("the call had ended"), "unknown_call": to_translate("the call had ended"),
    "phone_unreachable": to_translate("phone unreachable"), "timeout": to_translate("no answer"),
    "unknown_alert": to_translate("the alert was over"), "answered": to_translate("already answered"),
    "token_expired": to_translate("old sign-in"), "token_revoked": to_translate("old sign-in"),
    "token_invalid": to_translate("old sign-in"), "must_change_password": to_translate("must change the password"),
    "too_many_clients": to_translate("too many connections"), "unavailable": to_translate("database away"),
    "wrong password": to_translate("wrong password"),
}
_COMMANDS = ("supervise.", "call.", "agent.", "message.", "alert.")


def called(act: str, language: Language) -> str:
    """What the act is called."""
    if act.startswith(SIGN_IN):
        return language.text("Sign-in|act")
    if act.startswith(SEAT_LEFT):
        return language.text("Seat left")
    return language.text(ACTS[act]) if act in ACTS else act


def refused(act: str, detail: str, language: Language) -> str | None:
    """Why it was not done, in words; None: it was done."""
    code = _code(act, detail)
    if code is None:
        return None
    return language.text(_OUTCOMES[code]) if code in _OUTCOMES else code


def _code(act: str, detail: str) -> str | None:
    if act.startswith(SIGN_IN):
        outcome = act.removeprefix(SIGN_IN)
        return None if outcome == "welcome" else outcome
    if act == "password change: wrong password":
        return "wrong password"
    if act.startswith(_COMMANDS):
        outcome = detail.rpartition(": ")[2]
        return None if outcome in ("done", "") else outcome
    return None


def without_outcome(act: str, detail: str) -> str:
    """What else is said, without what stands in the column of outcomes."""
    if act.startswith(_COMMANDS):
        return detail.rpartition(": ")[0]
    return detail


def said(word: str, language: Language) -> tuple[str, ...]:
    """The acts in whose name, as the reader knows it, the word stands."""
    wanted = word.casefold()
    return tuple(act for act, name in ACTS.items() if wanted in language.text(name).casefold())
