"""The real presenter's screens in the real window: nothing is cut or nameless, whatever is going on."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from operator_panel.presenter import Choices, Draft, Followed, MyCall, Pending, PopupChoice, Refusal, Unsent
from operator_panel.presenter.told import CrmAnswer, CustomerFacts, EarlierCall, EarlierNote, OwnCalls, PlannedCall
from operator_panel.views.popup_pile import PopupPile
from shared.feed_client.status import Status
from shared.language import Language
from tests.helpers.windows import clipped_texts, nameless_controls
from tests.ui.operator_panel.views.conftest import make_seat
from tests.unit.operator_panel.campaigns import PAUSED, RUNNING, laid, work
from tests.unit.operator_panel.desks import (
    NOW,
    OTHERS,
    QUEUES,
    ago,
    away,
    call,
    me,
    moment,
    own,
    rings,
    shown,
    waits,
)
from tests.unit.operator_panel.test_cards import CONTACT, STALE

EVERYBODY = (*OTHERS, *QUEUES)
ENDED = MyCall(call(caller_name="Marie Svobodová", talking_since=ago(5)), ago(5, 10), ago(5), ago(0, 29))
FOUND = CrmAnswer(
    link="customer",
    values={
        "id": "104 882", "contract": "Premium, do 31. 3. 2027", "cases": "2", "vip": "1", "tongue": "en", "page": "x",
    },
)  # fmt: skip
FACTS = CustomerFacts(
    calls_today=2, abandoned_today=1,
    last=(EarlierCall(at=ago(210), outcome="abandoned"), EarlierCall(at=ago(318), agent="1001"),
          EarlierCall(at=ago(9999))),
    notes=(EarlierNote(at=ago(318), text="Výpadek od rána.", agent_name="Jana Nováková"),),
)  # fmt: skip
KNOWN: dict[str, Any] = {"answers": {"c1": (FOUND,)}, "customers": {"c1": FACTS}}
LIST = OwnCalls((
    own(minutes=20, caller="Marie Svobodová", disposition="solved"), own("missed", 34, "h2", number="602331418"),
    own("missed", 40, "h3", called_back_at=ago(3)), own("outgoing", 51, "h4", queue=None, caller="Stavby Hrubý s.r.o."),
    own("handled", 24 * 60, "h5"), own("missed", 72 * 60, "h6", number=None),
), is_all=True)  # fmt: skip
TALKING = call(caller_name="Marie Svobodová", recording="on")
LED = call("c9", "1002", direction="outbound", called="+420775410562", line=None, waited_seconds=None)
MOMENTS = {
    "ready": moment(me(), *EVERYBODY, own_calls=LIST, seated_at=ago(392)),
    "empty": moment(me(), *QUEUES, own_calls=OwnCalls(is_all=True)),
    "asked": moment(me(), *EVERYBODY, own_calls=LIST, pending=(Pending("pause", choice="lunch"),)),
    "refused": moment(me(), *EVERYBODY, own_calls=LIST, refusal=Refusal("login", "unknown_queue", "e")),
    "colleagues": moment(me(), *EVERYBODY, choices=Choices(tab="colleagues")),
    "waiting": moment(me(), *EVERYBODY, waits("w1", "777123001", "support", ago(2)), waits("w2", None, "vip", ago(1)),
                      call("p", phase="parked", agents=(), space="701"), choices=Choices(tab="waiting")),
    "planned": moment(me(), *EVERYBODY, choices=Choices(tab="callbacks"), callbacks=(
        PlannedCall(callback="a" * 16, number="602331418", due=ago(2), name="Jiří Kolář", text="ozvat se"),
        PlannedCall(callback="b" * 16, number="602331419", due=NOW + timedelta(days=1)))),
    "dialling": moment(me(), *EVERYBODY, own_calls=LIST, choices=Choices(dial_text="mar")),
    "paused": moment(me("paused", 31, reason="lunch"), *EVERYBODY, own_calls=LIST),
    "unreachable": moment(me("unreachable"), *EVERYBODY, own_calls=LIST),
    "signed out": moment(*EVERYBODY, own_calls=LIST),
    "pbx away": moment(me(), *EVERYBODY, away(), own_calls=LIST),
    "ringing": moment(me("ringing", 0, 8), *EVERYBODY, rings(caller_name="Marie Svobodová"), own_calls=LIST, **KNOWN),
    "talking": moment(me("talking"), *EVERYBODY, TALKING, drafts={"c1": Draft(note="Výpadek")}, **KNOWN),
    "held": moment(me("on_hold"), *EVERYBODY, call(phase="on_hold", held_seconds=9), rings("c2", "608111977"), **KNOWN),
    "consulting": moment(me("talking"), *EVERYBODY, call(consulting=("1002", "1001")), **KNOWN),
    "wrapup": moment(me("wrapping_up", 0, 22, wraps_until=NOW + timedelta(seconds=38)), *EVERYBODY,
                     followed=Followed((), (ENDED,)), drafts={"c1": Draft(has_tried=True)}, **KNOWN),
    "offline": moment(me(), *EVERYBODY, status=STALE, lost_at=NOW, outbox=(Unsent("Marie Svobodová", ago(20)),)),
    "offline in a call": moment(me("talking"), *EVERYBODY, TALKING, status=STALE, lost_at=NOW, **KNOWN),
    "preview": moment(me(), *EVERYBODY, contact=CONTACT),
    "campaign to choose": laid(None, me(), *EVERYBODY, RUNNING, PAUSED, own_calls=LIST),
    "campaign next call": laid(work(mode="predictive", next_at=NOW + timedelta(seconds=12)), me(), *EVERYBODY, RUNNING,
                               own_calls=LIST),
    "campaign without contacts": laid(work(why="no_contacts"), me(), *EVERYBODY, RUNNING, own_calls=LIST),
    "campaign dials": laid(work("calling"), me(), *EVERYBODY, RUNNING, own_calls=LIST),
    "campaign preview": laid(work("offered", next_at=NOW + timedelta(seconds=14)), me(), *EVERYBODY, RUNNING),
    "campaign talking": laid(work("talking", call="c9"), me("talking"), *EVERYBODY, LED),
    "campaign wrapup": laid(
        work("wrap_up", call="c9"), me("wrapping_up", 0, 22, wraps_until=NOW + timedelta(seconds=38)), *EVERYBODY,
        followed=Followed((), (MyCall(LED, ago(5), ago(4), ago(0, 29)),)),
        drafts={"c9": Draft(disposition="later", planned_at=NOW + timedelta(hours=1), has_tried=True)}),
    "campaign offline": laid(
        work("wrap_up", call="c9"), me(), *EVERYBODY, status=STALE, lost_at=NOW,
        followed=Followed((), (MyCall(LED, ago(5), ago(4), ago(0, 29)),)),
        drafts={"c9": Draft(disposition="agreed", note="Na rok", is_unsent=True, is_disposed=True)}),
    "campaign compact": laid(work(why="hours"), me(), *EVERYBODY, RUNNING, choices=Choices(is_compact=True)),
    "campaign compact preview": laid(work("offered"), me(), *EVERYBODY, choices=Choices(is_compact=True)),
    "connecting": moment(status=Status(state="connecting", since=NOW), welcome=None),
}  # fmt: skip


@pytest.mark.parametrize("size", [(420, 760), (360, 640), (900, 700)], ids=["usual", "least", "wide"])
@pytest.mark.parametrize("code", ["cs", "en", "stretched"])
def test_nothing_is_cut(ground, show, code, size):
    seat = make_seat(ground, show, code=code, size=size)
    language = Language.stretched() if code == "stretched" else Language.of(code)
    for name, known in MOMENTS.items():
        seat.show(shown(dataclasses.replace(known, language=language)))
        assert clipped_texts(seat.window) == [], name
        assert nameless_controls(seat.window) == [], name


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("code", ["cs", "en"])
def test_pictures_of_all(ground, show, grab, code, theme):
    seat = make_seat(ground, show, code=code, theme=theme)
    for name, known in MOMENTS.items():
        seat.show(shown(dataclasses.replace(known, language=Language.of(code))))
        assert grab(seat.window, f"presented_{name.replace(' ', '_')}_{code}_{theme}").exists()


@pytest.mark.parametrize("code", ["cs", "en"])
def test_popups(ground, show, grab, code):
    pile = PopupPile(ground)
    parts: dict[str, dict[str, Any]] = {"known": KNOWN, "unknown": {}}
    for name, more in parts.items():
        known = dataclasses.replace(MOMENTS["ringing"], answers={}, customers={}, language=Language.of(code))
        pile.render_popups(shown(dataclasses.replace(known, **more)).popups)
        window = pile.windows["c1"]
        show(window)
        assert clipped_texts(window) == []
        assert grab(window, f"presented_popup_{name}_{code}").exists()
    hidden = Choices(popups={"c1": PopupChoice(is_hidden=True)})
    pile.render_popups(shown(dataclasses.replace(MOMENTS["ringing"], choices=hidden)).popups)
    assert pile.windows == {}
