"""The operators' desks in the settings: what the panels are told, and every mistake in one line."""

import re
from pathlib import Path

import pytest

from collector_daemon import settings
from shared.domain.desk import DeskDescription, QueueDesk
from shared.errors import BadSettings

CODE = "[[disposition]]\ncode = 'a'\n"
SCRIPT = "[[script]]\nname = 's'\n"
LINK = "[[crm_link]]\nname = 'crm'\n"
PAGE = LINK + "kind = 'url'\ntemplate = 'https://crm.example.com/?n={callerid_e164}'\n"
LOOK_UP = PAGE.replace("'url'", "'look_up'")
ALL = """
[desk]
hot_desking = false
shared_phones = "10.."
second_panel = "take_over"
sign_in_reason = "start"
closing_at = "18:00"
idle_lock_minutes = 5
popup_seconds = 30
outside_prefix = "0"
parking = false
recording_pauses = false
own_recordings = true
local_origins = ["https://crm.example.com"]
[[disposition]]
code = "order"
title = "Objednáno"
queues = ["sales"]
needs_note = true
[[disposition]]
code = "later"
plans_callback = true
[[script]]
name = "hotline"
title = "Hotline"
queues = ["support"]
text = "# Dobrý den, {agent}"
[[script.field]]
name = "contract"
is_required = true
[[script.field]]
name = "kind"
kind = "choice"
choices = ["a", "b"]
[[crm_link]]
name = "crm"
kind = "look_up"
triggers = ["queued", "ringing"]
template = "https://crm.example.com/api?n={callerid_e164}"
headers = {Authorization = "Bearer {secret}"}
[[crm_link.field]]
name = "customer"
path = "customer.name"
role = "name"
[[desk_queue]]
queue = "support"
is_disposition_required = true
wrapup_seconds = 30
language = "cs"
[[desk_queue]]
queue = "nowhere"
"""


def test_nothing_set_is_a_desk_of_the_defaults():
    assert settings.defaults().desk_description == DeskDescription()


def test_all_that_is_set_is_what_the_panels_are_told():
    told = settings.parse(ALL).desk_description
    assert (told.has_hot_desking, told.second_panel, told.sign_in_reason) == (False, "take_over", "start")
    assert told.shared_phones == "10.."
    assert (told.closing_at, told.idle_lock_minutes, told.popup_seconds) == ("18:00", 5, 30)
    assert (told.outside_prefix, told.can_park, told.can_pause_recording) == ("0", False, False)
    assert told.can_play_own
    assert told.local_origins == ("https://crm.example.com",)
    assert [(one.code, one.needs_note, one.plans_callback) for one in told.dispositions] == [
        ("order", True, False), ("later", False, True)]  # fmt: skip
    (script,) = told.scripts
    assert [(one.name, one.kind, one.choices, one.is_required) for one in script.fields] == [
        ("contract", "text", (), True), ("kind", "choice", ("a", "b"), False)]  # fmt: skip
    (link,) = told.links
    assert (link.triggers, link.headers) == (("queued", "ringing"), {"Authorization": "Bearer {secret}"})
    assert [(one.name, one.path, one.role) for one in link.fields] == [("customer", "customer.name", "name")]
    assert told.queue_desk("support") == QueueDesk(
        queue="support", is_disposition_required=True, wrapup_seconds=30, language="cs")
    assert told.queue_desk("sales") == QueueDesk(queue="sales")


def test_an_account_of_one_queue_is_told_of_no_other():
    told = settings.parse(ALL).desk_description.limited_to(frozenset({"sales"}))
    assert [one.code for one in told.dispositions] == ["order", "later"]
    assert (told.scripts, told.queues, len(told.links)) == ((), (), 1)


def test_a_script_may_be_in_a_file(tmp_path):
    file = tmp_path / "hotline.md"
    file.write_text("\ufeffDobrý den 👋", encoding="utf-8")
    told = settings.parse(SCRIPT + f"text_file = '{file}'").desk_description
    assert told.scripts[0].text == "Dobrý den 👋"


@pytest.mark.parametrize(
    ("content", "line"),
    [(None, "script s: cannot read .*: No such file"), (b"\xff\xfe", "script s: .* is not UTF-8 text"),
     (b"x" * 20_001, "script s: .* has more than 20000 letters")],
)
def test_a_bad_file_of_a_script_is_one_line(tmp_path, content, line):
    file = tmp_path / "s.md"
    if content is not None:
        file.write_bytes(content)
    found = settings.parse(SCRIPT + f"text_file = '{file}'")
    with pytest.raises(BadSettings, match=line):
        _ = found.desk_description


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[desk]\nsecond_panel = 'both'", "desk.second_panel: .*'both'"),
        ("[desk]\nshared_phones = '10('", r"desk.shared_phones '10\(' is no regular expression"),
        ("[desk]\nclosing_at = '25:00'", "desk.closing_at"),
        ("[desk]\nclosing_at = '6pm'", "desk.closing_at"),
        ("[desk]\nidle_lock_minutes = -1", "desk.idle_lock_minutes"),
        ("[desk]\noutside_prefix = 'zero'", "desk.outside_prefix"),
        ("[desk]\nlocal_origins = ['crm.example.com']", "desk.local_origins"),
        ("[desk]\nhotdesking = true", "unknown key 'desk.hotdesking'; did you mean 'desk.hot_desking'"),
        ("[desk]\nsign_in_reason = 'wrap-up'", "'wrap-up' is the reason of the daemon's own pauses"),
        ("[[pause_reason]]\nreason = 'wrap-up'", "'wrap-up' is the reason of the daemon's own pauses"),
        (CODE + CODE, r"'a' has two \[\[disposition\]\]"),
        ("[[disposition]]\ntitle = 'x'", "missing key 'code'"),
        (SCRIPT + SCRIPT, r"'s' has two \[\[script\]\]"),
        (SCRIPT + "text = 'a'\ntext_file = '/x'", "script s: set text or text_file"),
        (SCRIPT + "[[script.field]]\nname = 'f'\n[[script.field]]\nname = 'f'", r"'f' has two \[\[script.field\]\]"),
        (SCRIPT + "[[script.field]]\nname = 'f'\nkind = 'choice'", "field f: a choice needs choices"),
        (SCRIPT + "[[script.field]]\nname = 'f'\nchoices = ['a']", "field f: choices belong to the kind choice"),
        (SCRIPT + "[[script.field]]\nname = 'f'\nkind = 'photo'", "kind: .*'photo'"),
        (PAGE + PAGE, r"'crm' has two \[\[crm_link\]\] for the same calls"),
        (PAGE + "queues = ['a', 'b']\n" + PAGE + "queues = ['b']", r"'crm' has two \[\[crm_link\]\]"),
        (LINK, "missing key 'kind'"),
        (LINK + "kind = 'url'", "crm_link crm: template is no address like https://host/path"),
        (LINK + "kind = 'url'\ntemplate = 'javascript:alert(1)'", "crm_link crm: template is no address"),
        (LINK + "kind = 'url'\ntemplate = 'https://me:pass@crm/'", "crm_link crm: template holds a user"),
        (PAGE + "body = '{}'", "crm_link crm: a link of the kind url has a template and nothing else"),
        (LINK + "kind = 'look_up'\ntemplate = 'ftp://x/'", "crm_link crm: template is no address"),
        (LOOK_UP + "body = '{}'", 'crm_link crm: body needs method = "POST"'),
        (LOOK_UP + "headers = {'X: y' = '1'}", "crm_link crm: 'X: y' is no header"),
        (LOOK_UP + "timeout_seconds = 0", "timeout_seconds"),
        (LINK + "kind = 'program'", "crm_link crm: arguments must begin with the name of a program"),
        (LINK + "kind = 'program'\narguments = ['{name}']", "crm_link crm: arguments must begin with the name"),
        (LINK + "kind = 'program'\narguments = ['pop.bat']", "crm_link crm: the program is a batch file"),
        (PAGE + "triggers = ['dialled']", "triggers.*'dialled'"),
        ("[[desk_queue]]\nqueue = 'a'\n[[desk_queue]]\nqueue = 'a'", r"'a' has two \[\[desk_queue\]\]"),
        ("[[desk_queue]]\nqueue = 'a'\nis_disposition_required = true", "queue a: .*needs wrapup_seconds"),
        ("[[desk_queue]]\nqueue = 'a'\nwrapup_seconds = -1", "wrapup_seconds"),
        ("[[desk_queue]]\nqueue = 'a'\nlanguage = 'Czech'", "language"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_place(text, line):
    with pytest.raises(BadSettings) as caught:
        settings.parse(text)
    assert re.search(line, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_queues_own_link_goes_before_the_one_for_all():
    told = settings.parse(PAGE + PAGE.replace("/?", "/vip?") + "queues = ['vip']").desk_description
    assert [link.template[23:27] for link in told.links_of("vip")] == ["/vip"]
    assert [link.template[23:27] for link in told.links_of("sales")] == ["/?n="]


def test_the_example_of_the_administrators_guide_is_good():
    text = Path(settings.__file__).parents[1].joinpath("ADMINISTRATION.md").read_text(encoding="utf-8")
    example = text.partition("\n## Operators' desks\n")[2].partition("```toml\n")[2].partition("```")[0]
    told = settings.parse(example.replace('text_file = "/etc/callcentre/hotline.md"', 'text = "x"')).desk_description
    assert [one.code for one in told.dispositions] == ["solved", "order", "later"]
    assert (len(told.scripts), len(told.links), told.closing_at) == (1, 2, "18:00")
