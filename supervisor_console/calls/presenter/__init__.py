"""What is known of a search becomes the screen; pure. ``present`` is all; ``moment`` is what goes in."""

from __future__ import annotations

from shared.domain.agents import Gap
from shared.domain.search.query import Query
from supervisor_console.calls.presenter import periods, rows, words
from supervisor_console.calls.presenter.detail import detail
from supervisor_console.calls.presenter.moment import Around, Moment
from supervisor_console.calls.presenter.query import panel
from supervisor_console.calls.screen import CallsScreen, ExportState, Figure, Results, Row, Strip
from supervisor_console.reports.found import FoundCall, Sums


def present(moment: Moment) -> CallsScreen:
    """Everything that the page shows at this moment."""
    return CallsScreen(
        query=panel(moment),
        results=_results(moment),
        detail=detail(moment.chosen, moment.around) if moment.chosen else None,
        export=_export(moment) if moment.exported else None,
        export_refusal="" if "history.all" in moment.rights else moment.around.language.text(
            "You have no right to export calls. Ask an administrator."
        ),
        recordings_refusal="" if "recording.export" in moment.rights else moment.around.language.text(
            "Your account may not save recordings."
        ),
    )  # fmt: skip


def _results(moment: Moment) -> Results:
    around = moment.around
    shown = moment.answered or moment.query
    has_days = periods.has_days(shown.period, around)
    empty = _emptiness(moment)
    return Results(
        title=around.language.text("Results"),
        count=around.language.number(moment.sums.calls) if moment.sums else "",
        rows=moment.rows,
        columns=rows.columns(around, has_days=has_days),
        order=moment.query.order,
        is_old=bool(moment.asking in ("loading", "slow") or moment.failure or moment.away_since),
        has_more=moment.has_more,
        strip=_strip(moment),
        empty=empty[0],
        empty_hint=empty[1],
        sums=_sums(moment.sums, around) if moment.sums else (),
        footnote=_footnote(moment.gaps, moment),
    )


def made_rows(calls: tuple[FoundCall, ...], query: Query, around: Around) -> tuple[Row, ...]:
    """Calls that were found as rows: done once when they come, as there may be very many."""
    has_days = periods.has_days(query.period, around)
    return tuple(rows.row(call, around, has_days=has_days) for call in calls)


def _emptiness(moment: Moment) -> tuple[str, str]:
    """What stands in an empty table: the sentence and what to do."""
    text = moment.around.language.text
    if moment.calls or moment.answered is None or moment.asking != "no" or moment.failure or moment.away_since:
        return "", ""
    return text("No call matches."), text("Try a longer period or remove a condition.")


def _strip(moment: Moment) -> Strip | None:
    language, around = moment.around.language, moment.around
    text = language.text
    if moment.asking == "slow":
        said = text("This takes longer than usual.")
        return Strip(text=said, token="warn", icon="clock", button=text("Cancel"), wish="cancel")
    if moment.asking == "loading":
        return Strip(text=text("Loading calls…"), icon="refresh")
    if moment.away_since is not None:
        at = language.clock(moment.away_since, words.zone_of(around))
        return Strip(
            text=text("Database unreachable since {time}. Live view goes on.", time=at), token="warn",
            icon="plug", button=text("Try now"), wish="retry",
        )  # fmt: skip
    if moment.failure:
        return Strip(text=moment.failure, token="bad", icon="triangle", button=text("Try again"), wish="retry")
    return None


def _sums(sums: Sums, around: Around) -> tuple[Figure, ...]:
    language = around.language
    return (
        Figure("", language.plural("{number} call", "{number} calls", sums.calls)),
        Figure(language.text("Average wait"), words.length(sums.average_wait_ms)),
        Figure(language.text("Talk in all"), words.length(sums.talk_ms)),
        Figure(language.text("Average talk"), words.length(sums.average_talk_ms)),
        Figure(language.text("Answered"), language.number(sums.answered)),
        Figure(language.text("Missed"), language.number(sums.abandoned)),
    )


def _footnote(gaps: tuple[Gap, ...], moment: Moment) -> str:
    """Gaps of the period: how many, and when while there are few."""
    if not gaps:
        return ""
    language = moment.around.language
    spans = ", ".join(_span(gap, moment) for gap in gaps[:3])
    if len(gaps) > 3:
        spans += ", …"
    said = language.plural(
        "{number} collection gap in this period, {spans}", "{number} collection gaps in this period, {spans}",
        len(gaps), spans=spans,
    )  # fmt: skip
    touched = sum(call.is_in_gap for call in moment.calls)
    if not touched:
        return f"{said}."
    return f"{said} ({language.plural('{number} call touched by it', '{number} calls touched by it', touched)})."


def _span(gap: Gap, moment: Moment) -> str:
    language, zone = moment.around.language, words.zone_of(moment.around)
    begin = language.clock(gap.started_at, zone, seconds=False)
    if periods.has_days((moment.answered or moment.query).period, moment.around):
        begin = f"{words.day(gap.started_at.astimezone(zone).date(), language)} {begin}"
    end = language.clock(gap.ended_at, zone, seconds=False) if gap.ended_at else language.text("now")
    return f"{begin}–{end}"


def _export(moment: Moment) -> ExportState:
    assert moment.exported is not None
    done, whole = moment.exported
    language = moment.around.language
    said = language.text("Exporting {done} of {whole}", done=language.number(done), whole=language.number(whole))
    return ExportState(text=said, share=done / whole if whole else 0.0)
