"""Templates: what they make of a call, what is refused when they are read, and that no value leaves its place."""

import contextlib
import json
import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operator_panel.crm.placeholders import NAMES, CallFacts, template_of
from shared.clock import monotonic
from shared.templates import BadTemplate, Place
from shared.templates.replacing import LONGEST_TEXT, Replacement

JANA = CallFacts(
    callerid="777123001", name="Jana Nováková", did="222111000", queue="support", queue_title="Technická podpora",
    agent="1002", agent_name="Petr", linkedid="1700000000.12", pbx="main", direction="inbound", wait=12.6,
    disposition="sold", note="first line\nsecond", lead={"contract": "A/7"}, crm={"id": "42"},
)  # fmt: skip


def made(source, facts=JANA, place=Place.TEXT):
    return template_of(source, place).rendered(facts.values())


@pytest.mark.parametrize(("source", "text"), [
    ("{callerid}", "777123001"),
    ("{callerid_e164}", "+420777123001"),
    ("{callerid_national}", "777123001"),
    ("{did} {queue} {queue_title}", "222111000 support Technická podpora"),
    ("{agent}/{agent_name}", "1002/Petr"),
    ("{uniqueid}={linkedid}={call}", "1700000000.12=1700000000.12=1700000000.12"),
    ("{wait} s, {disposition}, {direction}, {pbx}", "13 s, sold, inbound, main"),
    ("{lead.contract} {crm.id} {crm.unknown}.", "A/7 42 ."),
    ("{note}", "first line\nsecond"),
    ("{callerid[3:]}", "123001"),
    ("{callerid[-3:]}{callerid[:3]}{callerid[3:6]}{callerid[0]}{callerid[-1]}", "00177712371"),
    ("{callerid[99]}{callerid[50:]}.", "."),
    (r"{callerid_e164/^\+420//}", "777123001"),
    (r"{callerid_e164/^\+/00/}", "00420777123001"),
    (r"{callerid/(\d{3})(\d{3})(\d{3})/\1-\2-\3/}", "777-123-001"),
    (r"{lead.contract/\//./}", "A.7"),
    (r"{callerid/1/\//}", "777/23001"[:4] + "2300/"),
    (r"{callerid_e164/^\+420//[3:]}", "123001"),
    (r"{name/ .*//:upper}", "JANA"),
    ("{name:lower}", "jana nováková"),
    ("{callerid_e164:digits}", "420777123001"),
    ("{campaign|none}", "none"),
    (r"{campaign|a \} b: /c [1]}", "a } b: /c [1]"),
    ("{name|unknown}", "Jana Nováková"),
    ("{{callerid} } {} {1} { callerid} {", "{callerid} } {} {1} { callerid} {"),
    ("", ""),
])  # fmt: skip
def test_what_a_template_makes(source, text):
    assert made(source) == text


def test_a_hidden_number_is_none_and_the_default_stands():
    for hidden in ("", "anonymous", "Unknown", "restricted"):
        assert made("{callerid|hidden}{callerid_e164|-}{callerid_national|-}", CallFacts(callerid=hidden)) == "hidden--"


@pytest.mark.parametrize(("number", "national"), [
    ("+420777123001", "777123001"), ("00420222111000", "222111000"), ("+493012345678", "+493012345678"),
    ("1002", "1002"), ("sip:someone", "sip:someone"),
])  # fmt: skip
def test_the_national_form_is_digits(number, national):
    assert made("{callerid_national}", CallFacts(callerid=number)) == national


@pytest.mark.parametrize(("source", "place", "words"), [
    ("{caller_id}", Place.URL, "unknown placeholder {caller_id}; did you mean {callerid}?"),
    ("{zzz}", Place.URL, "unknown placeholder {zzz}; there are callerid"),
    ("{secret}", Place.URL, "unknown placeholder {secret}"),
    ("{name", Place.URL, "does not end"),
    ("{name|x", Place.URL, "a } is missing"),
    ("{name/x/y}", Place.URL, "a / is missing"),
    ("{name/(/y/}", Place.URL, "no regular expression"),
    (r"{name/(a)/\2/}", Place.URL, "no regular expression"),
    ("{name[x]}", Place.URL, "no part like [3:]"),
    ("{name[]}", Place.URL, "no part like [3:]"),
    ("{name[1 2]}", Place.URL, "no part like [3:]"),
    ("{name:shout}", Place.URL, "{name:shout} is not known"),
    ("{name!}", Place.URL, "a } is missing"),
    ("{lead.}", Place.URL, "unknown placeholder {lead}"),
    ('{"a": {name}}', Place.JSON, "no JSON"),
    ('{"a": "\\{name}"}', Place.JSON, "no JSON"),
    ('{"a": "\\u004{name}"}', Place.JSON, "no JSON"),
    ('{"a": 1{wait:number}}', Place.JSON, "no JSON"),
    ('{"a": "{name:raw}"}', Place.JSON, "every value is escaped"),
    ("x" * 4001, Place.URL, "4000 letters"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(source, place, words):
    with pytest.raises(BadTemplate) as caught:
        template_of(source, place)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text())
def test_a_template_of_anything_is_understood_or_refused(source):
    with contextlib.suppress(BadTemplate):
        template_of(source, Place.URL).rendered(JANA.values())


ANYTHING = st.text(st.characters())


@given(ANYTHING)
def test_in_an_address_a_value_stays_in_its_place_and_comes_back_whole(name):
    facts = CallFacts(name=name)
    value = facts.values()["name"]
    address = made("https://crm.example:8080/find/{name}/x?who={name}&end=1#{name}", facts, Place.URL)
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("https", "crm.example:8080")
    assert re.fullmatch(r"[A-Za-z0-9\-_.~%/?=&#:]*", address)
    first, find, who, last = parts.path.split("/")
    assert (first, find, last) == ("", "find", "x")
    assert who not in {".", ".."}
    assert value in {".", ".."} or unquote(who) == value == unquote(parts.fragment)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    assert value in {".", ".."} or query == {"who": value, "end": "1"}


@given(ANYTHING)
def test_as_written_no_value_ends_the_address(name):
    address = made("https://crm.example/{name:raw}", CallFacts(name=name), Place.URL)
    assert urlsplit(address).netloc == "crm.example"
    assert address.isascii()
    assert not set(address) & set(' "<>\\^`{|}')


@given(ANYTHING, st.dictionaries(st.sampled_from(["id", "b"]), ANYTHING))
def test_in_json_a_value_stays_in_its_text(name, crm):
    facts = CallFacts(name=name, crm=crm, wait=3.0)
    body = made('{"who": "x {name} y", "{crm.id}": [{"n": {wait:number}}], "f": {crm.b:number}}', facts, Place.JSON)
    read = json.loads(body)
    assert read["who"] == f"x {facts.values()['name']} y"
    assert read[facts.values().get("crm.id", "")] in ([{"n": 3}], read["f"], read["who"])
    assert isinstance(read["f"], int | float | None) or set(read) < {"who", "f"}


@given(ANYTHING)
def test_in_a_header_no_value_ends_the_line(note):
    value = made("a {note} b", CallFacts(note=note), Place.HEADER)
    assert not set("\r\n\0") & set(value)


@given(ANYTHING)
def test_an_argument_is_taken_as_it_is(name):
    value = CallFacts(name=name).values()["name"]
    assert made("--name={name}", CallFacts(name=name), Place.ARGUMENT) == f"--name={value}"


@given(st.builds(CallFacts, callerid=ANYTHING, name=ANYTHING, did=ANYTHING, queue=ANYTHING))
def test_the_values_are_seen_texts_for_every_placeholder(facts):
    values = facts.values()
    assert set(values) == set(NAMES)
    signs = {unicodedata.category(sign) for text in values.values() for sign in text}
    assert not signs & {"Cc", "Cf", "Cs", "Zl", "Zp"}


# --- regular expressions that would take for ever


@pytest.mark.parametrize("pattern", [
    "(a+)+$",
    "(a*)*$", "(a|a)*$", "(a|aa)+$", "((a+)b?)+$", "(.*)*x", "a*a*a*a*a*b", r"(\w+\s?)*$", r"(a)\1", "(?=a+)b",
    "(?<!a)b", "a?" * 60 + "a" * 60, "(a|a)" * 40 + "b",
    "((((((a{9}){9}){9}){9}){9}){9}){9}", "(){999999}", ".*.*.*.*x",
    "a{1000}", "(?>a+)b", "a++b",
])  # fmt: skip
def test_what_could_take_long_is_refused(pattern):
    with pytest.raises(BadTemplate):
        Replacement(pattern, "")


@pytest.mark.parametrize("pattern", [
    r"^\+420", r"\D+", r"^0*(\d{3})(\d+)$", r"^(\d+)-(\d+)$", r"(\d+)-(\d+)", "[^0-9+]", "^00|^\\+", " .*", r"\s+$",
    r"(?i)^(mr|mrs|ing)\.? ", r"^(\w+) (\w+) (\w+)$", "(ab){2,5}", "^(.{3})(.{3})(.{3})$", r"^\d{3,9}$",
])  # fmt: skip
def test_what_numbers_and_names_need_is_left(pattern):
    Replacement(pattern, "")


@given(st.text("ab.*+?()[]{}|1,9^$\\dw-", max_size=24), st.text("ab1 ", min_size=LONGEST_TEXT, max_size=LONGEST_TEXT))
def test_no_expression_that_is_let_in_is_slow(pattern, text):
    try:
        replacement = Replacement(pattern, "x")
    except BadTemplate:
        return
    for hard in (text, "a" * LONGEST_TEXT, "ab" * LONGEST_TEXT, "1" * 999 + "!"):
        start = monotonic()
        replacement.made_in(hard)
        assert monotonic() - start < 2
