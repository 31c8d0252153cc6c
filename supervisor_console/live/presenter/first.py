"""The way to the first call: what of it is done, by what is known of the PBX now."""

from __future__ import annotations

from supervisor_console.live.presenter.seen import Seen, plain
from supervisor_console.live.screen import Action, Choice, First, Step, Wish

MOST_NAMES = 5


def first(seen: Seen) -> First | None:
    """None: the centre has had calls."""
    if seen.moment.has_calls or seen.moment.board.seq is None:
        return None
    made = (_pbx(seen), _queues(seen), _operator(seen), _call(seen))
    now = next(place for place, (is_done, _) in enumerate(made) if not is_done)
    steps = tuple(
        Step(number=place + 1, state="done" if is_done else "now" if place == now else "later", title=said[0],
             text=said[1], action=_sign_in(seen) if place == now == 2 else None)
        for place, (is_done, said) in enumerate(made)
    )  # fmt: skip
    left = sum(1 for one in steps if one.state != "done")
    language = seen.language
    text = language.plural("{number} step left to the first call.", "{number} steps left to the first call.", left)
    overview = language.text("Show the overview")
    return First(title=language.text("No calls yet"), text=text, steps=steps,
                 leave=Action(Wish("overview"), overview, hint=overview))  # fmt: skip


Made = tuple[bool, tuple[str, str]]


def _pbx(seen: Seen) -> Made:
    say = seen.language.text
    if seen.is_live and not seen.away and seen.pbxs:
        return True, (say("PBX connected"), ", ".join(seen.pbxs))
    return False, (say("Connect the PBX"), say("The server tries again by itself; its settings say where the PBX is."))


def _queues(seen: Seen) -> Made:
    language, found = seen.language, seen.moment.board.queues
    if not found:
        return False, (language.text("No queues yet"), language.text("Queues of the PBX appear here by themselves."))
    names = [seen.queue_title(row.queue) for row in found]
    more = " …" if len(names) > MOST_NAMES else ""
    title = language.plural("{number} queue found", "{number} queues found", len(names))
    return True, (title, ", ".join(names[:MOST_NAMES]) + more)


def _operator(seen: Seen) -> Made:
    language = seen.language
    here = [plain(row.name or row.agent) for row in seen.agents if row.state != "logged_out"]
    if here:
        title = language.plural("{number} operator signed in", "{number} operators signed in", len(here))
        return True, (title, ", ".join(here[:MOST_NAMES]) + (" …" if len(here) > MOST_NAMES else ""))
    how = language.text("An operator signs in at the operator panel, or you sign one in from here.")
    return False, (language.text("Sign in the first operator"), how)


def _call(seen: Seen) -> Made:
    say = seen.language.text
    line = next((one for one in seen.centre.lines if one.line), None)
    title = say("Call {number}", number=seen.language.phone(line.line, seen.centre.country)) if line else say(
        "Call one of your lines"
    )  # fmt: skip
    return False, (title, say("A test call appears here within a second."))


def _sign_in(seen: Seen) -> Action | None:
    """Whom? Each into the queues that are asked about then."""
    choices = tuple(
        Choice(Wish("move", row.pbx, row.agent), plain(row.name or row.agent), row.agent if row.name else "")
        for row in sorted(seen.agents, key=lambda row: (row.name.casefold(), row.agent))
    )
    if not choices or not seen.may("agent.others"):
        return None
    text = seen.language.text("Sign in an operator")
    return Action(Wish("move"), text, "user_plus", hint=text, is_primary=True, choices=choices)
