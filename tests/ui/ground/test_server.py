"""Addresses as people type them, encryption, and what is remembered."""

import ssl

import pytest

from shared.errors import BadSettings, UsageError
from shared.qt.preferences import Preferences, Server, load, save
from shared.qt.server import parsed, server_of, tls_of, written


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("daemon", ("daemon", 5099)),
        (" daemon.example.com:5100 ", ("daemon.example.com", 5100)),
        ("[::1]:5100", ("::1", 5100)),
        ("[::1]", ("::1", 5099)),
        ("fe80::1", ("fe80::1", 5099)),
        ("10.0.0.1:1", ("10.0.0.1", 1)),
    ],
)
def test_addresses_as_people_type_them(text, address):
    assert parsed(text) == address
    host, port = address
    assert parsed(written(Server(host=host, port=port))) == address


@pytest.mark.parametrize("text", ["", "  ", ":5099", "a:b", "a:0", "a:65536", "http://a", "a b", "user@a", "a:²", "[]"])
def test_what_is_no_address(text):
    with pytest.raises(UsageError):
        parsed(text)


def test_after_commas_are_those_that_stand_by():
    server = server_of("one.example, two.example:5100")
    assert (server.host, server.port, server.is_tls) == ("one.example", 5099, True)
    assert server.others == (("two.example", 5100),)
    with pytest.raises(UsageError):
        server_of("one.example,")


def test_tls_only_where_it_is_asked_for_and_with_a_readable_authority(tmp_path):
    assert tls_of(Server(host="a")) is None
    made = tls_of(Server(host="a", is_tls=True))
    assert made is not None
    assert made.verify_mode == ssl.CERT_REQUIRED
    assert made.check_hostname
    with pytest.raises(BadSettings, match="certificate authority .*missing.pem cannot be read"):
        tls_of(Server(host="a", is_tls=True, ca=str(tmp_path / "missing.pem")))


def test_preferences_come_back_as_they_went(tmp_path):
    file = tmp_path / "new folder" / "preferences.json"
    assert load(file) == Preferences()
    mine = Preferences(language="cs", theme="contrast", server=Server(host="a", ca="ž.pem"), places={"main": "1 2"})
    save(mine, file)
    assert load(file) == mine
    assert [path.name for path in file.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"theme": "pink"}', b"\xff\xfe", b'{"version": 2}', b"null"])
@pytest.mark.expects_log("is damaged and kept as preferences.damaged.json, beginning with the defaults")
def test_damaged_preferences_are_kept_aside(tmp_path, content):
    file = tmp_path / "preferences.json"
    file.write_bytes(content)
    assert load(file) == Preferences()
    assert (tmp_path / "preferences.damaged.json").read_bytes() == content
    assert load(file) == Preferences()


@pytest.mark.expects_log("cannot be written")
def test_a_place_that_cannot_be_written_is_only_told(tmp_path):
    (tmp_path / "file").write_text("no folder")
    save(Preferences(), tmp_path / "file" / "preferences.json")
