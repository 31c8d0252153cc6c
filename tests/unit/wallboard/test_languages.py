"""Everything that the wallboard says is in the reader's language: in Czech, in English and in the pseudo-language."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.feed_client.status import Status
from shared.language import Language
from tests.unit.wallboard import boards
from wallboard.pages import ALL_SUMS, DEFAULT, Page, Place, Tile
from wallboard.presenter import Ask, Visits, kind_title, present
from wallboard.presenter.asking import Step
from wallboard.presenter.titles import KINDS, STATES, state_words
from wallboard.screen import Room, Screen

NO_WORDS = {"token", "icon", "alarm", "sight", "sound", "file", "widest"}
"""Fields that say nothing to people."""
EVERYTHING = Page(key="all", name="Vše", tiles=tuple(
    Tile(kind=kind, place=Place(0, 0, 1, 1), sums=ALL_SUMS) for kind in KINDS
))  # fmt: skip
STALE = Status(state="stale", since=boards.NOW, retry_at=boards.NOW + timedelta(seconds=8))
MOMENTS: dict[str, dict[str, Any]] = {
    "busy": {},
    "calm": {"rows": boards.CALM, "well_since": boards.ago(30)},
    "empty": {"rows": ()},
    "connecting": {"rows": (), "status": Status(state="connecting", since=boards.NOW)},
    "lost": {"status": STALE},
    "refused": {"status": Status(state="refused", since=boards.NOW, code="token_revoked", message="revoked")},
    "past": {"past_speed": 4.0},
    "past that stands still": {"past_speed": 0.0},
    "troubles": {"rows": (*boards.CALM, boards.trouble("disk_full", boards.ago(1)))},
    "no database": {"rows": (*boards.CALM, boards.trouble("database_away", boards.ago(1)))},
}
LAST_HOUR = tuple(Step(at=boards.ago(57 - 5 * one), offered=9, answered=7, abandoned=2) for one in range(12))
WEEK_AGO = Step(at=datetime(2026, 11, 16, 23, tzinfo=UTC), offered=300, answered=280, answered_in_threshold=240,
               abandoned=20, wait_seconds=9000)  # fmt: skip
FIGURES = {Ask("trend"): Visits(steps=LAST_HOUR), Ask("weekday"): Visits(steps=(WEEK_AGO,))}
NOTHING = {
    Ask("trend"): Visits(steps=(Step(at=LAST_HOUR[0].at),)),
    Ask("weekday"): Visits(steps=(Step(at=WEEK_AGO.at),)),
}
MOMENTS |= {
    "figures of the past": {"figures": FIGURES},
    "nothing in the past": {"figures": NOTHING},
    "no figures": {"figures": dict.fromkeys(FIGURES, "unavailable")},
}
MOMENTS |= {
    f"alert about {measure}": {"rows": (*boards.CALM, boards.rule(measure, "sales", 3, 4))}
    for measure in ("waiting", "ready", "paused", "talking", "members", "unreachable", "offered", "answered",
                    "abandoned", "short_abandoned", "abandoned_share", "service_level", "average_wait")
}  # fmt: skip
OWN = {
    "Zákaznická linka", "Podpora", "Prodej", "VIP", "Reklamace", "Přestávka", "Oběd", "Vše", "SL", "praha", "support",
    "Pravidlo", *(row.name for row in boards.AGENTS),
}  # fmt: skip
"""The customer's own words, and the formula's, which are the same in every language."""
SAME = {"limit", "disk", "s"}
"""Words that Czech and English share."""


def screens(language: Language, about: dict[str, Any]) -> Iterator[Screen]:
    more = dict(about)
    rows = more.pop("rows", boards.BUSY)
    for room in (Room(rows=3, columns=3), Room(rows=12, columns=7)):
        for pages in ((EVERYTHING,), DEFAULT.wide, DEFAULT.compact):
            for page in range(len(pages)):
                rooms = (room,) * len(pages[page].tiles)
                made = boards.moment(rows, language=language, pages=pages, page=page, rooms=rooms, **more)
                yield present(made)


def said(thing: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Give all that is written on a screen, with the place where it is."""
    if isinstance(thing, str):
        yield place, thing
    elif isinstance(thing, tuple):
        for number, one in enumerate(thing):
            yield from said(one, f"{place}[{number}]")
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            if field.name not in NO_WORDS:
                yield from said(getattr(thing, field.name), f"{place}.{field.name}")


@pytest.mark.parametrize("about", MOMENTS.values(), ids=MOMENTS)
def test_nothing_is_said_in_no_language(about: dict[str, Any]):
    for screen in screens(boards.STRETCHED, about):
        for place, text in said(screen):
            outside = re.sub(r"⟦.*⟧", "", text)
            if not is_date(outside):
                assert not words(outside), f"{place}: {text}"


def is_date(text: str) -> bool:
    """Dates are the locale's; the pseudo-language has those of Czech."""
    return bool(re.search(r"\d\.\u00a0", text))


@pytest.mark.parametrize("about", MOMENTS.values(), ids=MOMENTS)
def test_what_is_said_in_czech_is_not_said_in_english(about: dict[str, Any]):
    wrong = {
        f"{place}: {text}"
        for czech, english in zip(screens(boards.CZECH, about), screens(boards.ENGLISH, about), strict=True)
        for (place, text), (_, other) in zip(said(czech), said(english), strict=True)
        if words(text) & words(other) - SAME
    }
    assert not wrong


def words(text: str) -> set[str]:
    """The words of a text but the customer's own."""
    for own in sorted(OWN, key=len, reverse=True):
        text = text.replace(own, "")
    return set(re.findall(r"[^\W\d_]+", text))


@pytest.mark.parametrize("state", STATES)
def test_a_state_has_a_word_for_one_and_for_many(state: Any):
    one, many = (state_words(state, boards.CZECH, is_count=is_count).text for is_count in (False, True))
    assert (one, many) == {
        "ready": ("Připraven", "Připraveni"), "ringing": ("Zvoní", "Zvoní"),
        "talking": ("V\u00a0hovoru", "V\u00a0hovoru"),
        "on_hold": ("Podrženo", "Podrženo"), "wrapping_up": ("Dokončuje", "Dokončují"), "paused": ("Pauza", "Pauza"),
        "unreachable": ("Nedostupný", "Nedostupní"), "logged_out": ("Odhlášen", "Odhlášeni"),
    }[state]  # fmt: skip
    assert len({state_words(state, boards.ENGLISH, is_count=is_count).text for is_count in (False, True)}) == 1


def test_the_words_of_the_overview():
    czech = {text for screen in screens(boards.CZECH, {}) for _, text in said(screen)}
    for text in (
        "Čeká nyní",
        "Nejdelší čekání",
        "ve 3 frontách",
        "SL 80/20 dnes",
        "Přijaté",
        "Ztracené",
        "Příchozí linky",
        "Průměrné čekání",
        "Fronta",
        "Čeká",
        "Nejdéle",
        "Přijaté / ztr.",
        "Připraveni",
        "Hovoří",
        "Pauza",
        "Čekající volající",
        "Operátoři",
        "Poslední hodina",
        "Živě",
        "úterý 24. listopadu",
        "út 24. 11.",
    ):
        assert text in {one.replace("\u00a0", " ") for one in czech}, text  # fmt: skip


def test_every_kind_of_tile_has_a_name():
    for kind in KINDS:
        assert kind_title(kind, boards.STRETCHED).startswith("⟦")
