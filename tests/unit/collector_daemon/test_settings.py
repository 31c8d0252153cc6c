"""Every mistake in the settings is one clear line; the sample is complete and valid."""

import re
import tomllib
from pathlib import Path

import pytest

from collector_daemon import settings
from collector_daemon.settings import Settings
from shared.errors import BadSecret, BadSettings

PBX = '[[pbx]]\nname = "main"\nuser = "collector"\n'


def test_nothing_set_is_valid():
    assert settings.parse("") == settings.defaults() == Settings()


def test_a_pbx_needs_a_name_and_a_user():
    (pbx,) = settings.parse(PBX).pbx
    assert (pbx.host, pbx.port, pbx.login, pbx.tls.enabled) == ("127.0.0.1", 5038, "challenge", False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (PBX + "port = 70000", r"pbx\[1\]\.port: Expected 'int' <= 65535"),
        (PBX + 'extensions = "(10"', r"extensions '\(10' is no regular expression: missing \)"),
        (PBX + 'timezone = "Mars/Base"', "timezone 'Mars/Base' is no time zone"),
        (
            PBX + 'host = "pbx.example.com"',
            "pbx.example.com is not this machine: set tls.enabled .or allow_plain. for pbx main",
        ),
        (PBX + 'login = "kerberos"', "pbx.*login: .*'kerberos'"),
        (PBX + "ping_seconds = 0", "ping_seconds"),
        (PBX + 'passwort = "x"', "unknown key 'pbx.*passwort'"),
        ('[[pbx]]\nname = "main"', "missing key 'user'"),
        ('[[pbx]]\nname = "a b"\nuser = "x"', r"pbx\[1\]\.name"),
        (2 * '[[vat_rate]]\npercent = "21"\nvalid_from = 2013-01-01\n', "VAT standard: 2013-01-01 is there twice"),
        (PBX + PBX.replace("main", "Main"), "two PBXs are named 'main'"),
        ('[feed]\nhost = "0.0.0.0"', "feed: 0.0.0.0 is not this machine alone: set tls_cert and tls_key"),
        ('[feed]\ntls_cert = "/x.pem"', "tls_cert and tls_key belong together"),
        ('[database]\nurl = "mysql://x"', "database.url"),
        ('[centre]\ntimezone = "CET/Prague"', "centre: timezone 'CET/Prague' is no time zone"),
        ('[centre]\ncountry = "Czechia"', "centre.country"),
        ("[centre]\nservice_goal = 101", "centre.service_goal: Expected .float. <= 100"),
        ("[[queue]]\ntitle = 'x'", "missing key 'name'"),
        ("[[queue]]\nname = 'a'\n[[queue]]\nname = 'a'", r"'a' has two \[\[queue\]\]"),
        ("[[line]]\nnumber = '1'\n[[line]]\nnumber = '1'", r"'1' has two \[\[line\]\]"),
        ("[[line]]\nnumber = '1'\nchannels = 0", r"line\[1\]\.channels"),
        ("[[pause_reason]]\nreason = 'a'\n[[pause_reason]]\nreason = 'a'", r"two \[\[pause_reason\]\]"),
        ("[[pause_reason]]\nreason = 'a'\nlimit_seconds = 0", "limit_seconds"),
        ('[[queue]]\nname = "a\\nb"', r"queue\[1\]\.name"),
        ("[journal]\nmax_gb = 0", "journal.max_gb"),
        ("[jurnal]", "unknown key 'jurnal'; did you mean 'journal'?"),
        ('[log]\nlevel = "chatty"', "log.level"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_key(text, line):
    with pytest.raises(BadSettings) as caught:
        settings.parse(text)
    assert re.search(line, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "more", ["allow_plain = true", "tls.enabled = true", 'tls = {enabled = true, ca = "/x.pem"}']
)
def test_a_pbx_elsewhere_needs_tls_or_a_clear_word(more):
    assert settings.parse(PBX + 'host = "pbx.example.com"\n' + more).pbx


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("127.0.0.1", True),
        ("127.0.22.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.example.com", False),
    ],
)
def test_what_is_this_machine(host, is_here):
    assert settings.is_loopback(host) is is_here


def test_the_sample_holds_every_key_and_is_valid_when_all_is_taken_over():
    text = settings.sample()
    taken = "\n".join(line[1:] if re.match(r"#[\[a-z]", line) else line for line in text.splitlines())
    raw = tomllib.loads(taken)
    assert set(raw) == set(Settings.__struct_fields__)
    assert settings.parse(taken).pbx[0].name == "main"
    assert settings.parse(text) == Settings()


def test_what_the_settings_call_things_is_what_the_programs_are_told():
    told = settings.parse(
        "[centre]\nname = 'Žluťásek'\nservice_goal = 75\n[[queue]]\nname = 'vip'\nis_vip = true\nservice_goal = 95\n"
        "[[queue]]\nname = 'support'\ntitle = 'Podpora'\n[[line]]\nnumber = '420222111001'\nchannels = 30\n"
        "[[pause_reason]]\nreason = 'lunch'\ntitle = 'Oběd'\nlimit_seconds = 1800\n"
    ).description
    assert (told.name, told.country, told.timezone, told.service_goal) == ("Žluťásek", "CZ", "Europe/Prague", 75)
    assert [one.queue for one in told.queues] == ["vip", "support"]
    assert (told.queue_title("support"), told.queue_title("vip"), told.queue_title("?")) == ("Podpora", "vip", "?")
    assert (told.queue_goal("vip"), told.queue_goal("support"), told.is_vip("vip")) == (95, 75, True)
    assert (told.lines[0].line, told.lines[0].channels) == ("420222111001", 30)
    assert told.reason_of("lunch").limit_seconds == 1800


def test_the_manuals_description_of_a_call_centre_is_valid():
    manual = (Path(settings.__file__).parents[1] / "ADMINISTRATION.md").read_text(encoding="utf-8")
    (block,) = (text for text in re.findall(r"```toml\n(.*?)```", manual, re.DOTALL) if "[centre]" in text)
    told = settings.parse(block).description
    assert (told.name, len(told.queues), len(told.lines), len(told.pause_reasons)) == ("Example, s.r.o.", 2, 1, 1)


def test_choosing_a_pbx():
    two = settings.parse(PBX + PBX.replace("main", "branch"))
    assert two.the_pbx("branch").name == "branch"
    with pytest.raises(BadSettings, match="which PBX. The settings have: main, branch"):
        two.the_pbx(None)
    with pytest.raises(BadSettings, match="no PBX 'x' in the settings; there is: main, branch"):
        two.the_pbx("x")
    with pytest.raises(BadSettings, match="The settings have: none"):
        Settings().the_pbx(None)


def test_the_secret_of_a_pbx(tmp_path, monkeypatch):
    monkeypatch.delenv("CALLCENTRE_AMI_MAIN", raising=False)
    (pbx,) = settings.parse(PBX).pbx
    with pytest.raises(BadSecret, match="CALLCENTRE_AMI_MAIN"):
        settings.ami_secret(pbx)
    monkeypatch.setenv("CALLCENTRE_AMI_MAIN", "benchmark-secret-1")
    assert settings.ami_secret(pbx).reveal() == "benchmark-secret-1"
