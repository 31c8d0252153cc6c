"""From what is known of dashboards to the view. Pure."""

from __future__ import annotations

import msgspec

from shared.domain.search.query import Preset
from shared.language import to_translate
from shared.reports.definition import OVERVIEW
from supervisor_console.reports.dashboards import Dashboard, Placed
from supervisor_console.statistics.presenter import overview, ready
from supervisor_console.statistics.presenter.dashboard_moment import Answered, Boards, definition_of, key_of, moment_of
from supervisor_console.statistics.presenter.dashboard_shapes import narrowed_words, report_words, shapes_of
from supervisor_console.statistics.presenter.explain import gaps_words
from supervisor_console.statistics.presenter.filters import PRESETS, period_words
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.own import role_words
from supervisor_console.statistics.screen.dashboard import BoardPanel, BoardScreen
from supervisor_console.statistics.screen.page import Foot, PanelOf, Pick, Picks

EACH_ITS_OWN = ""
"""Value of the choice of no common period."""
LONGEST_NAME = 36
"""Letters of a dashboard's name in its choice."""
NOT_UNDERSTOOD = to_translate("This panel was made by a newer program.")


def board_screen(boards: Boards, account: str, base: Moment) -> BoardScreen:
    """The view of the dashboard that is opened, or what to do where there is none."""
    board, text = boards.board, base.language.text
    is_own = board is not None and board.account == account
    return BoardScreen(
        title=text("Dashboards"), key=boards.opened if board is not None else "", is_own=is_own,
        choices=_choices(boards, account, base), empty=_empty(boards, base, is_own=is_own),
        panels=tuple(_panel(one, boards, base) for one in board.panels) if board is not None else (),
        told=_told(board, account, base), foot=_foot(boards, base), strip=_strip(boards, base),
        strip_button=_strip_button(boards, base),
        can_print=board is not None and not boards.is_printing
        and any(_has_figures(boards.answers.get(one.panel)) for one in board.panels),
    )  # fmt: skip


def _empty(boards: Boards, base: Moment, *, is_own: bool) -> tuple[str, str, str]:
    text = base.language.text
    if boards.board is None:
        if not boards.is_read:
            return "", "", ""
        return (text("There is no dashboard yet."),
                text("A dashboard shows several reports side by side, over one period, and keeps them up to date."),
                text("New dashboard"))  # fmt: skip
    if boards.board.panels:
        return "", "", ""
    hint = text("Whoever made it has put no report on it.")
    if is_own:
        hint = text("Open a report, press Dashboards there, and put it on as a chart, as figures or as a table.")
    return text("There is nothing on this dashboard yet."), hint, text("Show reports")


def _choices(boards: Boards, account: str, base: Moment) -> tuple[Picks, ...]:
    text, board = base.language.text, boards.board
    if board is None:
        return ()
    picks = tuple(
        Pick(key_of(one), _short(one.name), "" if one.account == account else text("from {owner}", owner=one.account))
        for one in boards.found)  # fmt: skip
    which = Picks(kind="report", label=text("Dashboard"), text=_short(board.name), picks=picks, marked=(boards.opened,))
    return which, _period(boards, base)


def _period(boards: Boards, base: Moment) -> Picks:
    text, period = base.language.text, boards.period
    each = text("As each report has it")
    presets: tuple[Preset, ...] = tuple(PRESETS)
    said = each
    if period is not None:
        words = period_words(_with_period(base, boards))
        said = f"{text(PRESETS[period.preset])} · {words}" if period.preset in PRESETS else words
    return Picks(
        kind="period", label=text("Period"), text=said, marked=(period.preset if period is not None else EACH_ITS_OWN,),
        picks=(Pick(EACH_ITS_OWN, each), *(Pick(one, text(PRESETS[one])) for one in presets)),
    )  # fmt: skip


def _with_period(base: Moment, boards: Boards) -> Moment:
    return msgspec.structs.replace(base, period=boards.period or base.period)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _told(board: Dashboard | None, account: str, base: Moment) -> str:
    text = base.language.text
    if board is None:
        return ""
    if board.account != account:
        return text("from {owner}", owner=board.account)
    if not board.is_shared:
        return ""
    roles = role_words(board.shared_with, base.language)
    return text("shared with: {roles}", roles=roles) if roles else text("shared with everybody")


# --- panels


def _panel(placed: Placed, boards: Boards, base: Moment) -> BoardPanel:
    text, answered = base.language.text, boards.answers.get(placed.panel)
    shapes = shapes_of(answered.moment if answered is not None else None, base.language)
    known = BoardPanel(key=placed.panel, title=report_words(placed, boards, base), width=placed.width,
                       shows=placed.shows, shapes=shapes)  # fmt: skip
    asked = moment_of(placed, boards, base)
    if asked is None:
        return _with(known, trouble=_missing(placed, boards, base), is_opened=False)
    known = _with(known, detail=narrowed_words(asked, is_with_period=boards.period is None))
    if answered is None:
        return _with(known, trouble=text("Being counted…"), icon="clock")
    if answered.failure:
        return _with(known, trouble=answered.failure, button=text("Try again"))
    if answered.moment is None or not answered.moment.has_figures:
        return _with(known, trouble=text("Being counted…"), icon="clock")
    is_old = (answered.moment.period, answered.moment.report) != (asked.period, asked.report)
    note = gaps_words(answered.moment) if boards.period is None else ""
    return _filled(_with(known, is_old=is_old, note=note), placed, _said_now(answered.moment, base))


def _said_now(moment: Moment, base: Moment) -> Moment:
    """In the words of now: language and names may be others than when it was asked."""
    return msgspec.structs.replace(moment, language=base.language, centre=base.centre, known_agents=base.known_agents)


def _filled(panel: BoardPanel, placed: Placed, moment: Moment) -> BoardPanel:
    is_overview = moment.shown == OVERVIEW
    parts = [one for row in (overview if is_overview else ready).panels(moment) for one in row]
    nothing = parts[0].nothing if parts else ""
    if placed.shows == "figures":
        tiles = overview.tiles(moment) if is_overview else ready.tiles(moment)
        return _with(panel, tiles=tiles, nothing=nothing)
    if placed.shows == "table":
        found = next((one for one in parts if one.table is not None), None)
        title = found.title if found is not None and is_overview and placed.own is None else panel.title
        return _with(panel, title=title, table=found.table if found is not None else None, nothing=nothing)
    drawn = [one for one in parts if one.chart is not None]
    if not drawn:
        return _with(panel, nothing=nothing)
    return _drawn(panel, drawn[min(placed.chart, len(drawn) - 1)], is_title=is_overview and placed.own is None)


def _drawn(panel: BoardPanel, one: PanelOf, *, is_title: bool) -> BoardPanel:
    """``is_title``: the chart's title says more than the report's."""
    assert one.chart is not None
    if is_title:
        return _with(panel, title=one.chart.title, chart=one.chart, nothing=one.nothing)
    is_said = one.chart.title.casefold() == panel.title.casefold()
    detail = " · ".join(part for part in ("" if is_said else one.chart.title, panel.detail) if part)
    return _with(panel, chart=one.chart, nothing=one.nothing, detail=detail)


def _missing(placed: Placed, boards: Boards, base: Moment) -> str:
    text = base.language.text
    if placed.own is None or (definition_of(placed, boards) is None and placed.own in boards.reports):
        return text(NOT_UNDERSTOOD)
    return text("The report “{name}” is not there any more, or you may not see it.", name=placed.own.name)


def _with(panel: BoardPanel, **changes: object) -> BoardPanel:
    return msgspec.structs.replace(panel, **changes)


def _has_figures(answered: Answered | None) -> bool:
    return answered is not None and answered.moment is not None and answered.moment.has_figures


# --- foot and strip


def _foot(boards: Boards, base: Moment) -> Foot:
    text = base.language.text
    if boards.board is None or boards.answered_at is None:
        return Foot()
    told_at = text("As of {clock} · time of {zone} · refreshes itself each minute", zone=base.zone.key,
                   clock=base.language.clock(boards.answered_at, base.zone))  # fmt: skip
    cut = next((one.moment for one in boards.answers.values() if one.moment is not None and one.moment.gaps), None)
    if cut is None or boards.period is None:
        return Foot(told_at=told_at)
    return Foot(gaps=gaps_words(_said_now(cut, base)), button=text("Show gaps"), told_at=told_at)


def _strip(boards: Boards, base: Moment) -> str:
    text = base.language.text
    if boards.is_printing:
        return text("The file is being written ({kind}).", kind="PDF")
    if boards.away_since is not None:
        return text("Database unreachable since {clock}. Figures are from before.",
                    clock=base.language.clock(boards.away_since, base.zone))  # fmt: skip
    if boards.failure:
        return boards.failure
    return text("This takes longer than usual.") if boards.is_slow else ""


def _strip_button(boards: Boards, base: Moment) -> str:
    text = base.language.text
    if boards.is_printing:
        return text("Cancel")
    if boards.failure or boards.away_since is not None:
        return text("Try again")
    return text("Cancel") if boards.is_slow else ""
