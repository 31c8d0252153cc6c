"""The whole page."""

from __future__ import annotations

from shared.domain.recorded import written_spans
from shared.domain.search.query import Preset
from shared.language import to_translate
from supervisor_console.quality.presenter.course import course_of
from supervisor_console.quality.presenter.form import form_empty, form_of, operator, token_by
from supervisor_console.quality.presenter.moment import Moment
from supervisor_console.quality.presenter.standing import standings, trend, worst
from supervisor_console.quality.screen import CallLine, Empty, Pick, Picks, QualityScreen, Token
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.quality import SampledCall

PERIODS: tuple[tuple[Preset, str], ...] = (
    ("today", to_translate("Today")), ("last_7_days", to_translate("Last 7 days")),
    ("last_30_days", to_translate("Last 30 days")), ("this_month", to_translate("This month")),
    ("last_month", to_translate("Last month")), ("this_year", to_translate("This year")),
)  # fmt: skip
EACH = (1, 2, 3, 5, 10)


def present(moment: Moment) -> QualityScreen:
    """What is shown of the moment."""
    text = moment.language.text
    lines = tuple(_line(moment, one) for one in moment.calls)
    done = sum(moment.score_of(line.key) is not None for line in lines)
    rows = standings(moment)
    chosen = moment.operator if any(one.key == moment.operator for one in rows) else rows[0].key if rows else ""
    whose = [one for one in moment.period_scores if one.agent == chosen]
    form, strip = form_of(moment), _strip(moment)
    return QualityScreen(
        tab=moment.tab, title=text("Quality|page"), tabs=(("calls", text("To be scored")), ("operators",
        text("Operators"))), period=_period(moment), source=_source(moment), each=_each(moment),
        note=text("updating") if moment.is_asking else "",
        calls_title=text("Calls to score"), calls=lines,
        calls_count=f"{done} / {len(lines)}" if lines else "", calls_empty=None if lines else _no_calls(moment),
        chosen=moment.chosen, course_title=text("Course of the call"), course=course_of(moment),
        silence=_silence(moment), has_player=moment.chosen is not None,
        form=form, form_empty=None if form is not None else form_empty(moment),
        standings=rows, standings_empty=None if rows else Empty("star", text("Nobody was scored in this period."),
        text("Choose a longer period, or score some calls.")), operator=chosen,
        trend_title=text("Average by week, in %"), trend=trend(moment, whose),
        worst_title=text("Where points are lost"), worst=worst(moment, whose),
        strip=strip[0], strip_more=strip[1], strip_button=strip[2],
    )  # fmt: skip


def _silence(moment: Moment) -> str:
    """The chosen call has nothing to be heard: no recording, or only such as were never written."""
    tracked = moment.tracked
    if moment.chosen is None or tracked is None:
        return ""
    until = tracked.call.ended_at or moment.now
    is_heard = any(written_spans(one, until) for one in tracked.call.recordings)
    return "" if is_heard else moment.language.text("This call was not recorded.")


def _strip(moment: Moment) -> tuple[str, str, str]:
    """What is wrong, more about it, the button's words."""
    text = moment.language.text
    if moment.away_since is not None:
        since = moment.language.clock(moment.away_since, moment.zone)
        kept = text("What you fill in is kept here until it can be stored.")
        return text("Database unreachable since {time}.", time=since), kept, text("Try again")
    return moment.failure, "", text("Try again") if moment.failure else ""


def _no_calls(moment: Moment) -> Empty:
    text = moment.language.text
    if not moment.is_asked:
        return Empty("clock", text("Loading calls…"))
    return Empty("search", text("No call to score in this period."), text("Choose a longer period."))


def _period(moment: Moment) -> Picks:
    text = moment.language.text
    return Picks(text("Period"), tuple(Pick(preset, text(words)) for preset, words in PERIODS), moment.preset)


def _source(moment: Moment) -> Picks:
    text = moment.language.text
    picks = (Pick("", text("Random sample")), *(Pick(key, name) for key, name in moment.searches))
    return Picks(text("From|source"), picks, moment.source)


def _each(moment: Moment) -> Picks | None:
    if moment.source:
        return None
    picks = tuple(Pick(one, str(one)) for one in EACH)
    return Picks(moment.language.text("Per operator"), picks, moment.each)


def _line(moment: Moment, one: SampledCall) -> CallLine:
    found, key = one.found, (one.found.pbx, one.found.call, one.agent)
    state, icon, token = _state(moment, key)
    return CallLine(
        key=key, operator=operator(one.agent, one.name), when=moment.when(found.started_at),
        order=found.started_at.timestamp(), customer=customer(moment, found),
        queue=", ".join(map(moment.centre.queue_title, found.queues)) or "—", talk=moment.length(found.talk_ms),
        talk_ms=found.talk_ms or 0, state=state, icon=icon, token=token,
    )  # fmt: skip


def customer(moment: Moment, found: FoundCall) -> str:
    """Who called, or was called: his name, else his number."""
    number = found.called if found.direction == "outbound" else found.caller
    if found.caller_name and not moment.is_masked and found.direction != "outbound":
        return found.caller_name
    return moment.language.phone(number, moment.centre.country, moment.is_masked)


def _state(moment: Moment, key: tuple[str, str, str]) -> tuple[str, str, Token]:
    text = moment.language.text
    draft = next((one for one in moment.drafts if one.key == key), None)
    if draft is not None:
        if draft.is_sent:
            return text("Waits to be stored"), "database", "warn"
        return text("Begun"), "pencil", "accent"
    score = moment.score_of(key)
    if score is None:
        return text("Not yet|scored"), "circle_dashed", "muted"
    words = moment.language.percent(float(score.percent), 2)
    if score.failed_by is not None:
        return words, "circle_cross", "bad"
    return words, "circle_tick", token_by(score.percent)


