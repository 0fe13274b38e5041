"""An identity provider for tests: it vouches for whoever it was told to, over plain HTTP on this machine."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "factorg-test"


@dataclass
class Provider:
    """Runs until `stop`. `claims`: what it says about whoever comes next."""

    claims: dict[str, Any]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    nonce: str = ""

    def __post_init__(self) -> None:
        """Begin to serve on a free port."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Address of the provider, which is its name too."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def secrets(self, app: str) -> str:
        """Write the section by which the app at this address knows the provider."""
        return (
            f'[auth]\nredirect_uri = "{app}/oauth2callback"\ncookie_secret = "{"c" * 40}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "secret"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n'
        )

    def configuration(self) -> dict[str, Any]:
        """Say where everything is."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def token(self) -> dict[str, Any]:
        """Vouch for somebody, signed."""
        now = int(time.time())
        times = {"iat": now, "exp": now + 300}
        said = {"iss": self.url, "aud": CLIENT, "nonce": self.nonce, **times, **self.claims}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, said, self.key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers the four addresses of a provider."""

        def do_GET(self) -> None:
            """Send back whoever wants to sign in, or tell about the provider."""
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                provider.nonce = asked.get("nonce", "")
                back = urlencode({"code": "once", "state": asked["state"]})
                self.send_response(302)
                self.send_header("location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
                return
            keys = {"keys": [provider.key.as_dict(private=False)]}
            self._tell(keys if parts.path == "/jwks" else provider.configuration())

        def do_POST(self) -> None:
            """Exchange the code."""
            self.rfile.read(int(self.headers.get("content-length", "0")))
            self._tell(provider.token())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _tell(self, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
