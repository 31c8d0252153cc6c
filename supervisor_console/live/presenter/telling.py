"""What came of what was wished, as one sentence."""

from __future__ import annotations

from shared.errors import SuiteError
from shared.feed_client.refusals import supervision_trouble
from shared.language import Language, to_translate
from supervisor_console.live.presenter.moment import Moment
from supervisor_console.live.presenter.seen import Seen, plain
from supervisor_console.live.screen import Wish, WishKind

_DONE: dict[WishKind, str] = {
    "pause": to_translate("{name} is on pause."),
    "unpause": to_translate("{name} takes calls again."),
    "logout": to_translate("{name} is signed out."),
    "move": to_translate("Queues of {name} are changed."),
    "campaign": to_translate("{name}: the campaign is changed."),
    "listen": to_translate("You listen to {name}."),
    "whisper": to_translate("You whisper to {name}; the caller does not hear you."),
    "barge": to_translate("You are in the call of {name}."),
    "hangup": to_translate("The call of {name} was hung up."),
    "pick": to_translate("The call comes to your phone."),
    "redirect": to_translate("The call was redirected."),
    "drop": to_translate("The call was ended."),
    "dial": to_translate("The number is being dialled."),
    "acknowledge": to_translate("The alert is acknowledged."),
}
_FAILED: dict[WishKind, str] = {
    "pause": to_translate("Pause failed: {reason}"),
    "unpause": to_translate("Ending the pause failed: {reason}"),
    "logout": to_translate("Signing out failed: {reason}"),
    "move": to_translate("Changing the queues failed: {reason}"),
    "campaign": to_translate("Changing the campaign failed: {reason}"),
    "listen": to_translate("Listening failed: {reason}"),
    "whisper": to_translate("Whispering failed: {reason}"),
    "barge": to_translate("Barging in failed: {reason}"),
    "hangup": to_translate("Hanging up failed: {reason}"),
    "pick": to_translate("Picking the call failed: {reason}"),
    "redirect": to_translate("Redirecting failed: {reason}"),
    "drop": to_translate("Ending the call failed: {reason}"),
    "dial": to_translate("Calling back failed: {reason}"),
    "message": to_translate("The message was not sent: {reason}"),
    "acknowledge": to_translate("Acknowledging failed: {reason}"),
}


def done(moment: Moment, wish: Wish) -> str:
    """The daemon has answered that it is done."""
    message = _DONE.get(wish.kind, "")
    return moment.language.text(message, name=_name(moment, wish)) if message else ""


def reached(language: Language, extensions: int) -> str:
    """How many desks a message has come to."""
    if not extensions:
        return language.text("The message has reached nobody: no operator panel is open there.")
    return language.plural(
        "The message has reached {number} desk.", "The message has reached {number} desks.", extensions
    )


def failed(moment: Moment, wish: Wish, error: SuiteError) -> str:
    """It was not done, and why: "Listening failed: the call has ended."."""
    reason = supervision_trouble(error, moment.language)
    message = _FAILED.get(wish.kind, "")
    if not message:
        return reason
    small = reason if reason[1:2].isupper() else reason[:1].lower() + reason[1:]
    return moment.language.text(message, reason=small)


def _name(moment: Moment, wish: Wish) -> str:
    row = Seen(moment).agent_of((wish.pbx, wish.agent))
    return plain(row.name or row.agent) if row else wish.agent
