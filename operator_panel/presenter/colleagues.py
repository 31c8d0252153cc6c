"""The others: their states and times, and what may be done with each."""

from __future__ import annotations

from datetime import timedelta

from operator_panel.presenter.seen import NOTHING, Seen
from operator_panel.presenter.titles import ORDER, state_words
from operator_panel.presenter.writing import folded, plain
from operator_panel.screen import Action, Choice, ColleagueLine, Colleagues, Empty, Wish, Words
from shared.domain.board import AgentRow
from shared.language import to_translate

FILTERS = {
    "all": to_translate("All|colleagues"), "ready": to_translate("Free|colleagues"),
    "talking": to_translate("On a call"),
}  # fmt: skip
_TALKING = ("talking", "on_hold")


def colleagues(seen: Seen, call: str) -> Colleagues:
    """Those who are signed in, by state and then the longest first. ``call``: the one that could be passed on."""
    language, chosen = seen.language, seen.moment.choices
    others = [row for row in seen.agents if row.agent != seen.agent]
    present = [row for row in others if row.state != "logged_out"]
    shown_filter = chosen.colleague_filter if chosen.colleague_filter in FILTERS else "all"
    wanted = folded(chosen.search)
    shown = [row for row in present if _passes(row, shown_filter) and _fits(row, wanted)]
    absent = len(others) - len(present)
    return Colleagues(
        tuple(
            Choice(Wish("filter", choice=name), language.text(title),
                   language.number(sum(_passes(row, name) for row in present)), is_chosen=name == shown_filter)
            for name, title in FILTERS.items()
        ),
        tuple(_line(seen, row, call) for row in in_order(seen, shown)),
        language.plural("{number} signed out", "{number} signed out", absent) if absent else "",
        chosen.search, language.text("Search colleagues"), _empty(seen, present, shown),
    )  # fmt: skip


def in_order(seen: Seen, rows: list[AgentRow]) -> list[AgentRow]:
    """By state as everywhere, within it the longest time first."""
    now = seen.moment.now
    return sorted(rows, key=lambda row: (ORDER[row.state], row.since or now, row.name, row.pbx, row.agent))


def state_of(seen: Seen, row: AgentRow) -> Words:
    """The state with the pause's reason: "Pauza · Oběd"."""
    state = state_words(row.state, seen.language)
    if row.state != "paused" or not row.reason:
        return state
    reason = plain(seen.centre.reason_of(row.reason).title or row.reason)
    return Words(f"{state.text} · {reason}", state.token, state.icon)


def targets(seen: Seen, call: str) -> tuple[Choice, ...]:
    """To whom a call may be transferred: those who have a phone, the free ones first."""
    present = [row for row in seen.agents if row.agent != seen.agent and row.state not in ("logged_out", "unreachable")]
    return tuple(
        Choice(
            Wish("transfer", call=call, text=row.agent, choice="attended"), plain(row.name or row.agent),
            f"{row.agent} · {state.text}", state.icon, state.token,
        )
        for row in in_order(seen, present) for state in (state_of(seen, row),)
    )  # fmt: skip


def _passes(row: AgentRow, name: str) -> bool:
    return name == "all" or (row.state in _TALKING if name == "talking" else row.state == name)


def _fits(row: AgentRow, wanted: str) -> bool:
    return not wanted or wanted in folded(row.name) or row.agent.startswith(wanted)


def _empty(seen: Seen, present: list[AgentRow], shown: list[AgentRow]) -> Empty:
    if shown or seen.sight == "connecting":
        return Empty()
    if present:
        return Empty(seen.language.text("Nothing found"), "", "search")
    return Empty(seen.language.text("Nobody else is signed in"), "", "people")


def _line(seen: Seen, row: AgentRow, call: str) -> ColleagueLine:
    over = Words()
    limit = seen.centre.reason_of(row.reason).limit_seconds if row.state == "paused" else None
    if limit is not None and seen.length(row.pbx, row.since) > timedelta(seconds=limit):
        over = Words(seen.language.text("over the limit"), "warn", "triangle")
    return ColleagueLine(
        f"{row.pbx}/{row.agent}", plain(row.name or row.agent), row.agent, state_of(seen, row),
        seen.running(row.pbx, row.since) if row.since else NOTHING, seen.queue_title(row.queue), over,
        _actions(seen, row, call),
    )  # fmt: skip


def _actions(seen: Seen, row: AgentRow, call: str) -> tuple[Action, ...]:
    if not seen.may("call.own") or seen.agent is None or row.state == "unreachable":
        return ()
    language, can = seen.language, seen.can_act
    dial = Action(Wish("dial", text=row.agent), language.text("Call"), "handset", is_enabled=can, hint=seen.why_not)
    if not call:
        return (dial,)
    return tuple(
        Action(Wish("transfer", call=call, text=row.agent, choice=kind), text, "swap", is_enabled=can,
               hint=seen.why_not)
        for kind, text in (("attended", language.text("Ask, then transfer")), ("blind", language.text("Transfer")))
    )  # fmt: skip
