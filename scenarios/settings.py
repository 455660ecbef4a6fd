"""What the person who runs the app may set, read from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit


class SettingError(ValueError):
    """A setting that cannot be what was meant; its message names it."""


def public_url() -> str:
    """Return the address under which others reach the app, without a slash at the end; empty where none is set.

    Links and their pictures are written with it, and never with the name that a request gives: that is anybody's.

    Raises
    ------
    SettingError
        When it is no such address.
    """
    text = os.environ.get("PUBLIC_URL", "").strip().rstrip("/")
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise SettingError(f"PUBLIC_URL is no address: {text[:80]!r}") from None
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise SettingError(f"PUBLIC_URL must look like https://roi.example.com, not {text[:80]!r}")
    return text


@dataclass(frozen=True)
class SignIn:
    """Signing in by OpenID Connect before anybody edits.

    Attributes
    ----------
    metadata_url, client_id, client_secret
        What the provider gives: its ``.well-known/openid-configuration``, and who the app is to it.
    cookie_secret
        Signs the cookie that says who is signed in; the same on all replicas.
    returns_to
        The address that the provider sends people back to.
    allowed
        Domains and addresses that may edit, in small letters; empty where everybody may whom the provider lets in.
    """

    metadata_url: str
    client_id: str
    client_secret: str
    cookie_secret: str
    returns_to: str
    allowed: tuple[str, ...] = ()

    @property
    def secrets(self) -> dict[str, Any]:
        """The same as Streamlit reads it."""
        return {
            "auth": {
                "redirect_uri": self.returns_to,
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata_url,
            }
        }


_SIGN_IN: Final = (
    "SIGN_IN_METADATA_URL",
    "SIGN_IN_CLIENT_ID",
    "SIGN_IN_CLIENT_SECRET",
    "SIGN_IN_COOKIE_SECRET",
)
SHORTEST_SECRET: Final = 32


def sign_in() -> SignIn | None:
    """Return how people sign in before they edit, None where nobody has to.

    Raises
    ------
    SettingError
        When some of the settings are there and others are not: the app must not stand open by a slip of the pen.
    """
    found = {name: os.environ.get(name, "").strip() for name in _SIGN_IN}
    allowed = tuple(
        part.strip().lower().removeprefix("@")
        for part in os.environ.get("SIGN_IN_ALLOWED", "").split(",")
        if part.strip()
    )
    if not any(found.values()) and not allowed:
        return None
    missing = [name for name, value in found.items() if not value]
    if missing:
        raise SettingError(f"{', '.join(missing)} must be set for people to sign in, or none of SIGN_IN_*")
    if len(found["SIGN_IN_COOKIE_SECRET"]) < SHORTEST_SECRET:
        raise SettingError(f"SIGN_IN_COOKIE_SECRET needs {SHORTEST_SECRET} signs: openssl rand -hex 32")
    if not public_url():
        raise SettingError("PUBLIC_URL must be set for people to come back from signing in")
    return SignIn(
        metadata_url=found["SIGN_IN_METADATA_URL"],
        client_id=found["SIGN_IN_CLIENT_ID"],
        client_secret=found["SIGN_IN_CLIENT_SECRET"],
        cookie_secret=found["SIGN_IN_COOKIE_SECRET"],
        returns_to=f"{public_url()}/oauth2callback",
        allowed=allowed,
    )
