"""The query as the form shows it: chips, the line, what went wrong with it, and what a condition can be made of."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.search import words as spoken
from shared.domain.search.query import KINDS, Field, Term
from shared.domain.search.reading import Known
from shared.domain.search.scanning import QueryMisread
from shared.domain.search.writing import line, period_value
from shared.language import Language, to_translate
from supervisor_console.calls.presenter import periods, words
from supervisor_console.calls.presenter.moment import Around, KeptSearch, Moment
from supervisor_console.calls.screen import Chip, Choice, Criterion, Mistake, QueryPanel, Saved

_OFFERED: tuple[Field, ...] = (
    "queue", "outcome", "agent", "number", "name", "wait", "talk", "length", "clock", "direction", "line", "missed",
    "rang", "visit", "ended_by", "transferred", "held", "hold", "ring", "attempts", "recorded", "called_back",
    "disposition", "note", "noted", "disposed", "crm", "campaign", "digits", "weekday", "consulted", "parked", "gap",
    "pbx", "call",
)  # fmt: skip
_HINTS: dict[str, str] = {
    "number": to_translate("Whole number in any format; 777* begins so, *123 ends so, *55* has it."),
    "text": to_translate("Beginnings of words are enough; accents do not matter."),
    "length": to_translate("Seconds or minutes: 90, 1:30, 2m."),
    "count": to_translate("Lowest and highest, both included."),
    "clock": to_translate("From and to, for example 13:30-14:36."),
    "truth": to_translate("Calls of which it is so, or of which it is not."),
    "choice": to_translate("Any of the chosen ones."),
}
_MISTAKES: dict[str, str] = {
    "key": to_translate("I do not know “{word}”."),
    "value": to_translate("I do not know “{word}”."),
    "sign": to_translate("“{word}” cannot be asked so."),
    "number": to_translate("“{word}” is no number."),
    "length": to_translate("“{word}” is no length."),
    "count": to_translate("“{word}” is no count."),
    "clock": to_translate("“{word}” is no span of a day."),
    "date": to_translate("“{word}” is no date."),
    "truth": to_translate("“{word}” is neither yes nor no."),
    "quote": to_translate("A quotation mark is missing at the end."),
    "empty": to_translate("A value is missing after “{word}”."),
    "twice": to_translate("“{word}” is there twice."),
    "backwards": to_translate("The period ends before it begins."),
    "mixed": to_translate("Only one value is possible, “{word}” is too much."),
    "long": to_translate("The line is too long."),
}


def known(around: Around) -> Known:
    """What a line may name here."""
    facets, centre = around.facets, around.centre
    queues = dict.fromkeys(facets.queues, "") | {one.queue: one.title for one in centre.queues}
    lines = dict.fromkeys(facets.lines, "") | {one.line: one.title for one in centre.lines}
    agents = {extension: name or "" for extension, name in facets.agents}
    titles: Mapping[Field, Mapping[str, str]] = {
        "queue": queues, "line": lines, "agent": agents, "rang": agents, "missed": agents,
        "disposition": dict(facets.dispositions), "campaign": dict.fromkeys(facets.campaigns, ""),
        "pbx": dict.fromkeys(facets.pbxs, ""),
    }  # fmt: skip
    return Known(words.zone_of(around), around.language.code, titles)


def panel(moment: Moment) -> QueryPanel:
    """The query as a form and as a line."""
    around, asked = moment.around, moment.query
    names = known(around)
    return QueryPanel(
        period=periods.title(asked.period, around),
        presets=periods.choices(asked.period, around),
        chips=tuple(chip(place, one, names) for place, one in enumerate(asked.terms)),
        line=moment.draft if moment.draft is not None else line(asked, names),
        mistake=mistake(moment.mistake, around.language) if moment.mistake else None,
        criteria=criteria(around),
        saved=tuple(_saved(one, moment, names) for one in moment.kept),
    )


def chip(place: int, term: Term, names: Known) -> Chip:
    """A term as a chip."""
    label = spoken.KEYS[term.field].written(names.code).replace("-", " ")
    kind = KINDS[term.field]
    if kind == "truth":
        return Chip(place, label, "", spoken.TRUTHS["no" if term.is_not else "yes"].written(names.code))
    if kind in ("length", "count"):
        sign, value = _bounds(term, is_count=kind == "count")
        return Chip(place, f"≠ {label}" if term.is_not else label, sign, value)
    values = ", ".join(value_title(term.field, value, names) for value in term.values)
    return Chip(place, label, "≠" if term.is_not else "", values.replace("-", " – ") if kind == "clock" else values)


def value_title(field: Field, value: str, names: Known) -> str:
    """What people call a value."""
    if field in spoken.VALUES and value in spoken.VALUES[field]:
        return spoken.VALUES[field][value].written(names.code).replace("-", " ")
    if field == "number" and not value:
        return spoken.HIDDEN.written(names.code)
    return names.titles.get(field, {}).get(value) or value or "“”"


def criteria(around: Around) -> tuple[Criterion, ...]:
    """What conditions can be made of, the usual first."""
    names, language = known(around), around.language
    return tuple(_criterion(field, names, language, around) for field in _OFFERED)


def _criterion(field: Field, names: Known, language: Language, around: Around) -> Criterion:
    if field in spoken.VALUES:
        choices = tuple(Choice(value, value_title(field, value, names)) for value in spoken.VALUES[field])
    else:
        titles = names.titles.get(field, {})
        choices = tuple(Choice(value, _offered(field, value, title)) for value, title in sorted(titles.items()))
    title = spoken.KEYS[field].written(language.code).replace("-", " ")
    hint = language.text(_HINTS[KINDS[field]])
    if field == "crm":
        hint = language.text("Field and value, for example {example}.", example=_crm_example(around))
    return Criterion(field=field, kind=KINDS[field], title=title, choices=choices, hint=hint)


def _offered(field: Field, value: str, title: str) -> str:
    return words.agent(value, title) if field in ("agent", "rang", "missed") else title or value


def _crm_example(around: Around) -> str:
    return f"{next(iter(around.facets.crm_fields), 'id')}=123"


def _bounds(term: Term, *, is_count: bool) -> tuple[str, str]:
    """Sign and value: ``> 60 s``, ``10 – 60 s``, ``≤ 5:00``."""
    low, high = (_amount(one, is_count=is_count) for one in (term.lowest, term.highest))
    if low and high:
        return ("=", low) if low == high and not term.is_strict else ("><" if term.is_strict else "", f"{low} – {high}")
    if low:
        return ">" if term.is_strict else "≥", low
    return ("<" if term.is_strict else "≤", high) if high else ("", words.NOTHING)


def _amount(number: float | None, *, is_count: bool) -> str:
    if number is None:
        return ""
    plain = f"{number:g}"
    if is_count:
        return plain
    return f"{plain}\u00a0s" if number < 100 or number != round(number) else words.length(number * 1000)


def mistake(misread: QueryMisread, language: Language) -> Mistake:
    """What is wrong with the line, and what to do about it."""
    parts = [language.text(_MISTAKES[misread.kind], word=misread.word)]
    if misread.near:
        parts.append(language.text("Did you mean “{near}”?", near=misread.near))
    elif misread.allowed:
        parts.append(language.text("Possible: {allowed}.", allowed=", ".join(misread.allowed[:12])))
    return Mistake(misread.start, misread.end, " ".join(parts), misread.near)


def _saved(one: KeptSearch, moment: Moment, names: Known) -> Saved:
    return Saved(
        key=one.key, name=one.name, line=line(one.query, names) or period_value(one.query.period, names),
        owner="" if one.owner == moment.account else one.owner, is_shared=one.is_shared,
        is_own=one.owner == moment.account,
    )  # fmt: skip
