"""Operators over time: how many scores, their average, is it better or worse than before, what goes wrong most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from shared.domain.quality import average, share_lost
from supervisor_console.quality.presenter.form import operator, token_by
from supervisor_console.quality.presenter.moment import Moment
from supervisor_console.quality.screen import StandingLine, Token, TrendPoint, WorstLine
from supervisor_console.reports.quality import Score

SURE = 2
"""A change of fewer points between the halves of the period is none."""
MOST_WORST = 8


def standings(moment: Moment) -> tuple[StandingLine, ...]:
    """A line for each who was scored, by extension."""
    of: dict[str, list[Score]] = defaultdict(list)
    for one in moment.period_scores:
        of[one.agent].append(one)
    return tuple(_line(moment, agent, found) for agent, found in sorted(of.items()))


def _line(moment: Moment, agent: str, found: Sequence[Score]) -> StandingLine:
    mean = average(one.percent for one in found) or Decimal(0)
    change, icon, token = _change(moment, found)
    fails = sum(one.failed_by is not None for one in found)
    name = next((one.agent_name for one in found if one.agent_name), None)
    return StandingLine(
        key=agent, name=operator(agent, name), count=moment.language.number(len(found)), number=len(found),
        average=moment.language.percent(float(mean), 2), percent=float(mean), change=change, icon=icon, token=token,
        fails=moment.language.number(fails), failed=fails,
    )  # fmt: skip


def _change(moment: Moment, found: Sequence[Score]) -> tuple[str, str, Token]:
    """The newer half against the older one; colour only where it is certain."""
    ordered = sorted(found, key=lambda one: one.call_started_at)
    middle = len(ordered) // 2
    before = average(one.percent for one in ordered[:middle])
    after = average(one.percent for one in ordered[middle:])
    if before is None or after is None:
        return "—", "", "muted"
    points = after - before
    words = f"{'+' if points > 0 else '−' if points < 0 else ''}{moment.language.number(float(abs(points)), 1)}"
    if abs(points) < SURE:
        return words, "minus", "muted"
    return (words, "arrow_up", "good") if points > 0 else (words, "arrow_down", "bad")


def trend(moment: Moment, scores: Iterable[Score]) -> tuple[TrendPoint, ...]:
    """The average of each week in which somebody was scored, by its Monday."""
    weeks: dict[date, list[Decimal]] = defaultdict(list)
    for one in scores:
        day = one.call_started_at.astimezone(moment.zone).date()
        weeks[day - timedelta(days=day.weekday())].append(one.percent)
    return tuple(
        TrendPoint(f"{monday.day}. {monday.month}.", float(average(found) or 0), len(found))
        for monday, found in sorted(weeks.items())
    )


def worst(moment: Moment, scores: Iterable[Score]) -> tuple[WorstLine, ...]:
    """Where most of the weight is lost, the worst first; what loses nothing is left out."""
    lost: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    texts: dict[tuple[str, str], tuple[int, str]] = {}
    for one in scores:
        card = moment.card(one.card, one.version)
        if card is None:
            continue
        words = {question.key: question.text for question in card.questions}
        for key, share in share_lost(card, one.answers).items():
            place = (one.card, key)
            lost[place].append(share)
            texts[place] = max(texts.get(place, (0, "")), (one.version, words[key]))
    lines = [
        WorstLine("/".join(place), texts[place][1], moment.language.percent(float(mean * 100), 1), float(mean * 100),
                  moment.language.number(len(found)))
        for place, found in lost.items() if (mean := sum(found, Fraction(0)) / len(found))
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: -line.share)[:MOST_WORST])


def colour_of(percent: float) -> Token:
    """The colour of an average."""
    return token_by(Decimal(str(percent)))
