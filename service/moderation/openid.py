"""Signing in through an OpenID provider: authorization code with PKCE (S256), state and nonce.

Source: OpenID Connect Core 1.0, 3.1 and 3.1.3.7; RFC 9700. Authlib builds the requests and checks the claims.
What may be signed with is fixed here, so that neither a token nor the provider's document can choose `none`
or our own secret.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from config.settings import Settings
from service.domain.errors import Refused

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_SCOPE = "openid"
_TIMEOUT_S = 5
_KEPT_S = 3600.0
_LEEWAY_S = 60
_DISCOVERY = "/.well-known/openid-configuration"
_POSSESSION = {"otp", "hwk", "swk", "sc", "fpt", "face"}
_KNOWLEDGE = {"pwd", "pin"}


@dataclass(frozen=True, slots=True)
class Outsider:
    """Whom the provider vouches for. subject: its own name for the person, never an e-mail address.

    has_two_factors: whether it says that more than a password was asked for (`amr`, RFC 8176).
    """

    issuer: str
    subject: str
    has_two_factors: bool


class Provider:
    """The provider of the settings; remembers its document and its keys for an hour. Safe for threads."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer or ""
        self._client_id = settings.oidc_client_id or ""
        self._secret = settings.oidc_client_secret or ""
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Any]] = {}

    def address(self, *, callback: str, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser. Raises Refused (`outside.unavailable`)."""
        with self._session(callback) as session:
            url, _ = session.create_authorization_url(
                self._document()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
            return str(url)

    def outsider(self, *, code: str, callback: str, nonce: str, verifier: str) -> Outsider:
        """Whom the code stands for.

        Raises Refused: `outside.unavailable` where the provider gives no answer, `outside.refused` for
        an answer that does not hold.
        """
        try:
            with self._session(callback) as session:
                token = session.fetch_token(
                    self._document()["token_endpoint"],
                    code=code,
                    grant_type="authorization_code",
                    code_verifier=verifier,
                    allow_redirects=False,
                )
            claims = self._claims(token, nonce)
        except RequestException:
            raise Refused("outside.unavailable") from None
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, AttributeError):
            raise Refused("outside.refused") from None
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise Refused("outside.refused")
        said = claims.get("amr") or []
        two = "mfa" in said or bool(_POSSESSION & set(said) and _KNOWLEDGE & set(said))
        return Outsider(self._issuer, subject, two)

    def _claims(self, token: Mapping[str, Any], nonce: str) -> CodeIDToken:
        try:
            decoded = self._decode(token["id_token"], self._keys(anew=False))
        except InvalidKeyIdError:  # the provider has changed its keys since
            decoded = self._decode(token["id_token"], self._keys(anew=True))
        options = {
            "iss": {"essential": True, "values": [self._issuer]},
            "aud": {"essential": True, "values": [self._client_id]},
        }
        told = {"nonce": nonce, "client_id": self._client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(decoded.claims, decoded.header, options, told)
        claims.validate(leeway=_LEEWAY_S)
        return claims

    @staticmethod
    def _decode(text: str, keys: KeySet) -> jwt.Token:
        return jwt.decode(text, key=keys, algorithms=ALGORITHMS)

    def _document(self) -> Mapping[str, Any]:
        document: Mapping[str, Any] = self._fetched(self._issuer.rstrip("/") + _DISCOVERY, anew=False)
        # OpenID Connect Discovery 1.0, 4.3: it must be the document of the very issuer that was asked.
        if document.get("issuer") != self._issuer or not {
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
        } <= set(document):
            raise Refused("outside.unavailable")
        return document

    def _keys(self, *, anew: bool) -> KeySet:
        return KeySet.import_key_set(self._fetched(self._document()["jwks_uri"], anew=anew))

    def _fetched(self, url: str, *, anew: bool) -> Any:
        with self._lock:
            kept_until, found = self._kept.get(url, (0.0, None))
        if anew or time.monotonic() >= kept_until:
            try:
                with self._session("") as session:
                    reply = session.get(url, withhold_token=True, allow_redirects=False)
                    reply.raise_for_status()
                    found = reply.json()
            except (RequestException, ValueError):
                raise Refused("outside.unavailable") from None
            if not isinstance(found, dict):
                raise Refused("outside.unavailable")
            with self._lock:
                self._kept[url] = (time.monotonic() + _KEPT_S, found)
        return found

    def _session(self, callback: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._secret,
            scope=_SCOPE,
            redirect_uri=callback,
            code_challenge_method="S256",
            default_timeout=_TIMEOUT_S,
        )
