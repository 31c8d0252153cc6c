"""The whole screen: whatever the network sends is plain text, every icon exists, and it is quick."""

import dataclasses
import time
import unicodedata
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from operator_panel.presenter import Choices, Draft
from operator_panel.presenter.told import CrmAnswer, CustomerFacts, EarlierCall, EarlierNote, OwnCalls
from operator_panel.presenter.writing import END, ISOLATE, plain
from shared.domain.description import QueueDescription
from shared.feed_client.status import Status
from shared.qt.icons import ICONS
from tests.unit.operator_panel.desks import (
    CENTRE,
    CZECH,
    ENGLISH,
    NOW,
    OTHERS,
    QUEUES,
    STRETCHED,
    agent,
    ago,
    call,
    me,
    moment,
    own,
    queue,
    rings,
    shown,
    waits,
    welcome,
)

HOSTILE = (
    "<img src=x onerror=alert(1)>", "a\nb\tc\r\nd", "\u202eabc\u202c", "x" * 500, "ש" * 60, "Marie \u202bשלום\u202c",
    "\x00\x07", "Z" + "\u0301" * 100, "{name} {0}", "%s %(x)s", "  ", "👩\u200d🔧", "\ud800", "A" * 60, "محمد", "&amp;",
)  # fmt: skip


def texts(thing: Any, path: str = ""):
    """Every text of a screen with the place where it stands."""
    if isinstance(thing, str):
        yield path, thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from texts(one, path)
    elif isinstance(thing, msgspec.Struct):
        for name in thing.__struct_fields__:
            yield from texts(getattr(thing, name), f"{path}.{name}")


def hostile_moment(name, **more):
    answer = CrmAnswer(link="customer", values=dict.fromkeys(("id", "who", "tongue", "vip"), name))
    facts = CustomerFacts(
        calls_today=1, last=(EarlierCall(at=ago(1), agent_name=name, disposition=name),),
        notes=(EarlierNote(at=ago(1), text=name, agent_name=name),),
    )  # fmt: skip
    return moment(
        me("talking"), agent("1020", name, "paused", ago(1), reason=name), call(caller_name=name, caller=name),
        rings("c2", name, caller_name=name, queue=name), waits("w", name, "support", ago(2)), *QUEUES, queue(name),
        answers={"c1": (answer,), "c2": (answer,)}, customers={"c1": facts, "c2": facts},
        drafts={"c1": Draft(note=name)}, choices=Choices(dial_text=name, search=name),
        own_calls=OwnCalls((own(caller=name, number=name, note=name, disposition=name),), is_all=True), **more,
    )  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_caller_is_called_the_screen_has_one_plain_line(name):
    screen = shown(hostile_moment(name, welcome=welcome(queues=None, centre=CENTRE)))
    ours = (".key", ".queue", ".call", ".search", ".note.text", ".dial.text", ".suggestions.number", ".extension")
    for path, text in texts(screen):
        if path.endswith(ours) or ".wish." in path or ".dial.wish" in path or ".suggestions.dial." in path:
            continue
        assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text), path
        assert not set(text) & set("\u202a\u202b\u202d\u202e"), path
        assert text.count(ISOLATE) == text.count(END), path
        assert len(text) <= 460, path


def test_a_name_of_sixty_letters_is_whole_and_html_is_text():
    found = shown(moment(me("talking"), call(caller_name="A" * 60)))
    assert found.call.caller.name == "A" * 60
    found = shown(moment(me("talking"), call(caller_name="<b>Eva</b> & spol.")))
    assert found.call.caller.name == "<b>Eva</b> & spol."


def test_what_is_written_from_the_right_stays_in_its_place():
    found = shown(moment(me("ringing"), rings(caller_name="שלום")))
    assert found.state.detail == f"{ISOLATE}שלום{END} · Podpora"
    assert plain("Marie") == "Marie"
    assert plain("") == ""


def test_marks_over_a_letter_do_not_climb():
    assert len(plain("Z" + "\u0301" * 100)) <= 4


SCREENS = [
    moment(me(), *OTHERS, *QUEUES), moment(me("talking"), *OTHERS, *QUEUES, call(recording="on"), rings("c2")),
    moment(me("wrapping_up", wraps_until=NOW), *QUEUES), moment(status=Status(state="stale", since=ago(1))),
    moment(me("paused", 99, reason="lunch"), call("p", phase="parked", agents=(), space="1")),
    hostile_moment("Eva"), moment(welcome=None, status=Status(state="connecting", since=NOW)),
    moment(me("talking"), call(phase="on_hold", consulting=("1002", "1001"), recording="paused")),
]  # fmt: skip


@pytest.mark.parametrize("known", SCREENS)
def test_every_icon_is_one_that_there_is(known):
    icons = {text for path, text in texts(shown(known)) if path.endswith(".icon") and text}
    assert icons <= set(ICONS)


@pytest.mark.parametrize("known", SCREENS)
def test_the_stretched_language_finds_no_text_of_ours_untranslated(known):
    stretched = shown(dataclasses.replace(known, language=STRETCHED))
    for path, text in texts(stretched.actions):
        if path.endswith(".text") and ".wish" not in path and ".choices" not in path:
            assert text.startswith("⟦"), text
    assert stretched.header.connection.text.startswith("⟦")


def test_the_same_moment_is_the_same_screen():
    known = hostile_moment("Eva")
    assert shown(known) == shown(known)


def test_running_times_move_and_nothing_else_does():
    known = {"welcome": welcome(), "own_calls": OwnCalls((own(),), is_all=True)}
    rows = (me(), *OTHERS, *QUEUES)
    one, other = (shown(moment(*rows, **known, now=NOW + timedelta(seconds=late))) for late in (0, 1))
    assert one.state.time != other.state.time
    assert (one.calls, one.queues, one.today, one.actions, one.dial) == (
        other.calls, other.queues, other.today, other.actions, other.dial,
    )  # fmt: skip


def busy(language):
    centre = msgspec.structs.replace(
        CENTRE, queues=tuple(QueueDescription(queue=f"q{place}", title=f"Fronta {place}") for place in range(12))
    )
    names = tuple(f"q{place}" for place in range(12))
    people = [
        agent(f"{1100 + place}", f"Člověk Číslo {place}", ("ready", "talking", "paused", "on_hold")[place % 4],
              ago(place), queues=names, reason="lunch")
        for place in range(60)
    ]  # fmt: skip
    callers = [waits(f"w{place}", f"7771230{place:02}", f"q{place % 12}", ago(0, place)) for place in range(29)]
    rows = tuple(own(minutes=place * 3, name=f"h{place}") for place in range(1000))
    return moment(
        me("talking", queues=names), *people, *callers, call(), *(queue(name, 3) for name in names), language=language,
        welcome=welcome(centre=centre, queues=names), own_calls=OwnCalls(rows, is_all=True),
    )  # fmt: skip


def test_it_is_quick_with_60_colleagues_30_calls_and_12_queues():
    known = busy(CZECH)
    shown(known)
    took = []
    for _ in range(30):
        began = time.perf_counter()
        shown(known)
        took.append(time.perf_counter() - began)
    best = min(took)
    print(f"present: {best * 1000:.2f} ms")
    assert best < 0.004  # 2 ms is the goal; a loaded machine gets twice that
    assert ENGLISH.code == "en"
