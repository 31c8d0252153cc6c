"""Encryption: with a certificate nobody reads along, and what cannot be used is said in one line."""

import asyncio
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collector_daemon import settings
from collector_daemon.commands.watch import tls_elsewhere, tls_here
from collector_daemon.feed.ports import Address, Limits
from collector_daemon.feed.server import tls_context
from shared.clock import SystemClock
from shared.errors import BadSettings, UsageError
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from tests.helpers.feed import feed, queue
from tests.helpers.waiting import wait_until


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = SystemClock().now()
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


async def test_a_large_board_over_tls(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    async with feed(address=Address(port=0, tls_cert=str(cert), tls_key=str(key))) as it:
        it.board.apply([queue(f"q{number}") for number in range(3000)])
        context = ssl.create_default_context(cafile=str(cert))
        context.check_hostname = False  # the helper connects by address
        client = await it.connect(tls=context)
        await client.greet("eva")
        assert len((await client.subscribe("queues"))["rows"]) == 3000
        it.board.apply([queue("q1", waiting=1)])
        assert (await client.hear())["rows"][0]["row"]["waiting"] == 1


async def test_plain_text_to_a_tls_port_gets_nothing(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    address = Address(port=0, tls_cert=str(cert), tls_key=str(key))
    async with feed(Limits(hello=timedelta(seconds=1)), address) as it:
        client = await it.connect()
        client.say(type="hello", protocol=1, auth={"user": "eva", "password": "ave"})
        assert b"welcome" not in await client.reader.read()
        assert it.attempts == []


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_certificate_that_cannot_be_used_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "cert.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadSettings, match="feed.tls_cert") as problem:
        tls_context(Address(tls_cert=str(file)))
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_the_client_comes_in_only_where_it_trusts(certificate: tuple[Path, Path], is_trusted: bool) -> None:
    cert, key = certificate
    async with feed(address=Address(port=0, tls_cert=str(cert), tls_key=str(key))) as it:
        client = FeedClient(
            "localhost", it.port, Credentials(user="eva", password="ave"), clock=SystemClock(), name="test 1",
            tls=ssl.create_default_context(cafile=str(cert) if is_trusted else None),
        )
        running = asyncio.create_task(client.run())
        if is_trusted:
            await wait_until(lambda: client.status.state == "live")
        else:
            await wait_until(lambda: client.status.code == "unreachable")
            assert "certificate" in client.status.message
            assert it.attempts == []
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("is_here", [True, False])
async def test_watch_follows_a_daemon_that_speaks_tls(certificate: tuple[Path, Path], *, is_here: bool) -> None:
    cert, key = certificate
    config = settings.parse(f"[feed]\ntls_cert = '{cert}'\ntls_key = '{key}'")
    async with feed(address=Address(port=0, tls_cert=str(cert), tls_key=str(key))) as it:
        host = "127.0.0.1" if is_here else "localhost"
        client = FeedClient(
            host, it.port, Credentials(user="eva", password="ave"), clock=SystemClock(), name="test",
            tls=tls_here(config) if is_here else tls_elsewhere(host, cert, is_plain=False),
        )
        running = asyncio.create_task(client.run())
        try:
            await wait_until(lambda: client.status.state == "live")
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def test_a_password_goes_elsewhere_by_tls_unless_allowed_in_the_open(tmp_path: Path) -> None:
    assert tls_elsewhere("centre.example", None, is_plain=False) is not None
    assert tls_elsewhere("centre.example", None, is_plain=True) is None
    assert tls_elsewhere("127.0.0.1", None, is_plain=False) is None
    (tmp_path / "no.pem").write_text("none")
    for file in ("no.pem", "missing.pem"):
        with pytest.raises(UsageError, match="cannot be used as a certificate"):
            tls_elsewhere("centre.example", tmp_path / file, is_plain=False)
