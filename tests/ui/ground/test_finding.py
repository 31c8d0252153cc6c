"""Where the server is: who is believed first, what is wrong, what DNS is not believed."""

import os
import sys
from pathlib import Path

import pytest

from shared.clock import monotonic
from shared.language import Language
from shared.qt.finding import by_dns, registry
from shared.qt.finding.found import Found, Origin, Search
from shared.qt.finding.search import Finder
from shared.qt.finding.words import note, origin_words
from shared.qt.preferences import Server
from tests.helpers.name_server import name_server

ENGLISH = Language.of("en")
POLICY, PLAIN = registry.POLICY, registry.PLAIN


def finder(tmp_path: Path, *, environment: str = "", files: tuple[str, ...] = (), keys=None, resolver=None) -> Finder:
    """One for a machine of a test: its variable, its server.toml (beside the program, the machine's), its registry."""
    folders = []
    for number, text in enumerate(files):
        folder = tmp_path / str(number)
        folder.mkdir()
        if text:
            (folder / "server.toml").write_text(text, encoding="utf-8")
        folders.append(folder)
    values = keys or {}
    return Finder(
        {"CALLCENTRE_SERVER": environment}, tuple(folders), lambda hive, key: values.get((hive, key), {}), resolver
    )


def test_whoever_says_it_first_is_believed(tmp_path):
    files = ('host = "beside"\n', 'host = "machine"\n')
    keys = {
        ("HKLM", POLICY): {"Server": "policy:5100"}, ("HKCU", POLICY): {"Server": "my-policy"},
        ("HKLM", PLAIN): {"Server": "plain"}, ("HKCU", PLAIN): {"Server": "my-own"},
    }  # fmt: skip
    hosts = []
    environment = "variable"
    for number in range(7):
        folder = tmp_path / f"look {number}"
        folder.mkdir()
        found = finder(folder, environment=environment, files=files, keys=keys).here().first
        assert found is not None
        hosts.append((found.server.host, found.origin.kind))
        match found.origin.kind:
            case "environment":
                environment = ""
            case "registry":
                hive, key = found.origin.place.split("\\", 1)
                del keys[hive, key]
            case "file":
                files = ("", files[1]) if found.server.host == "beside" else ("", "")
    assert hosts == [
        ("variable", "environment"), ("policy", "registry"), ("my-policy", "registry"), ("plain", "registry"),
        ("my-own", "registry"), ("beside", "file"), ("machine", "file"),
    ]  # fmt: skip
    last = tmp_path / "nothing"
    last.mkdir()
    nothing = finder(last, files=files).here()
    assert nothing.first is None
    assert "Looked in: CALLCENTRE_SERVER, the registry, server.toml." in note(nothing, ENGLISH)


def test_a_file_says_port_encryption_and_authority(tmp_path):
    found = finder(tmp_path, files=('host = "here"\nport = 5100\ntls = false\nca = "our.pem"\n',)).here().first
    assert found is not None
    assert found.server == Server(host="here", port=5100, is_tls=False, ca=str(tmp_path / "0" / "our.pem"))
    assert origin_words(found.origin, ENGLISH) == f"from the file {tmp_path / '0' / 'server.toml'}"


@pytest.mark.expects_log("'a b' is no address")
def test_a_file_names_those_that_stand_by(tmp_path):
    (tmp_path / "wrong").mkdir()
    found = finder(tmp_path, files=('host = "one"\nothers = ["two", "three:5100"]\n',)).here().first
    assert found is not None
    assert found.server.others == (("two", 5099), ("three", 5100))
    wrong = finder(tmp_path / "wrong", files=('host = "one"\nothers = ["a b"]\n',)).here()
    assert (wrong.first, wrong.wrong[0].fault) == (None, "no_address")


def test_the_environment_speaks_tls_but_to_this_machine(tmp_path):
    there = finder(tmp_path, environment=" daemon.example.com:5100 ").here().first
    here = finder(tmp_path, environment="127.0.0.1").here().first
    assert there is not None
    assert here is not None
    assert there.server == Server(host="daemon.example.com", port=5100, is_tls=True)
    assert here.server == Server(host="127.0.0.1", is_tls=False)


def test_the_registry_says_encryption_and_authority(tmp_path):
    values = {"server": "[::1]:5100", "TLS": 0, "Authority": r"C:\our.pem"}
    found = finder(tmp_path, keys={("HKLM", POLICY): values}).here().first
    assert found is not None
    assert found.server == Server(host="::1", port=5100, is_tls=False, ca=r"C:\our.pem")


@pytest.mark.expects_log("no address", "(Tls|Server|Authority) is of the wrong kind", "mean 'host'", "not TOML")
def test_each_wrong_preset_is_one_line_and_the_search_goes_on(tmp_path):
    keys = {
        ("HKLM", POLICY): {"Server": "http://daemon"}, ("HKCU", POLICY): {"Server": "daemon", "Tls": "yes"},
        ("HKLM", PLAIN): {"Server": 5099}, ("HKCU", PLAIN): {"Server": "daemon", "Authority": 1},
    }  # fmt: skip
    files = ('hots = "x"', "host = ", 'host = "a b"', 'host = "right"')
    search = finder(tmp_path, environment="a:b:c d", files=files, keys=keys).here()
    assert search.first is not None
    assert search.first.server.host == "right"
    lines = note(search, ENGLISH).splitlines()
    assert len(lines) == len(search.wrong) == 8
    assert lines[0] == "CALLCENTRE_SERVER: 'a:b:c d' is no address."
    assert lines[1] == rf"HKLM\{POLICY}: 'http://daemon' is no address."
    assert lines[3] == rf"HKLM\{PLAIN}: the value Server is of the wrong kind."


# --- DNS


def by(server, *domains) -> Search:
    return by_dns.of_domains(lambda: server.resolver(*domains))


def test_dns_names_the_server_always_with_tls():
    with name_server(example_com=["10 5 5100 daemon.example.com."]) as server:
        search = by(server, "example.com")
    assert search.first == Found(
        Server(host="daemon.example.com", port=5100, is_tls=True), Origin("dns", "example.com")
    )
    assert origin_words(search.first.origin, ENGLISH) == "by DNS of example.com"


def test_the_lower_priority_goes_first_and_the_heavier_more_often():
    records = ["20 9 5099 c.example.com.", "10 0 5099 a.example.com.", "10 9 5099 b.example.com."]
    orders = []
    with name_server(example_com=records) as server:
        for _ in range(30):
            orders.append("".join(found.server.host[0] for found in by(server, "example.com").found))
    assert set(orders) <= {"abc", "bac"}
    assert orders.count("bac") > 20


def test_search_domains_are_asked_after_the_own_one_and_a_single_word_never():
    with name_server(branch_example_com=["0 0 5099 daemon.branch.example.com."]) as server:
        search = by(server, "lan", "example.com", "branch.example.com", "other.example.com")
        assert search.first is not None
        assert search.first.server.host == "daemon.branch.example.com"
        assert search.asked == (Origin("dns", "example.com"),)
        assert server.asked == [f"_callcentre._tcp.{domain}." for domain in ("example.com", "branch.example.com")]
        nowhere = by(server, "lan")
    assert nowhere == by_dns.of_domains(lambda: server.resolver()) == Search(asked=(Origin("dns"),))
    assert "DNS (this computer is in no domain)" in note(nowhere, ENGLISH)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ("0 0 5099 daemon.evil.test.", "DNS of example.com names daemon.evil.test, which is in another domain."),
        ("0 0 5099 notexample.com.", "DNS of example.com names notexample.com, which is in another domain."),
        ("0 0 0 .", "DNS of example.com says that there is no server."),
        ("0 0 0 daemon.example.com.", "DNS of example.com names daemon.example.com:0, which is no address."),
        (r"0 0 5099 a\@b.example.com.", r"DNS of example.com names a\@b.example.com:5099, which is no address."),
        (r"0 0 5099 a\000b.example.com.", r"DNS of example.com names a\000b.example.com:5099, which is no address."),
    ],
)
def test_what_dns_is_not_believed_is_one_line(record, line):
    with name_server(example_com=[record]) as server:
        search = by(server, "example.com")
    assert search.first is None
    assert note(search, ENGLISH).splitlines()[0] == line


@pytest.mark.parametrize(("trouble", "seconds"), [("servfail", 1), ("silent", 4), ("garbage", 4)])
def test_a_name_server_in_trouble_is_one_line_within_seconds(trouble, seconds):
    with name_server(example_com=["0 0 5099 daemon.example.com."]) as server:
        server.rcode = 2 if trouble == "servfail" else 0
        server.is_silent, server.garbage = trouble == "silent", b"\xff" * 40 if trouble == "garbage" else b""
        began = monotonic()
        search = by(server, "example.com")
        assert monotonic() - began < seconds
    assert note(search, ENGLISH).splitlines()[0] == "DNS of example.com does not answer."


def test_a_flood_of_records_is_cut():
    records = [f"0 0 5099 d{number}.example.com." for number in range(60)]
    with name_server(example_com=records) as server:
        assert len(by(server, "example.com").found) <= by_dns.MOST_SERVERS


# --- the real registry


if sys.platform == "win32":
    import winreg

    def test_the_real_registry_is_read():
        key = rf"Software\CallCentre-test-{os.getpid()}"
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as made:
            winreg.SetValueEx(made, "Server", 0, winreg.REG_SZ, "daemon.example.com:5100")
            winreg.SetValueEx(made, "Tls", 0, winreg.REG_DWORD, 1)
            winreg.SetValueEx(made, "Authority", 0, winreg.REG_EXPAND_SZ, r"%SystemRoot%\our.pem")
        try:
            read = registry.reader()
            assert read is not None
            found = registry.of_key(read, "HKCU", key).first
            assert found is not None
            ca = rf"{os.environ['SYSTEMROOT']}\our.pem"
            assert found.server == Server(host="daemon.example.com", port=5100, is_tls=True, ca=ca)
            assert registry.of_key(read, "HKLM", key).first is None
        finally:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)

else:

    def test_elsewhere_there_is_no_registry():
        assert registry.reader() is None
