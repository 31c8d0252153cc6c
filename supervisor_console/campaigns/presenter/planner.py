"""A day planned: the campaign's own numbers go in, what each mode would make of them comes out."""

from __future__ import annotations

import re

import msgspec

from shared.campaigns.campaign import Limits
from shared.campaigns.planning import Plan as Reckoned
from shared.campaigns.simulating import Law, Setting
from shared.language import to_translate
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Around, Moment
from supervisor_console.campaigns.screen.planner import PlannerField, PlannerShown
from supervisor_console.views.pieces import Deed, Empty, Grid, Line, Mark

RULES = {
    "progressive": to_translate("Progressive|dialling"), "ratio": to_translate("Fixed ratio|dialling"),
    "vicidial": to_translate("Adaptive, as VICIdial"), "predictive": to_translate("Predictive|dialling"),
}
"""What is compared."""
FIELDS: dict[str, tuple[str, str, float, float]] = {
    "operators": (to_translate("Operators"), "20", 1, 300),
    "answer": (to_translate("Chance of an answer, per cent"), "30", 1, 95),
    "talk": (to_translate("Talk, seconds"), "120", 5, 3600),
    "wrap": (to_translate("Writing down the result, seconds"), "30", 1, 1800),
    "ring": (to_translate("A phone rings, seconds"), "20", 5, 60),
    "hours": (to_translate("Hours of the day"), "8", 0.5, 14),
    "contacts": (to_translate("Contacts"), "10000", 1, 1_000_000),
    "ratio": (to_translate("Fixed ratio: calls for each free operator"), "1.5", 1, 10),
    "limit": (to_translate("Most abandoned, per cent"), "3", 0.1, 50),
}
"""Words, what it says at first, the least and the most."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be simulated."""

    setting: Setting
    ratio: float


def proposed(moment: Moment) -> dict[str, str]:
    """The numbers of the chosen campaign, where they are known, as they stand in the fields."""
    language, row, campaign = moment.around.language, moment.row, moment.campaign
    found = {name: said for name, (_word, said, _least, _most) in FIELDS.items()}
    found["ratio"] = language.number(1.5, 1)
    if row is not None:
        found["contacts"] = str(max(1, row.left + row.again + row.calling))
        found["operators"] = str(row.operators or 20)
        if row.pacing is not None and row.pacing.answer_of:
            found["answer"] = language.number(max(1.0, 100 * row.pacing.answer), 0)
    if campaign is not None:
        found |= {"wrap": str(campaign.wrapup_seconds or 1), "ring": str(campaign.limits.ring_seconds),
                  "limit": language.number(100 * campaign.limits.abandoned_share, 1)}  # fmt: skip
        if campaign.ratio > 1:
            found["ratio"] = language.number(campaign.ratio, 1)
    return found


def _number(said: str) -> float | None:
    plain = re.sub(r"[\s\u00a0\u202f]", "", said).rstrip("%")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", plain) else None


def wrong(around: Around, name: str, said: str) -> str:
    """Why this field cannot be, "": it can."""
    _word, _first, least, most = FIELDS[name]
    number = _number(said)
    if number is None or not least <= number <= most:
        lowest = around.language.number(least, 0 if float(least).is_integer() else 1)
        return around.language.text("A number from {least} to {most}.", least=lowest, most=around.language.number(most))
    return ""


def read(around: Around, said: dict[str, str]) -> Plan | None:
    """The plan; None while a field cannot be."""
    if any(wrong(around, name, said.get(name, "")) for name in FIELDS):
        return None
    value = {name: _number(said[name]) or 0.0 for name in FIELDS}
    setting = Setting(
        operators=round(value["operators"]), answers=(value["answer"] / 100,), hours=value["hours"],
        contacts=round(value["contacts"]), ring_seconds=value["ring"], talk=Law("lognormal", value["talk"], 0.8),
        wrap=Law("lognormal", value["wrap"], 0.5), ring=Law("lognormal", min(9.0, value["ring"] / 2), 0.5),
        limits=Limits(abandoned_share=value["limit"] / 100),
    )  # fmt: skip
    return Plan(setting=setting, ratio=value["ratio"])


def planner(moment: Moment) -> PlannerShown:
    """The tab."""
    around, text, known = moment.around, moment.around.language.text, moment.plan
    fields = tuple(
        PlannerField(name=name, label=text(word), said=known.fields.get(name, ""),
                     wrong=wrong(around, name, known.fields.get(name, "")))
        for name, (word, _first, _least, _most) in FIELDS.items()
    )  # fmt: skip
    refusal = text("It is being reckoned.") if known.is_running else ""
    if any(one.wrong for one in fields):
        refusal = text("Mend what is marked first.")
    return PlannerShown(
        title=text("What the day is like"), fields=fields, run=Deed(text("Reckon the day"), "play", refusal),
        grid=_grid(moment), note=text("Each day is simulated call by call with chance as in life; another time it may"
                                      " come out a little otherwise."),
    )  # fmt: skip


def _grid(moment: Moment) -> Grid:
    text, known = moment.around.language.text, moment.plan
    lines = tuple(_line(moment.around, one, known.limit) for one in known.results)
    empty = None
    if not lines:
        said = text("It is being reckoned…") if known.is_running else text("Nothing is reckoned yet.")
        hint = text("The numbers at the left are the chosen campaign's. Change what you like.")
        empty = Empty(said, "" if known.is_running else hint, "clock" if known.is_running else "bars")
    return Grid(title=text("What each mode makes of it"), lines=lines, empty=empty)


def _line(around: Around, one: Reckoned, limit: float) -> Line:
    language = around.language
    text = language.text
    is_over = one.share > limit
    minutes = round(one.hours * 60)
    ended = text("not today")
    if one.is_done:
        ended = text("after {minutes} min", minutes=minutes)
        if minutes >= 60:
            ended = text("after {hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return Line(one.rule, (
        Mark(text(RULES[one.rule]) if one.rule in RULES else one.rule, weight=600),
        Mark(language.percent(100 * one.utilisation)),
        Mark(language.percent(100 * one.share), "bad" if is_over else "good", "triangle" if is_over else "circle_tick"),
        Mark(language.percent(100 * one.bound), "muted"),
        Mark(language.number(one.attempts_per_hour)), Mark(language.number(one.calls_per_hour)),
        Mark(words.length(around, one.waits)), Mark(ended),
    ))  # fmt: skip
