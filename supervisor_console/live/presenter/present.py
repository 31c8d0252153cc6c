"""Puts the page together."""

from __future__ import annotations

from supervisor_console.live.presenter.actions import agent_actions, call_actions
from supervisor_console.live.presenter.cards import cards
from supervisor_console.live.presenter.first import first
from supervisor_console.live.presenter.header import header
from supervisor_console.live.presenter.moment import Moment
from supervisor_console.live.presenter.operators import operators, signed_in
from supervisor_console.live.presenter.seen import Seen
from supervisor_console.live.presenter.strips import strips
from supervisor_console.live.presenter.waiting import missed_lines, waiting_lines
from supervisor_console.live.screen import AgentLine, Empty, LiveScreen, MissedLine, Panel, QueueCard, WaitingLine


def present(moment: Moment) -> LiveScreen:
    """The page at this moment."""
    seen = Seen(moment)
    found, waiting, missed, agents = cards(seen), waiting_lines(seen), missed_lines(seen), operators(seen)
    return LiveScreen(
        header=header(seen), strips=strips(seen), cards=found, cards_empty=_no_cards(seen, found),
        waiting_panel=_waiting_panel(seen, waiting), waiting=waiting, call_actions=call_actions(seen),
        missed_panel=_missed_panel(seen, missed), missed=missed,
        agents_panel=_agents_panel(seen, agents), agents=agents, agent_actions=agent_actions(seen),
        first=first(seen), chosen_agent=moment.choices.agent, chosen_call=moment.choices.call, is_old=seen.is_old,
    )  # fmt: skip


def _no_cards(seen: Seen, found: tuple[QueueCard, ...]) -> str:
    if found:
        return ""
    if not seen.moment.board.queues:
        return seen.language.text("The PBX has no queues yet.") if seen.is_live else ""
    return seen.language.text("Nobody is waiting in the chosen queues.")


def _waiting_panel(seen: Seen, waiting: tuple[WaitingLine, ...]) -> Panel:
    language = seen.language
    empty = None if waiting else Empty(language.text("Nobody is waiting."))
    return Panel(title=language.text("Waiting calls"), count=language.number(len(waiting)), empty=empty)


def _missed_panel(seen: Seen, missed: tuple[MissedLine, ...]) -> Panel:
    """Callers who were called back are not counted."""
    language, title = seen.language, seen.language.text("Missed, to be called back")
    if seen.moment.database_away_since is not None and not missed:
        sorry = language.text("Missed calls are shown again when the database is back.")
        return Panel(title=title, empty=Empty(language.text("The list cannot be loaded now"), sorry, "database"))
    if not seen.may("history.all"):
        return Panel(title=title, empty=Empty(language.text("Your account may not see earlier calls."), icon="lock"))
    note = language.text("last hour")
    if seen.moment.missed is None:
        return Panel(title=title, note=note, empty=Empty(language.text("Loading calls…")))
    empty = None if missed else Empty(language.text("Nobody gave up in the last hour."))
    number = sum(1 for one in missed if not one.done.text)
    if seen.moment.database_away_since is not None:
        note = language.text("as it was when the database went away")
    return Panel(title=title, count=language.number(number), note=note, empty=empty)


def _agents_panel(seen: Seen, agents: tuple[AgentLine, ...]) -> Panel:
    language = seen.language
    here, everybody = signed_in(seen)
    empty = None
    if not agents:
        is_nobody = not here and seen.moment.choices.state != "all"
        why = language.text("Nobody is signed in.") if is_nobody else language.text("Nobody is in this state.")
        empty = Empty(why, icon="people")
    count = language.text("{number} of {all}", number=here, all=everybody)
    return Panel(title=language.text("Operators"), count=count, empty=empty)
