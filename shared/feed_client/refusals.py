"""Why the server did not let us in, could not be asked, or did not do something, in the reader's words.

The one place for all programs. The daemon's own messages are English and for logs: they are shown only where a code
is newer than this program.
"""

from __future__ import annotations

import re

from shared.domain.commands import Refused
from shared.errors import SuiteError, TimedOut, Unavailable, one_line
from shared.feed_client.patience import DEAD_TOKEN
from shared.feed_client.status import Status
from shared.language import Language

WRONG_SERVER = frozenset({"unreachable", "silence", "protocol_unsupported", "hello_timeout", "lost", "certificate"})
"""Codes that are about the address rather than about who asks."""
AWAY = frozenset({"unreachable", "silence", "hello_timeout", "lost", "closing", ""})
"""Codes of a server that only does not answer."""
MOVED = frozenset({"panel_moved"})
"""Codes of a server that goes on with another panel of the account."""
WRONG_SEAT = frozenset({"seat_taken", "unknown_extension", "hot_desking_off", "panel_elsewhere", "bad_params"})
"""Codes of ``seat.take`` that are about the phone that was chosen."""


def refusal(status: Status, language: Language, *, has_keyboard: bool = True) -> str:
    """One sentence for the status' code. Without a keyboard nobody is told to sign in: a screen has a token."""
    code = status.code
    if code in DEAD_TOKEN:
        return _dead_token(language, has_keyboard=has_keyboard)
    if code == "unreachable" and _is_unknown(status.message):
        return language.text("Server not found.")
    if code == "unreachable" and "certificate" in status.message.lower():
        return language.text("The server's certificate is not valid.")
    if code in AWAY:
        return language.text("Server not responding")
    if code in MOVED:
        return language.text("You were signed in elsewhere.")
    return _at_the_door(code, language) or language.text("The server refuses: {reason}", reason=status.message or code)


def _dead_token(language: Language, *, has_keyboard: bool) -> str:
    if has_keyboard:
        return language.text("The sign-in is no longer valid. Please sign in again.")
    return language.text("The wallboard's token is not valid any more")


def _at_the_door(code: str, language: Language) -> str:
    match code:
        case "wrong_credentials":
            return language.text("Name or password is wrong.")
        case "account_locked":
            return language.text("Too many wrong passwords: the account is locked. An administrator can unlock it.")
        case "must_change_password":
            return language.text("You have to change your password first.")
        case "throttled":
            return language.text("Too many attempts. Please wait a minute and try again.")
        case "not_allowed":
            return language.text("This account may not use this program.")
        case "protocol_unsupported":
            return language.text("The server is of another version than this program.")
        case "accounts_unavailable":
            return language.text("The server cannot check passwords now. Please try again later.")
        case "too_many_clients":
            return language.text("The server is full. Please try again later.")
        case _:
            return ""


def trouble(error: SuiteError, language: Language) -> str:
    """One sentence for what came of a command that was not carried out."""
    match error:
        case Refused():
            told = _seat(error, language) or _call(error.code, language) or _not_done(error.code, language)
            return told or _account(error.code, language) or _newer(error, language)
        case TimedOut():
            return language.text("The server did not answer in time. It may have been done all the same.")
        case Unavailable():
            return language.text("There is no connection to the server. Nothing was done.")
        case _:
            return one_line(error)


def seat_trouble(error: SuiteError, language: Language) -> str:
    """The same for ``seat.take``, which has one parameter that people write: the extension."""
    if isinstance(error, Refused) and error.code == "bad_params":
        return language.text("This is no extension.")
    return trouble(error, language)


def supervision_trouble(error: SuiteError, language: Language) -> str:
    """The same for commands on others, told to who looks after them: "you" is not whom the command is about."""
    if isinstance(error, Refused):
        match error.code:
            case "not_talking":
                return language.text("The call has ended.")
            case "unknown_agent" | "not_member":
                return language.text("The operator is not in the queue any more.")
            case "not_named":
                return language.text("The campaign is for other operators.")
            case "not_in_queue":
                return language.text("The operator is not in the campaign's queue.")
            case "no_skill":
                return language.text("The campaign asks for a skill that the operator has not.")
            case "no_language":
                return language.text("The campaign asks for a language that the operator does not speak.")
            case "no_seat" | "unknown_extension":
                return language.text("The phone system does not know this extension.")
            case "paused_already":
                return language.text("The operator is on pause already.")
            case "unknown_alert":
                return language.text("The alert is over.")
            case "not_waiting":
                return language.text("The call does not wait any more.")
            case "answered":
                return language.text("Somebody has just answered the call.")
            case "unknown_queue":
                return language.text("The server does not know how this queue is reached.")
            case "unreachable":
                return language.text("There is no connection to the server. Nothing was done.")
    return trouble(error, language)


def _newer(refused: Refused, language: Language) -> str:
    return language.text("The server refuses: {reason}", reason=refused.message or refused.code)


def _seat(refused: Refused, language: Language) -> str:
    match refused.code:
        case "seat_taken":
            return _taken(refused.message, language)
        case "panel_elsewhere":
            return language.text("You are signed in at another computer.")
        case "unknown_extension":
            return language.text("The phone system does not know this extension.")
        case "hot_desking_off":
            return language.text("You can sign in only at your own extension.")
        case "seat_lost":
            return language.text("You were signed out of your phone. Sign in again.")
        case "panel_moved":
            return language.text("You were signed in elsewhere.")
        case _:
            return ""


def _taken(message: str, language: Language) -> str:
    """The server says who sits there in a sentence of its own; its two words are put into ours."""
    found = re.fullmatch(r"Extension (\S+) is used by (.+)\.", message)
    if found is None:
        return language.text("Somebody else uses this extension.")
    return language.text("Extension {extension} is used by {name}.", extension=found[1], name=found[2])


def _call(code: str, language: Language) -> str:
    """What the PBX or the call itself does not allow."""
    match code:
        case "bad_number":
            return language.text("This number cannot be dialled.")
        case "unknown_number":
            return language.text("The phone system does not know this number.")
        case "phone_unreachable":
            return language.text("Your phone cannot be reached. See whether it is switched on.")
        case "not_talking":
            return language.text("You are not talking with anybody in this call.")
        case "consulting":
            return language.text("You are already asking somebody. Complete that first, or go back.")
        case "not_consulting":
            return language.text("You are not asking anybody in this call.")
        case "not_recorded":
            return language.text("This call is not recorded.")
        case "not_ringing":
            return language.text("The call does not ring any more.")
        case "not_parked":
            return language.text("The call is not parked any more.")
        case _:
            return ""


def _not_done(code: str, language: Language) -> str:
    match code:
        case "not_allowed":
            return language.text("Your account may not do this.")
        case "unavailable":  # what is stored or read; the PBX's own troubles are "failed"
            return language.text("The server's database does not respond now. Please try again later.")
        case "unknown_queue":
            return language.text("The phone system does not know this queue.")
        case "not_member":
            return language.text("You are not signed in to this queue.")
        case "disposition_required":
            return language.text("Choose an outcome first, or the call cannot be closed.")
        case "unknown_agent" | "no_seat":
            return language.text("You have no phone. Sign in at an extension first.")
        case "no_number":
            return language.text("There is no number to dial.")
        case "unknown_call" | "no_call" | "call_over":
            return language.text("The call is over.")
        case "too_late":
            return language.text("The call was too long ago.")
        case "unknown_disposition":
            return language.text("This call cannot have this outcome.")
        case "unknown_callback":
            return language.text("There is no such planned call any more.")
        case "unknown_recording":
            return language.text("The recording is not there.")
        case "not_supported":
            return language.text("This is not possible here.")
        case "bad_params" | "unknown_command":
            return language.text("The server did not understand what was asked. Its version may be another.")
        case "busy":
            return language.text("The server is busy. Please try again.")
        case "timeout":
            return language.text("The phone system did not answer in time.")
        case "failed" | "pbx_refused":
            return language.text("The phone system refused.")
        case _:
            return ""


def _account(code: str, language: Language) -> str:
    """What is wrong with an account, or with the own password."""
    match code:
        case "account_locked" | "must_change_password":
            return _at_the_door(code, language)
        case "wrong_password":
            return language.text("The present password is wrong.")
        case "same_password":
            return language.text("That is the password that you have already.")
        case "account_exists":
            return language.text("There is an account of this name already.")
        case "unknown_account":
            return language.text("There is no such account any more.")
        case "would_lock_out":
            return language.text("That would take the administration from your own account.")
        case "foreign_role":
            return language.text("The database uses this name for something else.")
        case _:
            return ""


def _is_unknown(message: str) -> bool:
    """Did the name have no address? The systems' own words: Linux (two of them), Windows, macOS."""
    words = ("name or service not known", "no address associated", "getaddrinfo failed", "nodename nor servname")
    return any(text in message.lower() for text in (*words, "name resolution", "idna"))
