"""TLS to the PBX, checked against an authority, and a wrong certificate refused."""

import ssl
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collector_daemon.asterisk.login import tls_context
from collector_daemon.settings import TlsToPbx
from shared.clock import now as clock_now
from shared.errors import BadSettings
from tests.helpers.fake_ami import FakeAmi, message
from tests.helpers.waiting import wait_until


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for pbx.test, as a PBX made by hand has one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pbx.test")])
    now = clock_now()
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("pbx.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "pbx.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


@pytest.fixture
async def secure_pbx(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    async with FakeAmi().listening(context) as fake:
        yield fake


@pytest.mark.parametrize(
    "tls",
    [
        {"server_name": "pbx.test"},
        {"verify": "certificate"},
        {"verify": "none", "ca": None},
    ],
)
async def test_it_hears_and_asks_over_tls(secure_pbx, link_to, certificate, tls):
    settings = TlsToPbx(**{"enabled": True, "ca": certificate, **tls})
    ear = await link_to(secure_pbx, tls=settings).listen().connected()
    secure_pbx.now.say(message(Event="A", Name="Řehoř") * 2000)
    assert (await ear.heard(2000))[-1] == {"Event": "A", "Name": "Řehoř"}
    assert await ear.link.ask({"Action": "CoreStatus"})


@pytest.mark.parametrize(
    ("tls", "reason"),
    [
        ({"server_name": "pbx.test", "ca": None}, "self.signed certificate"),
        ({}, "not valid for '127.0.0.1'"),
    ],
)
async def test_a_certificate_that_can_not_be_trusted_is_refused(secure_pbx, link_to, certificate, caplog, tls, reason):
    settings = TlsToPbx(**{"enabled": True, "ca": certificate, **tls})
    ear = link_to(secure_pbx, tls=settings).listen()
    await wait_until(lambda: ear.link.trouble)
    assert len([record for record in caplog.records if record.name.startswith("collector_daemon")]) == 1
    assert "not connected to" in ear.link.trouble
    import re

    assert re.search(reason, ear.link.trouble)
    assert secure_pbx.callers == [] or not secure_pbx.now.actions


async def test_tls_to_a_plain_port_fails_clearly(pbx, link_to, caplog):
    ear = link_to(pbx, tls=TlsToPbx(enabled=True), answer_seconds=2).listen()
    await wait_until(lambda: ear.link.trouble)
    assert ear.link.trouble.startswith("not connected to")


def test_a_ca_that_is_no_certificate_is_a_mistake_in_the_settings(tmp_path):
    (tmp_path / "ca.pem").write_text("hello")
    for name in ("ca.pem", "missing.pem"):
        with pytest.raises(BadSettings, match=rf"pbx main: tls.ca .*{name} is no file of certificates"):
            tls_context(TlsToPbx(enabled=True, ca=tmp_path / name), "main")
