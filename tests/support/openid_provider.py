"""A small OpenID provider on this machine: it signs in whoever it is told to, by code with PKCE, and may misbehave."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "taliq", "a secret between the two"


@dataclass
class OpenIdProvider:
    """host: how it calls itself. subject: who signs in next.

    claims: overrides of the token's claims; None leaves one out. signing: `RS256`, or what a forger tries.
    """

    url: str = ""
    subject: str = "person-1"
    claims: dict[str, Any] = field(default_factory=dict)
    signing: str = "RS256"
    down: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def rotate(self) -> None:
        """Sign with a new key, and show only that."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes next: back with a code, as whoever signs in next."""
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT_ID)
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code; None where client, code, address or verifier is wrong."""
        client = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if authorization != f"Basic {client}" or asked is None:
            return None
        if asked["code_challenge"] != challenge or asked["redirect_uri"] != sent.get("redirect_uri"):
            return None
        return {"access_token": "access", "token_type": "Bearer", "id_token": self._id_token(asked["nonce"])}

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT_ID, "sub": self.subject, "nonce": nonce, "iat": now}
        claims |= {"exp": now + 300} | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.signing, "kid": self.key.kid}
        if self.signing == "none":
            parts = [json.dumps(part).encode() for part in (header, kept)]
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        if self.signing == "HS256":
            return jwt.encode(header, kept, OctKey.import_key(CLIENT_SECRET * 2), algorithms=["HS256"])
        if self.signing == "stranger":
            stranger = RSAKey.generate_key(2048, {"kid": self.key.kid})
            return jwt.encode({"alg": "RS256", "kid": self.key.kid}, kept, stranger)
        return jwt.encode(header, kept, self.key)


@contextmanager
def providing(host: str = "127.0.0.1") -> Iterator[OpenIdProvider]:
    """A provider that listens until the end of the block."""
    provider = OpenIdProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if provider.down:
                self.send_error(503)
            elif parts.path == "/.well-known/openid-configuration":
                self._say(provider.document())
            elif parts.path == "/keys":
                self._say({"keys": [provider.key.as_dict(private=False)]})
            elif parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            made = provider.token(sent, self.headers.get("Authorization", ""))
            self._say(made or {"error": "invalid_grant"}, 200 if made else 400)

        def _say(self, value: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing of it belongs into the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
