"""The centre's settings as they are edited: the table of fields, drafts, changes, mistakes, dates; without a window."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec import inspect

from collector_daemon.settings import Settings
from operator_panel.crm.placeholders import NAMES
from shared.domain.accounts import RIGHTS
from shared.domain.centre_settings import KEY_OF, SECTIONS, SectionName
from shared.domain.description import CentreDescription, QueueDescription
from shared.language import Language
from supervisor_console.administration.presenter import present
from supervisor_console.administration.presenter.moment import Around, Moment, Refusal, SettingsMoment
from supervisor_console.administration.presenter.sections import catalogue, checks, dates, draft, preview, values
from supervisor_console.administration.presenter.sections.changes import changes
from supervisor_console.administration.presenter.sections.fields import Field
from supervisor_console.administration.presenter.sections.refusing import refused
from supervisor_console.administration.presenter.sections.told import Item, Told, key_of, told
from supervisor_console.administration.screen.pieces import SettingsTab

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PRAGUE = ZoneInfo("Europe/Prague")
AROUND = Around(
    language=Language.of("en"), zone=PRAGUE, now=NOW, account="pavel", rights=frozenset(RIGHTS),
    centre=CentreDescription(queues=(QueueDescription(queue="support", title="Podpora"),)),
)  # fmt: skip
QUEUES = [{"name": "support", "title": "Podpora"}, {"name": "vip", "is_vip": True}]


def as_told(section: SectionName, value: Any, **more: Any) -> Told:
    return told({"section": section, "value": value, "since": None, "from": "file", "by": None, "made_at": None,
                 "planned": [], "history": []} | more)  # fmt: skip


def screen(section: SectionName, value: Any, edited: draft.Draft | None = None, **more: Any) -> Any:
    known = as_told(section, value)
    tab: SettingsTab = next(
        tab for tab, (_word, several) in catalogue.TABS.items() if section in {one.name for one in several}
    )
    moment = SettingsMoment(
        section=section, told={section: known}, drafts={} if edited is None else {section: edited}, **more
    )
    return settings_of(tab, moment)


def settings_of(tab: SettingsTab, moment: SettingsMoment) -> Any:
    return present(Moment(around=AROUND, tab=tab, settings=moment)).settings


# --- the table of fields


def test_every_section_is_in_one_tab():
    found = [one.name for _word, several in catalogue.TABS.values() for one in several]
    assert sorted(found) == sorted(SECTIONS)
    assert {one.name for one in catalogue.SECTIONS.values() if one.is_list} == set(KEY_OF)
    assert set(catalogue.TABS) == set(get_args(SettingsTab))


def struct_of(node: Any) -> inspect.StructType:
    while not isinstance(node, inspect.StructType):
        node = node.item_type if isinstance(node, inspect.ListType) else node.type
    return node


def compare(fields: tuple[Field, ...], kind: inspect.StructType) -> None:
    """The same keys with the same defaults as the daemon's own."""
    theirs = {one.encode_name: one for one in kind.fields}
    assert [one.key for one in fields if one.key not in theirs] == []
    assert [name for name in theirs if name not in {one.key for one in fields}] == []
    for field in fields:
        default = theirs[field.key].default
        if default is msgspec.NODEFAULT and theirs[field.key].default_factory is not msgspec.NODEFAULT:
            default = theirs[field.key].default_factory()
        if default is msgspec.NODEFAULT:
            assert field.is_required or field.initial is not None
            assert field.default in ("", None)
        else:
            assert field.default == default, (field.key, default)
        if field.kind == "table":
            compare(field.fields, struct_of(theirs[field.key].type))


@pytest.mark.parametrize("name", SECTIONS)
def test_fields_are_those_of_the_servers_file(name):
    kinds = {one.encode_name: one.type for one in struct_of(inspect.type_info(Settings)).fields}
    compare(catalogue.SECTIONS[name].fields, struct_of(kinds[name]))


def test_placeholders_are_the_panels():
    assert set(preview.EXAMPLE) == set(NAMES)


# --- values


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("title", "B", {"title": "B", "field": [{"name": "x"}]}),
        ("title", None, {"field": [{"name": "x"}]}),
        ("field[0].name", "y", {"title": "A", "field": [{"name": "y"}]}),
    ],
)
def test_put(path, value, expected):
    before = {"title": "A", "field": [{"name": "x"}]}
    assert values.put(before, path, value) == expected
    assert before == {"title": "A", "field": [{"name": "x"}]}
    assert values.got(expected, path) == value


def test_typed_text_is_read_as_its_kind_and_what_is_so_anyway_is_not_sent():
    alert = catalogue.SECTIONS["alert"]
    entry = {"name": " long ", "warn": "longest_wait > 60", "hysteresis": "10 %", "after_seconds": "2,5",
             "mail": "a@b.cz\n\n c@d.cz ", "sound": False, "scope": "each", "command": ["x"]}  # fmt: skip
    assert values.cleaned(alert.fields, entry) == {
        "name": "long", "warn": "longest_wait > 60", "hysteresis": "10 %", "after_seconds": 2.5,
        "mail": ["a@b.cz", "c@d.cz"], "command": ["x"],
    }  # fmt: skip


def test_what_a_link_of_this_kind_has_not_is_not_sent():
    link = catalogue.SECTIONS["crm_link"]
    entry = {"name": "crm", "kind": "program", "template": "https://x/", "arguments": ["notepad", "{name}"],
             "headers": "A: b", "method": "POST", "body": "{}"}  # fmt: skip
    assert values.cleaned(link.fields, entry) == {"name": "crm", "kind": "program", "arguments": ["notepad", "{name}"]}
    asked = values.cleaned(link.fields, entry | {"kind": "look_up"})
    assert (asked["headers"], asked["method"], asked["body"]) == ({"A": "b"}, "POST", "{}")


# --- drafts


def test_changes_are_listed():
    queue = catalogue.SECTIONS["queue"]
    one = draft.begun(as_told("queue", QUEUES))
    assert changes(one, queue, AROUND) == ()
    one = draft.changed(one, 0, "title", "Technická podpora")
    one = draft.changed(one, 1, "service_goal", "90")
    one = draft.added(one, queue)
    one = draft.changed(one, 2, "name", "sales")
    assert changes(one, queue, AROUND) == (
        "Podpora, Shown as: Podpora → Technická podpora",
        "vip, Own goal: the centre's → 90\u00a0%",
        "Added: sales",
    )
    assert draft.value_of(one, queue) == [
        {"name": "support", "title": "Technická podpora"}, {"name": "vip", "is_vip": True, "service_goal": 90.0},
        {"name": "sales"},
    ]  # fmt: skip
    one = draft.removed(draft.moved(one, 2, -2), 1)
    assert changes(one, queue, AROUND) == (
        "Removed: vip", "Added: sales", "Podpora, Shown as: Podpora → Technická podpora",
    )  # fmt: skip
    assert changes(draft.moved(draft.begun(as_told("queue", QUEUES)), 0, 1), queue, AROUND) == (
        "The order is different.",
    )


def test_a_draft_moves_onto_what_somebody_else_has_changed():
    queue, before = catalogue.SECTIONS["queue"], as_told("queue", QUEUES)
    mine = draft.changed(draft.begun(before), 0, "title", "Mine")
    made = NOW - timedelta(minutes=1)
    theirs = [{"name": "sales"}, *QUEUES]
    item = {"since": made.isoformat(), "value": theirs, "by": "eva", "made_at": made.isoformat()}
    now = as_told("queue", theirs, since=made.isoformat(), by="eva", made_at=made.isoformat(),
                  history=[item], **{"from": "console"})  # fmt: skip
    rebased = draft.rebased(mine, now)
    assert rebased.seen == made
    assert changes(rebased, queue, AROUND) == ("Removed: sales", "Podpora, Shown as: Podpora → Mine")


def test_lists_inside_an_entry():
    script = catalogue.SECTIONS["script"]
    one = draft.begun(as_told("script", [{"name": "a", "field": [{"name": "x"}]}]))
    one = draft.with_group(one, 0, "field")
    one = draft.changed(one, 0, "field[1].name", "y")
    one = draft.group_up(one, 0, "field[1]")
    assert draft.value_of(one, script) == [{"name": "a", "field": [{"name": "y"}, {"name": "x"}]}]
    one = draft.without_group(one, 0, "field[0]")
    assert changes(one, script, AROUND) == ()


# --- mistakes


@pytest.mark.parametrize(
    ("section", "path", "typed", "words"),
    [
        ("queue", "name", "", "must be filled in"),
        ("queue", "service_goal", "dvacet", "Write a number"),
        ("queue", "service_goal", "0", "More than 0 %"),
        ("queue", "service_goal", "101", "At most 100 %"),
        ("queue", "number", "5a", "digits"),
        ("queue", "name", "vip", "already"),
        ("centre", "service_level_seconds", "", "must be filled in"),
        ("centre", "timezone", "Praha", "no such time zone"),
        ("alert", "warn", "waiting >", "number"),
        ("alert", "hysteresis", "x", "share"),
        ("crm_link", "template", "https://x/{nmae}", "no placeholder {nmae}"),
    ],
)
def test_mistakes_are_said_at_the_field(section, path, typed, words):
    value = {"queue": QUEUES, "centre": {}, "alert": [{"name": "a"}],
             "crm_link": [{"name": "a", "kind": "url"}]}[section]  # fmt: skip
    one = draft.changed(draft.begun(as_told(section, value)), 0, path, typed)
    found = checks.mistakes(one, catalogue.SECTIONS[section], AROUND)
    assert any(words in mistake.text and mistake.path == path for mistake in found), found
    shown = screen(section, value, one, chosen=0)
    assert words in next(field.mistake for field in shown.fields if field.path == path) or path == "name"
    assert shown.saving.save.refusal


def test_what_the_daemon_refuses_stands_at_its_field():
    value = [{"code": "a"}, {"code": "b"}]
    one = draft.changed(draft.begun(as_told("disposition", value)), 1, "title", "B")
    refusal = Refusal("bad_value", "disposition[2].title: too long", "")
    shown = screen("disposition", value, one, chosen=1, refusal=refusal)
    assert next(field.mistake for field in shown.fields if field.path == "title") == "too long"
    assert shown.saving.problem == "B: too long"
    assert not shown.saving.save.refusal  # it may be tried again
    other = screen("disposition", value, one, refusal=Refusal("bad_value", "two alert rules are named 'x'", ""))
    assert other.saving.problem == "two alert rules are named 'x'"


@pytest.mark.parametrize(
    ("section", "message", "entry", "path"),
    [
        ("script", "script[1].field[2].name: too short", 0, "field[1].name"),
        ("script", "script[1].field[1]: field x: a choice needs choices", 0, "field[0].choices"),
        ("alert", "alert[2]: rule a: warn 'x': at character 1: expected", 1, "warn"),
        ("alert", "alert[1].mail[2]: no address", 0, "mail"),
        ("alert", "alert: two alert rules are named 'a'", None, ""),
        ("desk", "desk: desk.shared_phones '[' is no regular expression", 0, "shared_phones"),
        ("desk_queue", "desk_queue[1]: queue a: is_disposition_required needs more", 0, "is_disposition_required"),
        ("centre", "something else", None, ""),
        ("queue", "queue[9].name: x", None, ""),
    ],
)
def test_a_refusal_finds_its_field(section, message, entry, path):
    is_list = catalogue.SECTIONS[section].is_list
    one = draft.begun(as_told(section, [{}, {}] if is_list else {}))
    found = refused(message, one, catalogue.SECTIONS[section])
    assert (found.entry, found.path) == (entry, path)
    assert message.endswith(found.text)


# --- from when on


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 12. 2026", datetime(2026, 12, 1, tzinfo=PRAGUE)),
        ("1.12.2026 8:30", datetime(2026, 12, 1, 8, 30, tzinfo=PRAGUE)),
        ("2026-12-01T08:30", datetime(2026, 12, 1, 8, 30, tzinfo=PRAGUE)),
        ("01/12/2026 00:00", datetime(2026, 12, 1, tzinfo=PRAGUE)),
        ("31. 2. 2026", None), ("1. 12. 2026 25:00", None), ("tomorrow", None), ("", None),
    ],
)  # fmt: skip
def test_dates(text, expected):
    assert dates.instant(text, PRAGUE) == expected


@pytest.mark.parametrize("code", ["cs", "en"])
def test_what_is_proposed_can_be_read(code):
    around = msgspec.structs.replace(AROUND, language=Language.of(code))
    assert dates.instant(dates.proposed(around), PRAGUE) == datetime(2026, 11, 24, tzinfo=PRAGUE)


def test_the_past_is_only_for_figures():
    past = "1. 1. 2026"
    assert dates.mistake(past, catalogue.SECTIONS["centre"], AROUND) == ""
    assert "past" in dates.mistake(past, catalogue.SECTIONS["line"], AROUND)
    one = draft.changed(draft.begun(as_told("centre", {})), 0, "service_level_seconds", "30")
    shown = screen("centre", {}, msgspec.structs.replace(one, since_kind="date", since_text=past))
    assert "figures" in shown.saving.hint
    assert not shown.saving.save.refusal
    assert shown.saving.changes == ("Answered in time within: 20\u00a0s → 30\u00a0s",)


# --- what is shown


def test_nothing_described_is_said():
    shown = screen("line", [])
    assert (shown.empty, shown.empty_hint) == ("No lines are described.", "Calls are shown by their numbers.")
    assert "file" in shown.origin.text


def test_where_a_value_comes_from_and_what_follows():
    planned = Item(since=NOW + timedelta(days=1), value=[], by="pavel", made_at=NOW)
    now = Item(since=NOW - timedelta(days=1), value=QUEUES, by="eva", made_at=NOW - timedelta(days=1))
    known = Told(section="queue", value=QUEUES, since=now.since, source="console", by="eva", made_at=now.made_at,
                 planned=(planned,), history=(planned, now))  # fmt: skip
    moment = SettingsMoment(section="queue", told={"queue": known}, side="values", value=key_of(planned))
    shown = settings_of("centre", moment)
    assert "by eva" in shown.origin.text
    assert "planned" in shown.origin.more
    assert [line.state.text for line in shown.values.lines] == ["Planned", "In force"]
    assert shown.values.changes == ("Removed: Podpora", "Removed: vip")
    assert not shown.values.forget.refusal
    moment = msgspec.structs.replace(moment, value=key_of(now))
    shown = settings_of("centre", moment)
    assert "planned" in shown.values.forget.refusal
    assert shown.values.changes == ("The same as now.",)


def test_a_template_is_shown_with_an_example():
    value = [{"name": "a", "kind": "url", "template": "https://x/?n={callerid_e164}&q={queue_title|none}&p={name[:4]}"}]
    shown = screen("crm_link", value, chosen=0)
    told = next(field.preview for field in shown.fields if field.path == "template")
    assert told == "Example: https://x/?n=%2B420777123456&q=Podpora&p=Jana"


def test_what_only_the_file_says_is_there_where_it_says_something():
    bare = {"name": "a", "warn": "waiting > 1", "webhook": "", "command": [], "webhook_header": "Authorization"}
    one = draft.begun(as_told("alert", [bare, bare | {"name": "b", "command": ["siren"]}]))
    for place, fixed in ((0, []), (1, ["command"])):
        shown = screen("alert", [], one, chosen=place)
        assert [field.path for field in shown.fields if field.is_fixed] == fixed
    assert draft.value_of(one, catalogue.SECTIONS["alert"])[1]["command"] == ["siren"]


def test_who_was_overtaken_looks_first():
    one = draft.changed(draft.begun(as_told("queue", QUEUES)), 0, "title", "X")
    shown = screen("queue", QUEUES, one, is_overtaken=True)
    assert shown.saving.compare.text
    assert "meanwhile" in shown.saving.save.refusal
