"""Reading single values out of an AMI message's headers, without ever failing.

A header that repeats is a list; the first value is the channel's own (a UserEvent may add another Uniqueid).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from collector_daemon.capture import Headers
from shared.domain.events import LegView

LONGEST_NAME = 79
"""Bytes of a caller's name that Asterisk keeps."""
GREETING = "FullyBooted"
"""The message that the PBX sends to everyone who has just connected; its survey follows."""
LARGEST = 2**31 - 1
"""Of numbers."""
LATEST = 2.0**32
"""Unix seconds; what claims to be later is damaged, and could not be reckoned with."""
UNKNOWN = ("<unknown>", "unknown")
ORDER_VARIABLE = "CALLCENTRE_ORDER"
"""Set on a leg that we ask for: "dial 420603000001", "pickup 1795385163.66", "retrieve 701"."""
CAMPAIGN_VARIABLE = "SUITE_CAMPAIGN"
"""Set on a leg that a campaign asks for: the campaign. A leg may inherit it (``__SUITE_CAMPAIGN``)."""
_ESCAPED = re.compile(r"\\([\\\"])")
_SEPARATING = re.compile(r"[\\,;\"()\[\]]")
_RUNNING_NUMBER = re.compile(r"-[0-9a-f]{8}(;[12])?$")


def text(headers: Headers, name: str) -> str:
    """The (first) value of a header, "" where it is missing; always proper text, see ``readable``."""
    value = headers.get(name, "")
    if not isinstance(value, str):
        value = value[0] if value else ""
    return value if value.isascii() else readable(value)


def readable(value: str) -> str:
    """Text for people of what the PBX sent. The exact bytes live on in the journal and the raw events.

    Asterisk 16 passes callers' names on as they come: in old encodings of the region (told apart by the bytes
    0x80–0x9F, letters in CP1250 and nothing in ISO 8859-2), or cut in the middle of a UTF-8 letter at 79 bytes.
    """
    try:
        value.encode()
        return value
    except UnicodeEncodeError:
        pass
    raw = value.encode("utf-8", "surrogateescape")
    for missing in (1, 2, 3):
        try:
            whole = raw[:-missing].decode()
        except UnicodeDecodeError:
            continue
        if len(raw) >= LONGEST_NAME - 3 or not whole.isascii():
            return whole  # cut, not foreign: all the rest is good UTF-8 and needs to be
    encoding = "cp1250" if any(0x80 <= byte <= 0x9F for byte in raw) else "iso8859-2"
    return raw.decode(encoding, "replace")


def known(value: str) -> str:
    """A caller's number or name, "" for Asterisk's ways of saying that it does not know."""
    return "" if value in UNKNOWN else value


def number(headers: Headers, name: str) -> int:
    """A whole number, 0 where it is missing or damaged: beyond what a PBX counts and a database keeps."""
    try:
        found = int(text(headers, name))
    except ValueError:
        return 0
    return found if abs(found) <= LARGEST else 0


def instant(headers: Headers, name: str) -> datetime | None:
    """A Unix time in whole seconds, None where it is missing, zero or out of range."""
    try:
        seconds = float(text(headers, name))
        return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < LATEST else None
    except (ValueError, OverflowError, OSError):
        return None


def keys(headers: Headers) -> tuple[str, str | None, str | None, str | None]:
    """By what a message is looked up later: its name, leg, call and queue (None where it has none)."""
    found = [text(headers, name) or None for name in ("Uniqueid", "Linkedid", "Queue")]
    return text(headers, "Event"), found[0], found[1], found[2]


def device_of(channel: str) -> str:
    """``PJSIP/1001-0000001f`` → ``PJSIP/1001``; ``Local/1007@agents-00000002;1`` → ``Local/1007@agents``."""
    return _RUNNING_NUMBER.sub("", channel)


def _unescaped(name: str) -> str:
    """A name without the backslashes that AMI puts before quotes and backslashes."""
    return _ESCAPED.sub(r"\1", name) if "\\" in name else name


def variable(name: str, value: str) -> str:
    """A header ``Variable`` that sets just this one, whatever its value.

    The PBX takes a comma there for the beginning of another variable, and a backslash before a sign for that sign.
    """
    return name + "=" + _SEPARATING.sub(r"\\\g<0>", value)


def leg(headers: Headers, prefix: str = "") -> LegView | None:
    """The leg that the headers with this prefix ("", "Dest", "Transferer" …) show; None where there is none."""
    channel = text(headers, f"{prefix}Channel")
    leg_id = text(headers, f"{prefix}Uniqueid")
    if not channel or not leg_id or leg_id == "<unknown>":
        return None
    state = text(headers, f"{prefix}ChannelStateDesc")
    return LegView(
        leg_id, text(headers, f"{prefix}Linkedid") or leg_id, channel, device_of(channel),
        known(text(headers, f"{prefix}CallerIDNum")), _unescaped(known(text(headers, f"{prefix}CallerIDName"))),
        text(headers, f"{prefix}Exten"), state == "Up", state in ("Ring", "Dialing Offhook", "Pre-ring"),
        text(headers, f"{prefix}AccountCode"),
    )
