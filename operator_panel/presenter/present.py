"""A moment becomes a screen."""

from __future__ import annotations

from operator_panel.presenter import mine, shift, state
from operator_panel.presenter.callbacks import callbacks, due
from operator_panel.presenter.campaign import campaign_line
from operator_panel.presenter.card import call_card, strip
from operator_panel.presenter.colleagues import colleagues
from operator_panel.presenter.dialling import dial_field
from operator_panel.presenter.moment import Moment
from operator_panel.presenter.notices import notice
from operator_panel.presenter.offline import offline_card
from operator_panel.presenter.own_list import calls
from operator_panel.presenter.popup import popups
from operator_panel.presenter.preview import preview_card
from operator_panel.presenter.script import script_of, script_of_offer
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.today import today
from operator_panel.presenter.waiting import waiting
from operator_panel.presenter.wrapup import subject, wrapup_card
from operator_panel.screen import Menu, Mode, PanelScreen, Tab, TabName, Token, Wish
from shared.domain.board import CallRow


def present(moment: Moment) -> PanelScreen:
    """Everything that the panel shows at this moment. Takes about a millisecond."""
    seen = Seen(moment)
    rows = mine.active(seen)
    shown = rows[0] if rows else None
    written = subject(seen) if shown is None else None
    others = [row for row in (*mine.ringing(seen), *rows) if row is not shown]
    about: CallRow | None = shown or (written[0].row if written else None)
    waits = waiting(seen)
    return PanelScreen(
        mode=_mode(seen, is_in_call=shown is not None, is_written=written is not None),
        header=state.header(seen), state=state.state_card(seen), actions=shift.actions(seen),
        queues=shift.queues(seen), today=today(seen), tabs=_tabs(seen, len(waits.lines)), calls=calls(seen),
        callbacks=callbacks(seen), colleagues=colleagues(seen, _transferable(seen, shown)), waiting=waits,
        dial=dial_field(seen), menu=_menu(seen), call=call_card(seen, shown) if shown else None,
        others=tuple(strip(seen, row) for row in others),
        wrapup=wrapup_card(seen, written[0], is_earlier=written[1]) if written else None,
        script=script_of(seen, about) if about else script_of_offer(seen), offline=offline_card(seen),
        preview=preview_card(seen, moment.contact) if moment.contact else None, popups=popups(seen),
        campaign=campaign_line(seen),
        notice=notice(seen), tray=state.tray(seen), is_compact=moment.choices.is_compact,
    )  # fmt: skip


def _mode(seen: Seen, *, is_in_call: bool, is_written: bool) -> Mode:
    if seen.sight == "connecting":
        return "connecting"
    if seen.sight != "live":
        return "offline"
    if is_in_call:
        return "call"
    if is_written:
        return "wrapup"
    return "preview" if seen.moment.contact else "idle"


def _transferable(seen: Seen, row: CallRow | None) -> str:
    """The call that a colleague could be given; empty: he could only be called."""
    is_given = row is not None and row.phase in ("talking", "on_hold") and row.consulting is None
    return row.call if row is not None and is_given else ""


def _tabs(seen: Seen, waits: int) -> tuple[Tab, ...]:
    language, late = seen.language, due(seen)
    planned = len(seen.moment.callbacks)
    known: list[tuple[TabName, str, int, Token]] = [
        ("calls", language.text("My calls"), 0, "text"), ("colleagues", language.text("Colleagues"), 0, "text"),
        ("waiting", language.text("Waiting|tab"), waits, "text"),
    ]  # fmt: skip
    if seen.may("call.own"):
        known.append(("callbacks", language.text("Callbacks"), planned, "warn" if late else "text"))
    return tuple(
        Tab(name, title, language.number(count) if count else "", name == seen.moment.choices.tab,
            Wish("tab", choice=name), token)
        for name, title, count, token in known
    )  # fmt: skip


def _menu(seen: Seen) -> Menu:
    """What the menu and the tray offer of the shift; looks and the program itself are the views'."""
    chosen = seen.moment.choices
    return Menu(shift.actions(seen) if seen.sight == "live" else (), chosen.is_quiet, chosen.edge)
