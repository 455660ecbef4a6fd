"""What the person who runs the app may set, read from the environment."""

from __future__ import annotations

import os
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
