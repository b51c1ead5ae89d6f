"""The certificate has to hold for the name that was asked for, though an address is dialled."""

import datetime
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.moderation.targets import TargetGuard
from tests.workers.webhooks.receiver import answering
from workers.webhooks.sender import Sender


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def tls(tmp_path):
    """(the receiver's side, the sender's side), with a certificate for editors.example."""
    file = certificate(tmp_path, "editors.example")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


def post(port: int, host: str, context: ssl.SSLContext | None, *, wall_clock_s: float = 5.0):
    guard = TargetGuard(allow_private=True, resolve=lambda _host, _port: ["127.0.0.1"])
    return Sender(guard, tls=context, wall_clock_s=wall_clock_s)(f"https://{host}:{port}/", b"{}", {})


class TestCertificate:
    def test_one_for_the_name_is_accepted_and_the_name_is_asked_for(self, receive, tls):
        server, client = tls
        asked = []
        server.sni_callback = lambda _connection, name, _context: asked.append(name)
        receiver = receive(tls=server)
        answer = post(receiver.port, "editors.example", client)
        assert (answer.status, answer.error) == (204, None)
        assert asked == ["editors.example"]

    def test_one_for_another_name_is_refused_before_anything_is_sent(self, receive, tls):
        server, client = tls
        receiver = receive(tls=server)
        assert post(receiver.port, "other.example", client).error == "tls.invalid"
        assert receiver.received == []

    def test_one_that_nobody_vouches_for_is_refused(self, receive, tls):
        receiver = receive(tls=tls[0])
        assert post(receiver.port, "editors.example", None).error == "tls.invalid"
        assert receiver.received == []

    def test_a_receiver_without_tls_is_a_failure(self, receive):
        assert post(receive(answering(200)).port, "editors.example", None).error in {
            "tls.failed",
            "tls.timeout",
        }

    def test_a_handshake_that_never_ends_is_cut_by_the_wall_clock(self, tls):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            answer = post(silent.getsockname()[1], "editors.example", tls[1], wall_clock_s=0.4)
        assert answer.error == "tls.timeout"
        assert answer.duration_ms < 1000
