"""How things are said: results of ringing and waiting, endings, transfers, what the dialplan did."""

from __future__ import annotations

from shared.language import Language, to_translate
from supervisor_console.tracking.screen import Token

Said = tuple[Token, str, str]
"""Token, icon, word (to be translated)."""

RINGS: dict[str, Said] = {
    "answered": ("good", "circle_tick", to_translate("answered|ring")),
    "no_answer": ("bad", "close", to_translate("did not answer")),
    "rejected": ("bad", "close", to_translate("refused|ring")),
    "elsewhere": ("muted", "user", to_translate("another one answered")),
    "cancelled": ("muted", "close", to_translate("ringing ended")),
    "failed": ("bad", "handset_cross", to_translate("not reachable")),
    "busy": ("bad", "close", to_translate("busy|ring")),
    "abandoned": ("bad", "close", to_translate("caller gave up")),
    "lost": ("warn", "triangle", to_translate("lost sight of")),
}
VISITS: dict[str, Said] = {
    "answered": ("good", "circle_tick", to_translate("answered|ring")),
    "abandoned": ("bad", "close", to_translate("gave up|visit")),
    "timeout": ("warn", "clock", to_translate("waited too long|visit")),
    "key": ("muted", "skip", to_translate("left by a key")),
    "join_empty": ("warn", "people", to_translate("nobody logged in")),
    "leave_empty": ("warn", "people", to_translate("everybody had left")),
    "full": ("warn", "triangle", to_translate("queue full")),
    "transferred": ("muted", "swap", to_translate("redirected|visit")),
    "lost": ("warn", "triangle", to_translate("lost sight of")),
}
CALLS: dict[str, Said] = {
    "answered": ("good", "circle_tick", to_translate("Answered|call")),
    "abandoned": ("bad", "close", to_translate("Abandoned|call")),
    "left_ivr": ("muted", "skip", to_translate("Left in IVR")),
    "overflow": ("warn", "bent_arrow", to_translate("Overflow")),
    "no_answer": ("bad", "close", to_translate("No answer|call")),
    "busy": ("bad", "close", to_translate("Busy|call")),
    "failed": ("bad", "handset_cross", to_translate("Failed|call")),
    "cancelled": ("muted", "close", to_translate("Cancelled|call")),
    "lost": ("warn", "triangle", to_translate("Lost sight of")),
}
ENDINGS: dict[str, str] = {
    "caller": to_translate("caller hung up"),
    "agent": to_translate("operator hung up"),
    "transfer": to_translate("passed on"),
    "system": to_translate("ended by the PBX"),
}
TRANSFERS: dict[str, str] = {
    "blind": to_translate("Blind transfer"),
    "attended": to_translate("Attended transfer"),
    "redirect": to_translate("Redirected"),
}
PARKINGS: dict[str, Said] = {
    "retrieved": ("good", "circle_tick", to_translate("taken back by {who}")),
    "timeout": ("warn", "clock", to_translate("not taken back in time")),
    "gave_up": ("bad", "close", to_translate("caller gave up")),
    "redirected": ("accent", "bent_arrow", to_translate("sent elsewhere")),
}
GAPS: dict[str, str] = {
    "connection": to_translate("connection to the PBX lost"),
    "pbx_stopped": to_translate("PBX stopped"),
    "pbx_crashed": to_translate("PBX crashed"),
    "daemon": to_translate("collector not running"),
}
APPLICATIONS: dict[str, str] = {
    "answer": to_translate("taken by the PBX"),
    "read": to_translate("asks for a choice"),
    "waitexten": to_translate("waits for a choice"),
    "background": to_translate("announcement"),
    "playback": to_translate("announcement"),
    "playtones": to_translate("tone"),
    "musiconhold": to_translate("music"),
    "wait": to_translate("pause|dialplan"),
    "agi": to_translate("program|dialplan"),
    "voicemail": to_translate("voicemail"),
    "directory": to_translate("directory"),
    "hangup": to_translate("hangs up"),
    "busy": to_translate("busy tone"),
    "congestion": to_translate("busy tone"),
}
NOTHING: Said = ("muted", "", "")


def said(table: dict[str, Said], key: str, language: Language, **values: object) -> Said:
    """A word of a table, translated; nothing for a key that it has not."""
    token, icon, word = table.get(key, NOTHING)
    return token, icon, language.text(word, **values)


def applications(text: str, language: Language) -> str:
    """What the dialplan did, in words: "taken by the PBX, asks for a choice"; names that we have no word for stay."""
    words = []
    for part in _split(text):
        name, _, rest = part.partition("(")
        known = APPLICATIONS.get(name.strip().casefold())
        sound = rest.rstrip(")").split(",")[0] if name.strip().casefold() in ("playback", "background") else ""
        words.append(f"{language.text(known)} {sound}".strip() if known else part)
    return ", ".join(dict.fromkeys(words))


def _split(text: str) -> list[str]:
    """At commas outside of parentheses."""
    parts, depth, part = [], 0, ""
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth <= 0:
            parts.append(part.strip())
            part = ""
        else:
            part += sign
    return [one for one in (*parts, part.strip()) if one]
