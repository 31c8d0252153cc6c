"""Settings: what is read, how each mistake is said, and that the sample forgets nothing."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import pytest
from msgspec import Meta

from shared.errors import BadSettings
from shared.settings import Section, load, parse, sample


class Feed(Section, frozen=True):
    """The port that clients connect to."""

    port: Annotated[int, Meta(description="Port of the feed.", ge=1, le=65535)] = 5099
    silence_time: Annotated[timedelta, Meta(description="Silence after which a client is lost, seconds.")] = (
        timedelta(seconds=30)
    )


class Pbx(Section, frozen=True):
    """One PBX."""

    host: Annotated[str, Meta(description="Its address.", examples=["127.0.0.1"])]
    is_encrypted: bool = False


class Settings(Section, frozen=True):
    """All of them."""

    level: Annotated[Literal["info", "debug"], Meta(description="How much is logged.")] = "info"
    folder: Annotated[
        Path | None, Meta(description="Where data lives.", examples=["/var/lib/callcentre"])
    ] = None
    topics: tuple[str, ...] = ("queues", "agents")
    feed: Annotated[Feed, Meta(description="The TCP/JSON port.")] = Feed()
    pbx: Annotated[dict[str, Pbx], Meta(description="One table for each PBX.", examples=["main"])] = {}
    trunks: list[Pbx] = []


def test_an_empty_file_gives_the_defaults():
    assert parse("", Settings) == Settings()


def test_everything_is_read(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text(
        'folder = "~/x"\nfeed.silence_time = 2.5\n[pbx.main]\nhost = "pbx"\n', encoding="utf-8-sig"
    )
    settings = load(file, Settings)
    assert settings.folder == Path.home() / "x"
    assert settings.feed == Feed(silence_time=timedelta(seconds=2.5))
    assert settings.pbx["main"].host == "pbx"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("feed.prot = 1", "unknown key 'feed.prot'; did you mean 'feed.port'?"),
        ("port = 1", "unknown key 'port'; did you mean 'feed.port'?"),
        ("[pbx.main]\nhots = 'x'", "unknown key 'pbx.main.hots'; did you mean 'pbx.main.host'?"),
        ("[feed]\nxyz = 1", "unknown key 'feed.xyz'; there are port, silence_time"),
        (
            "[[trunks]]\nhost='a'\n[[trunks]]\nhost='a'\nx=1",
            "unknown key 'trunks[2].x'; there are host, is_encrypted",
        ),
        ("a = 1\nb = 2", "unknown key 'a'; there are"),
        ("feed.port = 0", "feed.port: Expected 'int' >= 1"),
        ("feed.port = '1'", "feed.port: Expected 'int', got 'str'"),
        ("feed = 1", "feed: Expected 'object', got 'int'"),
        ("feed.silence_time = 'long'", "feed.silence_time: expected a number of seconds"),
        ("feed.silence_time = true", "feed.silence_time: expected a number of seconds"),
        ("level = 'loud'", "level: not one of the choices: 'loud'"),
        ("[pbx.a]\nhost = 'x'\n[pbx.b]\nhost = 1", "pbx.b.host: Expected 'str', got 'int'"),
        ("[pbx.a]\nis_encrypted = true", "pbx.a: missing key 'host'"),
        ("level", "is not TOML: "),
        ("level = " + "[" * 9000, "is not TOML: too many brackets"),
        ("feed.port = " + "9" * 5000, "is not TOML: "),
        ("feed.silence_time = 1e300", "feed.silence_time: expected a number of seconds"),
        ("feed.silence_time = nan", "feed.silence_time: expected a number of seconds"),
    ],
)
def test_each_mistake_is_one_line_that_names_file_and_key(tmp_path, text, complaint):
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as refused:
        load(file, Settings)
    assert str(refused.value).startswith(f"{file}")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_all_unknown_keys_are_said_at_once():
    with pytest.raises(BadSettings, match="unknown key 'a'.*; unknown key 'feed.b'"):
        parse("a = 1\nfeed.b = 2", Settings)


def test_a_missing_file_and_one_that_is_not_text(tmp_path):
    with pytest.raises(BadSettings, match="cannot read the settings .*nowhere"):
        load(tmp_path / "nowhere", Settings)
    (tmp_path / "binary").write_bytes(b"\xff\xff")
    with pytest.raises(BadSettings, match="is not UTF-8 text"):
        load(tmp_path / "binary", Settings)


def test_the_sample_as_it_is_means_the_defaults():
    assert parse(sample(Settings, "Settings."), Settings) == Settings()


def test_the_sample_with_every_mark_taken_away_sets_every_key():
    text = re.sub(r"^#(?=[\w\[])", "", sample(Settings, "Settings."), flags=re.MULTILINE)
    settings = parse(text, Settings)
    assert settings.feed == Feed()
    assert settings.topics == ("queues", "agents")
    assert settings.folder == Path("/var/lib/callcentre")
    assert settings.pbx == {"main": Pbx(host="127.0.0.1")}
    assert settings.trunks == [Pbx(host="127.0.0.1")]


def test_the_sample_explains():
    text = sample(Settings, "Settings of the daemon.")
    assert text.startswith("# Settings of the daemon.\n")
    assert '# How much is logged.\n# One of: debug, info\n#level = "info"\n' in text
    assert "\n# The TCP/JSON port.\n[feed]\n# Port of the feed.\n#port = 5099\n" in text
    assert '\n# One table for each PBX.\n#[pbx.main]\n# Its address.\n#host = "127.0.0.1"\n' in text
