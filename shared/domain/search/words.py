"""The words of the one-line search in Czech and English: what is always understood, what is written. Pure.

The first word of a language is the one that is written; all are understood, with and without accents, in any case, and
with ``_`` for ``-``. No word means two things (a test looks).
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from shared.domain.search.query import Field, Order, Preset

Key = Field | Literal["period", "order"]
"""What a word before a sign may name: a criterion, the period, or the order."""


class Spoken(NamedTuple):
    """The words for one thing; the first of each is written."""

    cs: tuple[str, ...]
    en: tuple[str, ...]

    def written(self, code: str) -> str:
        """The word for a reader of this language; for others the English one."""
        return (self.cs if code == "cs" else self.en)[0]


Table = Mapping[Any, Spoken]
"""Things → their words."""


def _spoken(cs: str, en: str) -> Spoken:
    return Spoken(tuple(cs.split()), tuple(en.split()))


KEYS: dict[Key, Spoken] = {
    "period": _spoken("období datum", "period date"),
    "order": _spoken("řadit řazení pořadí", "sort order"),
    "number": _spoken("číslo telefon volající", "number phone caller"),
    "name": _spoken("jméno", "name"),
    "line": _spoken("linka na-číslo", "line"),
    "queue": _spoken("fronta fronty", "queue queues"),
    "agent": _spoken("operátor přijal oper", "operator agent answered-by"),
    "rang": _spoken("zvonilo zvonil", "rang"),
    "missed": _spoken("nepřijal zmeškal", "missed missed-by"),
    "direction": _spoken("směr", "direction"),
    "outcome": _spoken("výsledek", "outcome result"),
    "visit": _spoken("ve-frontě průchod", "in-queue visit"),
    "ended_by": _spoken("zavěsil ukončil", "ended-by hung-up-by"),
    "wait": _spoken("čekání čekal", "wait waited"),
    "ring": _spoken("zvonění", "ringing ring"),
    "talk": _spoken("hovor rozhovor hovořil", "talk talked"),
    "hold": _spoken("přidržení", "hold"),
    "length": _spoken("délka", "length"),
    "attempts": _spoken("pokusy zazvonění", "attempts"),
    "transferred": _spoken("předaný předán přepojený", "transferred"),
    "held": _spoken("přidržený přidržen", "held"),
    "consulted": _spoken("konzultace", "consulted consultation"),
    "parked": _spoken("parkovaný zaparkovaný parkování", "parked"),
    "recorded": _spoken("nahrávka nahraný", "recording recorded"),
    "gap": _spoken("výpadek", "gap"),
    "called_back": _spoken("zavoláno-zpět", "called-back"),
    "disposed": _spoken("má-kód", "has-disposition disposed"),
    "noted": _spoken("má-poznámku", "has-note noted"),
    "disposition": _spoken("kód dispozice", "disposition code"),
    "note": _spoken("poznámka", "note"),
    "crm": _spoken("crm zákazník", "crm customer"),
    "campaign": _spoken("kampaň", "campaign"),
    "digits": _spoken("volba", "digits keyed"),
    "clock": _spoken("čas", "time clock"),
    "weekday": _spoken("den den-v-týdnu", "weekday day"),
    "pbx": _spoken("ústředna", "pbx"),
    "call": _spoken("id", "call id"),
}

PRESETS: dict[Preset, Spoken] = {
    "last_hour": _spoken("poslední-hodina hodina", "last-hour hour"),
    "today": _spoken("dnes", "today"),
    "yesterday": _spoken("včera", "yesterday"),
    "this_week": _spoken("tento-týden", "this-week"),
    "last_week": _spoken("minulý-týden", "last-week"),
    "this_month": _spoken("tento-měsíc", "this-month"),
    "last_month": _spoken("minulý-měsíc", "last-month"),
    "last_7_days": _spoken("7-dní posledních-7-dní", "7-days last-7-days 7d"),
    "last_30_days": _spoken("30-dní posledních-30-dní", "30-days last-30-days 30d"),
    "this_year": _spoken("letos tento-rok", "this-year"),
    "all": _spoken("vše kdykoli", "all ever"),
}
BARE_PRESETS: frozenset[Preset] = frozenset(PRESETS) - {"all", "last_hour"}
"""Those whose words mean the period also without a key before them."""

ORDERS: dict[Order, Spoken] = {
    "newest": _spoken("nejnovější", "newest"),
    "oldest": _spoken("nejstarší", "oldest"),
    "longest_wait": _spoken("nejdelší-čekání", "longest-wait"),
    "longest_talk": _spoken("nejdelší-hovor", "longest-talk"),
    "longest": _spoken("nejdelší", "longest"),
}
TRUTHS: dict[str, Spoken] = {"yes": _spoken("ano je", "yes true 1"), "no": _spoken("ne není", "no false 0")}
HIDDEN = _spoken("skryté skryté-číslo", "hidden withheld anonymous")
"""A caller without a number; in a ``Term`` the value is ""."""

VALUES: dict[Field, dict[str, Spoken]] = {
    "direction": {
        "inbound": _spoken("příchozí", "inbound in"),
        "outbound": _spoken("odchozí", "outbound out"),
        "internal": _spoken("vnitřní interní", "internal"),
    },
    "outcome": {
        "answered": _spoken("přijatý přijat spojený", "answered"),
        "abandoned": _spoken("zmeškaný ztracený zmeškán", "abandoned missed"),
        "left_ivr": _spoken("odešel-v-ivr", "left-ivr"),
        "overflow": _spoken("přelitý hlasová-schránka", "overflow voicemail"),
        "no_answer": _spoken("nezvednutý nikdo-nezvedl", "no-answer"),
        "busy": _spoken("obsazeno obsazený", "busy"),
        "failed": _spoken("neuskutečněný selhal", "failed"),
        "cancelled": _spoken("zrušený zrušen", "cancelled canceled"),
        "lost": _spoken("neznámý", "lost unknown"),
    },
    "visit": {
        "answered": _spoken("přijatý přijat", "answered"),
        "abandoned": _spoken("zmeškaný ztracený zavěsil", "abandoned"),
        "timeout": _spoken("vypršel-čas", "timeout timed-out"),
        "key": _spoken("odešel-volbou", "key left-by-key"),
        "join_empty": _spoken("odmítnut-prázdná", "join-empty"),
        "leave_empty": _spoken("odešel-z-prázdné", "leave-empty"),
        "full": _spoken("odmítnut-plná", "full"),
        "transferred": _spoken("přesměrovaný", "transferred redirected"),
        "lost": _spoken("neznámý", "lost unknown"),
    },
    "ended_by": {
        "caller": _spoken("volající zákazník", "caller customer"),
        "agent": _spoken("operátor", "operator agent"),
        "transfer": _spoken("předání přepojení", "transfer"),
        "system": _spoken("systém ústředna", "system"),
    },
    "weekday": {
        "1": _spoken("po pondělí 1", "mon monday 1"),
        "2": _spoken("út úterý 2", "tue tuesday 2"),
        "3": _spoken("st středa 3", "wed wednesday 3"),
        "4": _spoken("čt čtvrtek 4", "thu thursday 4"),
        "5": _spoken("pá pátek 5", "fri friday 5"),
        "6": _spoken("so sobota 6", "sat saturday 6"),
        "7": _spoken("ne neděle 7", "sun sunday 7"),
    },
}
"""Criteria whose choices are known beforehand; weekdays are those of ISO 8601, Monday is "1"."""


@functools.lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word as it is compared: no accents, no case, ``-`` for spaces and ``_``."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return "-".join(plain.casefold().replace("_", "-").split())


def meanings(table: Table) -> dict[str, str]:
    """Folded word → what it means, of both languages; the table's own names are understood too."""
    found = {folded(key): key for key in table}
    for key, spoken in table.items():
        found.update(dict.fromkeys((folded(word) for word in (*spoken.cs, *spoken.en)), key))
    return found


def all_words(tables: Iterable[Spoken]) -> list[str]:
    """Every word of both languages, for suggestions."""
    return [word for spoken in tables for word in (*spoken.cs, *spoken.en)]
