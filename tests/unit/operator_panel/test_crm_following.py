"""Which link is due when: at each trigger once, made up for after a gap, not again after a reconnection."""

from datetime import UTC, datetime

import msgspec
import pytest

from operator_panel.crm.following import MOST_DONE, Following, links_due
from operator_panel.crm.ready_link import ReadyLink
from shared.domain.board import CallRow
from shared.domain.desk import CrmLink, DeskDescription
from shared.templates import BadTemplate, JsonPath

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
ME = "1002"
CALL = CallRow(pbx="main", call="1.1", direction="inbound", phase="waiting", started=AT, since=AT, caller="777123001",
               queue="support")  # fmt: skip
WAITING = CALL
RINGING = msgspec.structs.replace(CALL, phase="ringing", ringing=(ME, "1003"))
TALKING = msgspec.structs.replace(CALL, phase="talking", agents=(ME,))
ELSEWHERE = msgspec.structs.replace(CALL, phase="talking", agents=("1003",))


def link(name, *triggers, **more):
    return CrmLink(name=name, kind=more.pop("kind", "url"), triggers=triggers, template="https://crm.example/", **more)


DESK = DeskDescription(links=(
    link("wall", "queued"), link("pop", "ringing"), link("card", "answered", kind="look_up"), link("book", "ended"),
    link("button", "manual"), link("both", "ringing", "answered"),
))  # fmt: skip


def story(*boards, before=None, desk=DESK, me=ME, queues=frozenset({"support"})):
    """What is due at each board of a story."""
    following = before or Following(has_looked=True)
    told = []
    for rows in boards:
        due, following = links_due(following, rows, me, queues, desk)
        told.append([f"{one.link.name} {one.trigger}" for one in due])
    return told


def test_a_call_from_the_queue_to_its_end():
    assert story([WAITING], [WAITING], [RINGING], [RINGING], [TALKING], [TALKING], [], []) == [
        ["wall queued"], [], ["pop ringing", "both ringing"], [], ["card answered", "both answered"], [],
        ["book ended"], [],
    ]  # fmt: skip


def test_a_call_that_another_takes_has_not_ended_for_me():
    assert story([RINGING], [ELSEWHERE], []) == [["wall queued", "pop ringing", "both ringing"], [], []]


def test_ringing_again_is_the_same_call():
    assert story([RINGING], [WAITING], [RINGING], [TALKING], [ELSEWHERE], [TALKING], [])[1:] == [
        [], [], ["card answered", "both answered"], ["book ended"], [], [],
    ]  # fmt: skip


def test_what_the_connection_missed_is_made_up_for():
    everything = ["wall queued", "pop ringing", "both ringing", "card answered", "both answered"]
    assert story([], [TALKING]) == [[], everything]
    assert story([TALKING], []) == [everything, ["book ended"]]


def test_after_a_reconnection_nothing_comes_twice():
    """The client's new snapshot is the same board, or a later one; while it is away nobody looks."""
    assert story([TALKING], [TALKING])[1] == []


def test_a_panel_that_starts_within_a_call_only_asks():
    assert story([TALKING, msgspec.structs.replace(RINGING, call="2.2")], before=Following()) == [
        ["card answered", "wall queued", "pop ringing", "both ringing"],
    ]  # fmt: skip
    assert story([], [TALKING], before=Following())[1] != []


def test_calls_that_are_not_mine():
    other = msgspec.structs.replace(WAITING, queue="sales")
    assert story([other, ELSEWHERE]) == [[]]
    assert story([TALKING], me=None) == [[]]
    assert story([TALKING], [TALKING], queues=frozenset())[0][0] == "pop ringing"


def test_a_seat_that_is_left_ends_my_part():
    due, following = links_due(Following(has_looked=True), [TALKING], ME, frozenset(), DESK)
    assert due
    due, _ = links_due(following, [TALKING], None, frozenset(), DESK)
    assert [one.link.name for one in due] == ["book"]


def test_customers_whom_i_call_and_colleagues():
    outside = msgspec.structs.replace(CALL, direction="outbound", queue=None, phase="dialling", ringing=(ME,))
    answered = msgspec.structs.replace(outside, phase="talking", ringing=(), agents=(ME,))
    assert story([outside], [answered], []) == [[], ["card answered", "both answered"], ["book ended"]]
    assert story([msgspec.structs.replace(TALKING, direction="internal")]) == [[]]


def test_a_queues_own_link_goes_before():
    desk = DeskDescription(links=(link("pop", "ringing"), link("pop", "answered", queues=("support",))))
    assert story([RINGING], [TALKING], desk=desk) == [[], ["pop answered"]]


def test_what_was_done_is_not_remembered_for_ever():
    following = Following(has_looked=True)
    for number in range(MOST_DONE):
        row = msgspec.structs.replace(RINGING, call=str(number))
        _, following = links_due(following, [row], ME, frozenset(), DESK)
    assert len(following.done) == MOST_DONE
    assert ("pop", "ringing", f"main {MOST_DONE - 1}") in following.done


# --- links as the settings may say them


@pytest.mark.parametrize(("given", "words"), [
    ({"template": "https://crm.example/?{nobody}"}, "link crm: unknown placeholder {nobody}"),
    ({"template": "https://{name}/"}, "link crm: the server must stand in the template as it is"),
    ({"template": "https://crm.{name}.example/"}, "the server must stand"),
    ({"template": "https://crm.example{name}"}, "the server must stand"),
    ({"template": "https://crm.example@evil/{name}"}, "the server must stand"),
    ({"template": "https:{name}"}, "the server must stand"),
    ({"template": "{name}://x/"}, "is no address like"),
    ({"template": "javascript:alert('{name}')"}, "addresses of javascript are not opened"),
    ({"template": "file:///{name}"}, "addresses of file are not opened"),
    ({"template": "crm:open?{name}"}, "addresses of crm are not opened; allowed_schemes may name others"),
    ({"template": ""}, "is no address"),
    ({"kind": "look_up", "template": "mailto:{name}"}, "a look-up asks an address of http or https"),
    ({"kind": "look_up", "template": "https://a/", "method": "POST", "body": "{name}"}, "the body is no JSON"),
    ({"kind": "look_up", "template": "https://a/", "headers": {"Host": "b"}}, "'Host' is no header that may be set"),
    ({"kind": "look_up", "template": "https://a/", "headers": {"X y": "b"}}, "'X y' is no header"),
    ({"kind": "look_up", "template": "https://a/?k={secret}"}, "unknown placeholder {secret}"),
    ({"kind": "program", "arguments": ()}, "must begin with the name of a program"),
    ({"kind": "program", "arguments": ("{name}",)}, "cannot be a placeholder"),
    ({"kind": "program", "arguments": ("C:\\crm.BAT ", "{name}")}, "a batch file would put its arguments"),
    ({"kind": "program", "arguments": ("/bin/sh", "-c", "echo {name}")}, "a shell would take the caller's words"),
    ({"kind": "program", "arguments": ("C:\\Windows\\CMD.exe", "/C", "start", "{name}")}, "a shell would take"),
    ({"kind": "program", "arguments": ("pwsh", "-NoLogo", "-Command", "x", "{name}")}, "a shell would take"),
    ({"kind": "program", "arguments": ("bash", "-lc", "{name}")}, "a shell would take"),
])  # fmt: skip
def test_a_link_that_is_wrong_is_one_line_that_names_it(given, words):
    with pytest.raises(BadTemplate) as caught:
        ReadyLink(CrmLink(**{"name": "crm", "kind": "url", **given}))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("template", "address"), [
    ("https://crm.example", "https://crm.example"),
    ("HTTPS://crm.example:8443?q={name}", "HTTPS://crm.example:8443?q=a%26b%2Fc"),
    ("mailto:{lead.mail:raw}?subject={name}", "mailto:a@b.cz?subject=a%26b%2Fc"),
    ("crm:open/{name}", "crm:open/a%26b%2Fc"),
])  # fmt: skip
def test_pages_mail_and_what_was_allowed_are_opened(template, address):
    ready = ReadyLink(CrmLink(name="crm", kind="url", template=template), frozenset({"crm"}))
    assert ready.address({"name": "a&b/c", "lead.mail": "a@b.cz"}) == address


def test_a_script_of_a_shell_gets_its_arguments():
    link = CrmLink(name="crm", kind="program", arguments=("/bin/sh", "/opt/pop.sh", "{name}"))
    assert ReadyLink(link).arguments({"name": "a; b"}) == ["/bin/sh", "/opt/pop.sh", "a; b"]


def test_an_address_that_grew_too_long_is_not_opened():
    ready = ReadyLink(CrmLink(name="crm", kind="url", template="https://crm.example/?{note}"))
    with pytest.raises(BadTemplate, match="longer than 2000 letters"):
        ready.address({"note": "ř" * 400})


@pytest.mark.parametrize(("path", "found"), [
    ("a.b[1].c", "deep"), ("a.b[-1].c", "deep"), ("a.b[7].c", ""), ("a.x.y", ""), ("n", "12.5"), ("yes", "true"),
    ("no", ""), ("list", "1, two"), ("a", ""), ("two words.x-y", "v"), ("[0]", ""), ("evil", "a b"),
])  # fmt: skip
def test_a_path_into_an_answer(path, found):
    answer = {
        "a": {"b": [{}, {"c": "deep"}]}, "n": 12.5, "yes": True, "no": None, "list": [1, "two", {}],
        "evil": "a\n\u202eb",
        "two words": {"x-y": "v"},
    }  # fmt: skip
    assert JsonPath(path).found_in(answer) == found


def test_an_answer_may_be_a_list():
    assert JsonPath("[0].name").found_in([{"name": "x" * 900}]) == "x" * 500


@pytest.mark.parametrize("path", ["", ".", "a..b", "a[", "a[x]", ".a", "a]", "a."])
def test_what_is_no_path(path):
    with pytest.raises(BadTemplate):
        JsonPath(path)
