"""What the supervisor says to the desk stays until it was read; several queue up."""

from datetime import timedelta

from msgspec.structs import replace

from operator_panel.app.messages import MOST, Messages
from operator_panel.presenter.moment import Refusal
from operator_panel.screen import Notice
from shared.protocol.messages import DeskMessage
from tests.unit.operator_panel.desks import ago, me, moment, shown

ONE = DeskMessage(key="a" * 16, sender="eva", title="Eva Malá", text="<b>Oběd</b> ve 12:00", at=ago(1))


def notice(*messages: DeskMessage, **more: object) -> Notice | None:
    found = shown(moment(me(), messages=messages, **more)).notice
    assert found is None or isinstance(found, Notice)
    return found


def test_the_oldest_is_shown_as_it_was_written_and_how_many_follow():
    first, more = notice(ONE), notice(ONE, ONE, ONE)
    assert first is not None
    assert more is not None
    assert (first.text, first.key, first.can_close) == (ONE.text, ONE.key, True)
    assert first.title.startswith("Eva Malá, ")
    assert more.title == f"{first.title} · 2 more messages"
    nameless = notice(replace(ONE, title=""))
    assert nameless is not None
    assert nameless.title.startswith("eva, ")


def test_what_a_wish_came_to_goes_first_and_the_message_stays():
    found = notice(ONE, refusal=Refusal("hold", "not_supported", "why"))
    assert found is not None
    assert found.key == ""


def test_said_twice_is_heard_once_and_read_one_by_one():
    changes: list[int] = []
    messages = Messages(lambda: changes.append(1))
    two = replace(ONE, key="b" * 16, at=ONE.at + timedelta(seconds=1))
    for one in (ONE, two, ONE):
        messages.hear(one)
    assert messages.unread == (ONE, two)
    messages.close(ONE.key)
    messages.hear(ONE)
    assert [one.key for one in messages.unread] == [two.key]
    assert len(changes) == 3
    for number in range(MOST + 5):
        messages.hear(replace(ONE, key=f"{number:016}"))
    assert len(messages.unread) == MOST
