"""Signing in before editing, with a provider of OpenID Connect that lets everybody in as Ada."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.house import NO_PATIENCE_NEEDED, no_traceback, open_page
from tests.servers import Server, free_port, running, uvicorn_command

FreshServer = Callable[..., AbstractContextManager[Server]]


class Provider(BaseHTTPRequestHandler):
    """Answers what OpenID Connect asks: where things are, a code, a token, the key that signed it."""

    key = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
    email = "ada@example.com"
    nonce = ""
    issuer = ""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        match asked.path:
            case "/.well-known/openid-configuration":
                self.answer(
                    {
                        "issuer": self.issuer,
                        "authorization_endpoint": f"{self.issuer}/authorize",
                        "token_endpoint": f"{self.issuer}/token",
                        "jwks_uri": f"{self.issuer}/keys",
                        "id_token_signing_alg_values_supported": ["RS256"],
                    }
                )
            case "/keys":
                self.answer({"keys": [self.key.as_dict(private=False)]})
            case "/authorize":
                type(self).nonce = query.get("nonce", "")
                self.send_response(302)
                back = urlencode({"code": "a-code", "state": query["state"]})
                self.send_header("location", f"{query['redirect_uri']}?{back}")
                self.end_headers()
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        known = base64.b64encode(b"app:secret").decode()
        assert form["code"] == "a-code"
        assert self.headers.get("authorization") == f"Basic {known}" or form.get("client_secret") == "secret"
        claims = {
            "iss": self.issuer,
            "aud": "app",
            "sub": "1",
            "email": self.email,
            "email_verified": True,
            "nonce": self.nonce,
            "iat": int(time.time()),
            "exp": int(time.time()) + 600,
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": token, "expires_in": 600})

    def answer(self, told: object) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    yield Provider.issuer
    server.shutdown()


@pytest.mark.slow
def test_who_edits_signs_in_and_who_reads_does_not(
    provider: str, new_page: NewPage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    port = free_port()
    settings = {
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SIGN_IN_METADATA_URL": f"{provider}/.well-known/openid-configuration",
        "SIGN_IN_CLIENT_ID": "app",
        "SIGN_IN_CLIENT_SECRET": "secret",
        "SIGN_IN_COOKIE_SECRET": "c" * 32,
        "SIGN_IN_ALLOWED": "example.com",
    }
    log_file = tmp_path_factory.mktemp("sign-in") / "log.txt"
    with running(uvicorn_command(port), port=port, log_file=log_file, environment=settings) as server:
        page = new_page(address=server.address)
        for address in ("/", "/share", "/results?w=anything-at-all-here"):
            open_page(page, address)
            expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to model your community")
            expect(page.get_by_role("textbox")).to_have_count(0)
        # links stay open
        open_page(page, "/shared?id=" + "A" * 22)
        expect(page.get_by_role("heading", level=1)).to_have_text("This link does not open by itself")

        Provider.email = "ada@elsewhere.example"
        open_page(page)
        page.get_by_role("button", name="Sign in").click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("This account may not edit here", timeout=NO_PATIENCE_NEEDED)
        page.get_by_role("button", name="Sign out").click()
        expect(heading).to_have_text("Sign in to model your community", timeout=NO_PATIENCE_NEEDED)

        Provider.email = "ada@example.com"
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("textbox", name="Members (people)")).to_be_visible(timeout=NO_PATIENCE_NEEDED)
        no_traceback(page)
        assert "ada@" not in server.log
        page.close()
