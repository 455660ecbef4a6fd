"""The key that edits: a secret of the browser, in a cookie that scripts cannot read. It never stands in an address."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Final

COOKIE: Final = "community_flywheel_key"
COOKIE_OVER_HTTPS: Final = f"__Host-{COOKIE}"
"""Browsers take a name that begins so over https only, and from no other host of the same domain."""

LASTS: Final = 400 * 24 * 3600
"""Seconds: the longest that browsers keep a cookie. It is set anew with every first page."""

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def new_key() -> str:
    """Return a key of 256 bits."""
    return secrets.token_urlsafe(32)


def key_in(cookies: Mapping[str, str]) -> str | None:
    """Return the key among a browser's cookies, None where there is none that could be one."""
    found = (cookies.get(name, "") for name in (COOKIE_OVER_HTTPS, COOKIE))
    return next((key for key in found if _KEY.fullmatch(key)), None)


def cookie(key: str, *, https: bool) -> str:
    """Return the header that gives a browser its key."""
    name, secure = (COOKIE_OVER_HTTPS, "; Secure") if https else (COOKIE, "")
    return f"{name}={key}; Max-Age={LASTS}; Path=/; HttpOnly; SameSite=Lax{secure}"
