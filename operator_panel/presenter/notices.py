"""What a wish came to that was not done, in words."""

from __future__ import annotations

from operator_panel.presenter.campaign import NO_CALLS
from operator_panel.presenter.moment import Refusal
from operator_panel.presenter.seen import Seen
from operator_panel.screen import Action, Notice, Wish
from shared.domain.commands import Refused
from shared.errors import SuiteError, TimedOut, Unavailable
from shared.feed_client.refusals import trouble
from shared.protocol.messages import DeskMessage


def notice(seen: Seen) -> Notice | None:
    """The last refusal, a message, or that the PBX is away; what is about a call that the card shows stands there."""
    refused = seen.moment.refusal
    if refused is not None:
        return _said(seen, refused)
    if seen.moment.messages:
        return _message(seen, seen.moment.messages)
    since = seen.pbx_away_since
    if seen.sight == "live" and since is not None:
        time = seen.clock(since, has_seconds=True)
        text = seen.language.text("The PBX has not responded since {time}. Calls go on at your phone.", time=time)
        return Notice(text, "warn", about="pbx", can_close=False)
    return None


def _message(seen: Seen, messages: tuple[DeskMessage, ...]) -> Notice:
    """The oldest of those unread, and how many follow."""
    first, language = messages[0], seen.language
    whom = first.title or first.sender
    title = language.text("{name}, {time}", name=whom, time=seen.clock(first.at))
    if len(messages) > 1:
        more = language.plural("{number} more message", "{number} more messages", len(messages) - 1)
        title = f"{title} · {more}"
    return Notice(first.text, "accent", "message", about="message", key=first.key, title=title)


def notice_of(seen: Seen, call: str) -> Notice | None:
    """The last refusal, if it is about this call."""
    refused = seen.moment.refusal
    return _said(seen, refused) if refused is not None and refused.call == call else None


def _said(seen: Seen, refused: Refusal) -> Notice:
    language = seen.language
    actions: tuple[Action, ...] = ()
    if refused.code == "panel_elsewhere" and seen.desk.second_panel == "take_over":
        text, wish = language.text("Work here instead"), Wish("take_over", choice=refused.choice)
        actions = (Action(wish, text, "handset", is_enabled=seen.sight == "live"),)
    return Notice(_words(seen, refused), about=refused.kind, call=refused.call, actions=actions)


def _words(seen: Seen, refused: Refusal) -> str:
    language = seen.language
    error: SuiteError
    match refused.code:
        case "timed_out":
            error = TimedOut(refused.message)
        case "lost":
            error = Unavailable(refused.message)
        case "not_free":
            return language.text("The contact is not yours any more. The next one will come.")
        case "may_not_call":
            return language.text("This number may not be called now. Skip the contact or choose another number.")
        case "not_joined":
            return language.text("You do not work in this campaign: choose it first.")
        case code if code in NO_CALLS:
            return language.text(NO_CALLS[code])
        case "not_running":
            return language.text("The campaign does not run now.")
        case "unknown_campaign":
            return language.text("There is no such campaign any more.")
        case "unknown_contact":
            return language.text("There is no such contact any more.")
        case "note_required":
            return language.text("This outcome needs a note.")
        case "unknown_queue" if refused.choice:
            return language.text("The PBX has no queue {queue}.", queue=seen.queue_title(refused.choice))
        case _:
            error = Refused(refused.code, refused.message)
    return trouble(error, language)
