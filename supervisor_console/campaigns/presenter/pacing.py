"""Why so many calls are placed now: what the decision went by, and what each other number of calls would mean."""

from __future__ import annotations

from shared.domain.campaigns import CampaignRow, PacingOption, PacingRow
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Around, Moment
from supervisor_console.campaigns.screen.overview import PacingBar, PacingInput, PacingShown
from supervisor_console.views.pieces import Choice, Empty, Option, Token

MOST_BARS, MOST_NAMES = 9, 6
LEAST_SEEN = 0.0005
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
"""Steps of the upright axis."""


def pacing(moment: Moment, row: CampaignRow | None) -> PacingShown:
    """All of it; without a decision why there is none."""
    around, text = moment.around, moment.around.language.text
    campaign = moment.campaign
    now = row.mode if row is not None else campaign.mode if campaign is not None else "progressive"
    options = tuple(Option(key, text(word), key == now) for key, word in words.MODES.items())
    mode = Choice(text("Mode"), words.mode(around, now), now, options)
    can_change = words.deed(around, "").refusal
    if campaign is None and not can_change:
        can_change = text("The campaign's settings are not read yet.")
    if row is None or row.pacing is None:
        return PacingShown(title=text("Why so many calls"), note="", mode=mode, can_change=can_change,
                           empty=_nothing(moment, row))  # fmt: skip
    decided = row.pacing
    title = around.language.plural("Why just {number} call", "Why just {number} calls", decided.chosen)
    line = decided.allowed if now == "predictive" and decided.allowed else decided.limit
    bars = _bars(around, decided, line)
    note = text("reckoned {time}", time=around.language.clock(decided.decided_at, around.zone))
    if decided.others:
        note += " · " + around.language.plural(
            "{number} call of other campaigns with it", "{number} calls of other campaigns with it", decided.others)
    return PacingShown(
        title=title, note=note,
        mode=mode, can_change=can_change, inputs=_inputs(around, decided, words.limit_confidence(campaign)),
        chart=text("Expected share of calls without a free operator"), axis=text("calls dialled at once"), bars=bars,
        ticks=_ticks(around, max([line, *(one.share for one in bars)])), limit=line,
        limit_words=_limit(around, decided, line),
        why=words.reason(around, decided.why), heads=(text("Calls|at once"), text("Expected share")),
        empty=None if bars else Empty(text("No number of calls was weighed up."), words.reason(around, decided.why)),
    )  # fmt: skip


def _limit(around: Around, decided: PacingRow, line: float) -> str:
    """What the line says: the limit, or what this decision might have, more or less than that by what is to spare."""
    limit, used = around.language.percent(100 * decided.limit, 0), around.language.percent(100 * line, 1)
    if abs(line - decided.limit) < LEAST_SEEN:
        return around.language.text("limit {share}", share=limit)
    return around.language.text("now {share}, limit {limit}", share=used, limit=limit)


def _nothing(moment: Moment, row: CampaignRow | None) -> Empty:
    text = moment.around.language.text
    if row is None:
        return Empty(text("Nothing is known of it now."), text("Figures come with the connection to the server."))
    if row.mode == "preview":
        told = text("In preview each contact lies before an operator, who dials it or skips it.")
        return Empty(text("Operators dial themselves."), told, "eye")
    if row.state == "running":
        why = words.reason(moment.around, row.trouble) if row.trouble else text("The first decision is awaited.")
        return Empty(text("Nothing is dialled now."), why, "clock")
    told = text("Start the campaign to see why it places so many calls.")
    return Empty(text("Nothing is dialled now."), told, "pause")


def _inputs(around: Around, decided: PacingRow, confidence: float) -> tuple[PacingInput, ...]:
    language = around.language
    text, number, percent = language.text, language.number, language.percent
    names = ", ".join(decided.free[:MOST_NAMES])
    if len(decided.free) > MOST_NAMES:
        names += f" +{len(decided.free) - MOST_NAMES}"
    range_ = text("{low}–{high}", low=number(100 * decided.answer_low), high=percent(100 * decided.answer_high, 0))
    window = (text("abandoned today, upper bound {share}", share=percent(100 * confidence, 0))
              if decided.window == "day" else
              text("abandoned in 30 days, upper bound {share}", share=percent(100 * confidence, 0)))  # fmt: skip
    return (
        PacingInput(number(len(decided.free)),
                    language.plural("free operator", "free operators", len(decided.free)), names),
        PacingInput(f"+ {number(decided.soon)}", text("free within {seconds} s", seconds=number(decided.soon_seconds)),
                    text("talking or writing down a result")),
        PacingInput(percent(100 * decided.answer, 0), text("chance of an answer"),
                    language.plural("last {number} attempt, {range}", "last {number} attempts, {range}",
                                    decided.answer_of, range=range_)),
        PacingInput(percent(100 * decided.abandoned_bound, 1), window,
                    text("{abandoned} of {answered} answered, limit {limit}", abandoned=number(decided.abandoned),
                         answered=number(decided.answered), limit=percent(100 * decided.limit, 0))),
    )  # fmt: skip


def around_chosen(options: tuple[PacingOption, ...], chosen: int) -> tuple[PacingOption, ...]:
    """So many as there is room for, with the chosen one in the middle."""
    ordered = sorted(options, key=lambda one: one.calls)
    place = next((nth for nth, one in enumerate(ordered) if one.calls >= chosen), len(ordered))
    first = max(0, min(place - MOST_BARS // 2, len(ordered) - MOST_BARS))
    return tuple(ordered[first : first + MOST_BARS])


def _bars(around: Around, decided: PacingRow, line: float) -> tuple[PacingBar, ...]:
    def token(one: PacingOption) -> Token:
        return "bad" if one.share > line else "good" if one.calls <= decided.chosen else "muted"

    return tuple(
        PacingBar(calls=around.language.number(one.calls), share=one.share, token=token(one),
                  said=around.language.number(100 * one.share, 1), is_chosen=one.calls == decided.chosen)
        for one in around_chosen(decided.options, decided.chosen)
    )  # fmt: skip


def _ticks(around: Around, highest: float) -> tuple[tuple[float, str], ...]:
    step = next((one for one in TICKS if highest / one <= 3.5), 0.25)
    count = max(2, int(highest / step + 0.999))
    return tuple((nth * step, around.language.percent(100 * nth * step, 0)) for nth in range(count + 1))
