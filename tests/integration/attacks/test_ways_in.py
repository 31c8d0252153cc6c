"""Old ciphers, names that lead elsewhere, passwords tried one after the other."""

from __future__ import annotations

import asyncio
import os
import ssl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.feed.ports import Address
from collector_daemon.feed.server import tls_context
from collector_daemon.recordings.places import find
from collector_daemon.settings.recordings import RecordingsSettings
from tests.helpers.certificates import certificate_of_this_machine
from tests.helpers.feed import feed
from tests.integration.attacks.siege import PASSWORD, siege
from tests.integration.recordings.rooms import room

OLD = [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1]


def old_client(version: ssl.TLSVersion) -> ssl.SSLContext:
    """One that speaks nothing newer, with whatever ciphers."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.minimum_version = made.maximum_version = version
    return made


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version", [*OLD, ssl.TLSVersion.TLSv1_2], ids=lambda one: one.name)
async def test_old_tls_is_refused_at_every_port(tmp_path: Path, version: ssl.TLSVersion) -> None:
    cert, key = certificate_of_this_machine(tmp_path)
    address = Address(port=0, tls_cert=str(cert), tls_key=str(key))
    async with feed(address=address) as it, room(tmp_path / "sounds", tls=tls_context(address)) as at:
        sounds = int((await at.url("a.wav")).split(":")[2].partition("/")[0])
        for port in (it.port, sounds):
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=old_client(version))
            except (ssl.SSLError, ConnectionError):
                assert version in OLD
            else:
                assert version not in OLD
                writer.transport.abort()


PARTS = ("..", ".", "", "/", "//", "a.wav", "in", "out", "link.wav", "secret.wav", "\\", "\0", "%2e%2e", "~", " ")
NAMES = st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=7).map("/".join)


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
@given(NAMES)
def test_no_name_leads_out_of_the_folder_of_recordings(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    top = tmp_path_factory.getbasetemp() / "no_name_leads_out"
    sounds = top / "sounds"
    if not sounds.exists():
        (sounds / "in").mkdir(parents=True)
        (sounds / "in" / "a.wav").write_bytes(b"sound")
        (top / "secret.wav").write_bytes(b"secret")
        (sounds / "link.wav").symlink_to(top / "secret.wav")
        (sounds / "out").symlink_to(top)
    for said in (name, f"/var/spool/asterisk/monitor/{name}", f"in/{name}"):
        found = find([RecordingsSettings(folder=sounds)], "main", said)
        if found is not None:
            with found.open() as file:
                assert file.read() == b"sound"


@pytest.mark.postgres
@pytest.mark.parametrize("file", ["../ami", "/etc/passwd", "/var/spool/asterisk/monitor/../../x", "x\\..\\ami"])
async def test_no_recording_of_another_folder_is_handed_out(database_url: str, tmp_path: Path, file: str) -> None:
    (tmp_path / "sounds").mkdir()
    async with siege(database_url, tmp_path, f"[[recordings]]\nfolder = '{tmp_path / 'sounds'}'\n") as place:
        admin = await place.enter("administrator")
        asked = [(command, {"call": "1.1", "file": file}) for command in ("recording.open", "recording.link")]
        assert {is_done for is_done, _code in await admin.ask(asked)} == {False}


@pytest.mark.postgres
async def test_passwords_tried_beside_each_other_get_nowhere(database_url: str, tmp_path: Path) -> None:
    """Few are even looked at, and others come in from the same address meanwhile."""
    async with siege(database_url, tmp_path) as place:
        async def guessed(number: int) -> str:
            answer = await (await place.stranger()).greet("quality", user="quality", password=f"guess number {number}")
            return str(answer["code"])

        codes = await asyncio.gather(*map(guessed, range(30)))
        assert set(codes) == {"wrong_credentials", "throttled"}
        assert codes.count("wrong_credentials") <= 6
        assert (await place.enter("supervisor")).raw.session
        answer = await (await place.stranger()).greet("quality", user="quality", password=PASSWORD)
        assert answer["code"] == "throttled", "nor with the right one for a moment"
