"""The page's head: filters, day and clock."""

from __future__ import annotations

from shared.language import to_translate
from supervisor_console.live.presenter.proof import proof_mark
from supervisor_console.live.presenter.seen import Seen
from supervisor_console.live.presenter.titles import STATES
from supervisor_console.live.screen import Filter, Header, Option

SIGNED_IN, EVERYBODY = "signed_in", "all"
_GROUPS = {SIGNED_IN: to_translate("Signed in|several"), EVERYBODY: to_translate("Everybody")}


def header(seen: Seen) -> Header:
    """While the line is lost the clock stands with the last news."""
    language, at = seen.language, seen.moment.now
    local = at.astimezone(seen.zone)
    return Header(
        title=language.text("Live"), queues=_queues(seen), states=_states(seen),
        only_waiting=Option("", language.text("Only waiting queues"), seen.moment.choices.is_only_waiting),
        date=f"{language.short_day(at, seen.zone)} {local.year}".replace(". ", ".\u00a0"), clock=seen.clock(at),
        proof=proof_mark(seen),
    )  # fmt: skip


def _queues(seen: Seen) -> Filter:
    language = seen.language
    last = len(seen.order)
    names = sorted(
        {row.queue for row in seen.moment.board.queues} | seen.chosen,
        key=lambda queue: (seen.order.get(queue, last), seen.queue_title(queue)),
    )
    options = tuple(Option(queue, seen.queue_title(queue), queue in seen.chosen) for queue in names)
    chosen = [one.text for one in options if one.is_chosen]
    if not chosen:
        value = language.text("All ({number})", number=len(options))
    elif len(chosen) == 1:
        value = chosen[0]
    else:
        value = language.text("{number} of {all}", number=len(chosen), all=len(options))
    return Filter(language.text("Queues"), value, options)


def _states(seen: Seen) -> Filter:
    language, wanted = seen.language, seen.moment.choices.state
    words = [*_GROUPS.items(), *((str(state), word) for state, (_token, _icon, word) in STATES.items())]
    options = tuple(Option(value, language.text(word), value == wanted) for value, word in words)
    chosen = next((one.text for one in options if one.is_chosen), options[0].text)
    return Filter(language.text("State"), chosen, options)
