"""Sound over real HTTP: ranges, headers for samples without one, tokens, and clients and files that misbehave."""

import asyncio
import contextlib
import io
import ssl
import wave
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from collector_daemon.recordings.formats import header_for
from collector_daemon.recordings.port import PortRules
from collector_daemon.recordings.tokens import LIFETIME
from shared.errors import Unavailable
from tests.helpers.certificates import certificate_of_this_machine
from tests.helpers.waiting import wait_until
from tests.integration.recordings.rooms import MONITOR, make_wav, room


async def test_a_recording_is_read_whole_and_by_ranges(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as at:
        whole = make_wav(at.folder / "a.wav")
        url = await at.url(f"{MONITOR}/a.wav")
        status, headers, body = await at.fetched(url)
        assert (status, body) == (200, whole)
        assert headers["Content-Type"] == "audio/wav"
        assert headers["Accept-Ranges"] == "bytes"
        size = len(whole)
        for asked, first, end in (("0-9", 0, 10), ("100-", 100, size), ("-7", size - 7, size), ("44-44", 44, 45),
                                  ("16000-99999999", 16000, size)):
            status, headers, body = await at.fetched(url, Range=f"bytes={asked}")
            assert (status, body) == (206, whole[first:end])
            assert headers["Content-Range"] == f"bytes {first}-{end - 1}/{size}"
        status, headers, _ = await at.fetched(url, Range="bytes=99999999-")
        assert (status, headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
        for odd in ("bytes=5-2", "bytes=-", "apples=1-2", "bytes=0-1,5-6", "bytes=x-"):
            assert (await at.fetched(url, Range=odd))[0] == 200
        async with at.http.head(url) as response:
            assert (response.status, response.content_length) == (200, len(whole))
        assert (await at.fetched(url, Range="bytes=0-1", If_Range='"older"'))[0] == 200
        assert (await at.fetched(url, Range="bytes=0-1", If_Range=response.headers["ETag"]))[0] == 206
        export = await at.fetched(await at.url("a.wav", purpose="export"))
        assert export[1]["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(("suffix", "tag"), [("ulaw", 7), ("alaw", 6), ("sln", 1), ("sln16", 1)])
async def test_samples_without_a_header_come_as_wav_in_ranges_too(tmp_path: Path, suffix: str, tag: int) -> None:
    async with room(tmp_path / "sounds") as at:
        samples = bytes(range(256)) * 40
        (at.folder / f"a.{suffix}").write_bytes(samples)
        url = await at.url(f"{MONITOR}/a.{suffix}")
        status, headers, body = await at.fetched(url)
        assert (status, headers["Content-Type"]) == (200, "audio/wav")
        head = header_for(f".{suffix}", len(samples))
        assert len(head) == (44 if tag == 1 else 58)
        assert (body[:4], body[20], body) == (b"RIFF", tag, head + samples)
        if tag == 1:
            with wave.open(io.BytesIO(body)) as sound:
                assert sound.getnframes() == len(samples) // 2
        for start, end in ((0, 20), (40, 70), (len(head), len(head) + 9), (5000, 9000)):
            assert (await at.fetched(url, Range=f"bytes={start}-{end - 1}"))[2] == body[start:end]


async def test_a_token_that_was_changed_or_has_expired_opens_nothing(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as at:
        make_wav(at.folder / "a.wav")
        url = await at.url("a.wav")
        head, token = url.rsplit("/", 1)
        for wrong in (token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), "A" + token[1:], token + "A", "x", "é",
                      token.partition(".")[0] + ".", "." + token.partition(".")[2], "." * 5, "%00", "..%2f..%2fetc"):
            assert (await at.fetched(f"{head}/{wrong}"))[0] in (403, 404)
        at.versions["sam"] = 0
        assert (await at.fetched(url))[0] == 200
        at.versions["sam"] = 1  # disabled, or other rights
        assert (await at.fetched(url))[0] == 403
        at.versions["sam"] = 0
        at.clock.advance(LIFETIME + timedelta(seconds=1))
        assert (await at.fetched(url))[0] == 410
        async with at.http.post(url) as response:
            assert response.status == 405


async def test_what_was_begun_goes_on_when_its_address_expires_and_the_rest_comes_by_another(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as at:
        whole = bytes(range(256)) * 40_000
        (at.folder / "large.wav").write_bytes(whole)
        url = await at.url("large.wav")
        async with at.http.get(url) as response:
            first = await response.content.readexactly(1000)
            at.clock.advance(LIFETIME + timedelta(seconds=1))
            assert first + await response.read() == whole
        tag = response.headers["ETag"]
        assert (await at.fetched(url, Range="bytes=1000-", If_Range=tag))[0] == 410
        again = await at.url("large.wav")
        status, headers, rest = await at.fetched(again, Range="bytes=1000-", If_Range=tag)
        assert (status, first + rest, headers["ETag"]) == (206, whole, tag)
        at.versions["sam"] = 1  # his rights changed in the middle of it
        assert (await at.fetched(again, Range="bytes=1000-", If_Range=tag))[0] == 403


async def test_a_recording_that_goes_on_is_played_as_far_as_it_is(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as at:
        whole = make_wav(at.folder / "full.wav", 2)
        running = at.folder / "running.wav"
        running.write_bytes(whole[:4] + b"\0\0\0\0" + whole[8:40] + b"\0\0\0\0" + whole[44:8044])
        url = await at.url("running.wav")
        _, headers, body = await at.fetched(url)
        with wave.open(io.BytesIO(body)) as sound:
            assert sound.getnframes() == 4000
        with running.open("ab") as more:
            more.write(whole[8044:12044])
        status, _, rest = await at.fetched(url, Range="bytes=8044-")
        assert (status, rest) == (206, whole[8044:12044])
        again = await at.fetched(url, Range="bytes=8044-", If_Range=headers["ETag"])
        assert again[0] == 200  # it is another one now
        with wave.open(io.BytesIO(again[2])) as sound:
            assert sound.getnframes() == 6000


async def test_a_recording_that_vanishes_or_shrinks_is_cut_and_never_taken_for_whole(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as at:
        large = at.folder / "large.wav"
        large.write_bytes(b"x" * 30_000_000)
        url = await at.url("large.wav")
        async with at.http.get(url) as response:
            await response.content.readexactly(1000)
            large.write_bytes(b"")
            with pytest.raises(aiohttp.ClientPayloadError):
                await response.read()
        large.unlink()
        assert (await at.fetched(url))[0] == 404
        (at.folder / "folder.wav").mkdir()
        assert (await at.fetched(await at.url("folder.wav")))[0] == 404
        assert (await at.fetched(await at.url("../large.wav")))[0] == 404


async def test_clients_that_hang_are_hung_up_and_others_served_meanwhile(tmp_path: Path) -> None:
    rules = PortRules(stall_seconds=0.3, silence_seconds=0.3, at_once_each=3, connections=40)
    async with room(tmp_path / "sounds", rules) as at:
        (at.folder / "large.wav").write_bytes(b"x" * 30_000_000)
        small = make_wav(at.folder / "a.wav")
        url, other = await at.url("large.wav"), await at.url("a.wav", "eva")
        path, port = url.partition("/recordings")[2], int(url.rsplit(":", 1)[1].partition("/")[0])
        async with contextlib.AsyncExitStack() as stack:
            async def guest(said: bytes) -> asyncio.StreamReader:
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
                stack.callback(writer.close)
                writer.write(said)
                return reader

            taking = [await guest(f"GET /recordings{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()) for _ in range(3)]
            silent = [await guest(said) for said in (b"", b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\n", b"x" * 20_000)]
            await wait_until(lambda: at.port.under_way == 3)
            assert (await at.fetched(url))[0] == 503
            assert (await at.fetched(other))[2] == small
            for reader in silent:
                with contextlib.suppress(ConnectionError):
                    assert await reader.read() == b""
            await wait_until(lambda: at.port.under_way == 0)
            for reader in taking:
                with contextlib.suppress(ConnectionError):
                    assert len(await reader.read()) < 30_000_000
            assert (await at.fetched(other))[2] == small


async def test_many_at_once_all_get_theirs(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as at:
        files = {f"{number}.wav": make_wav(at.folder / f"{number}.wav", number / 4) for number in range(1, 25)}
        urls = [(await at.url(name, f"a{name}"), whole) for name, whole in files.items()]
        got = await asyncio.gather(*(at.fetched(url) for url, _ in urls))
        assert [body for _, _, body in got] == [whole for _, whole in urls]


async def test_a_port_that_is_taken_is_said_in_a_line(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as first:
        port = int((await first.url("a.wav")).rsplit(":", 1)[1].partition("/")[0])
        async with room(tmp_path / "sounds", PortRules(port=port)) as second:
            with pytest.raises(Unavailable, match="recordings cannot be handed out on 127.0.0.1"):
                await second.url("a.wav")


async def test_with_a_certificate_it_speaks_tls_only(tmp_path: Path) -> None:
    cert, key = certificate_of_this_machine(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(cert, key)
    async with room(tmp_path / "sounds", tls=tls) as at:
        whole = make_wav(at.folder / "a.wav")
        url = await at.url("a.wav")
        assert url.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(cert))
        async with at.http.get(url, ssl=trusting, headers={"Range": "bytes=4-"}) as response:
            assert (response.status, await response.read()) == (206, whole[4:])
        with pytest.raises(aiohttp.ClientError):
            await at.fetched("http" + url.removeprefix("https"))
