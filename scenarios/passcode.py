"""Passcodes of links: kept as a slow salted hash, so that nobody reads them from the database.

Known and unknown links take the same work, and only a few are worked on at a time: each needs 32 MB.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from typing import Final

SHORTEST: Final = 6
LONGEST: Final = 100
N, R, P = 2**15, 8, 3
"""Work of one hash, as OWASP advises for scrypt: about a fifth of a second."""

_MEMORY: Final = 64 * 1024 * 1024
_AT_ONCE: Final = threading.BoundedSemaphore(2)


def hashed(passcode: str) -> str:
    """Return what is kept of a passcode.

    Raises
    ------
    ValueError
        When it is too short or too long; the message is for people.
    """
    code = passcode.strip()
    if not SHORTEST <= len(code) <= LONGEST:
        raise ValueError(f"A passcode has {SHORTEST} to {LONGEST} signs.")
    salt = secrets.token_bytes(16)
    return "$".join(("scrypt", str(N), str(R), str(P), _text(salt), _text(_work(code, salt, N, R, P))))


def fits(passcode: str, kept: str | None) -> bool:
    """Tell whether a passcode is the one that was kept, taking as long where none was.

    Parameters
    ----------
    passcode
        As somebody typed it.
    kept
        What `hashed` returned; None where there is no such link.
    """
    kind, n, r, p, salt, digest = (kept or _NOBODYS).split("$")
    if kind != "scrypt":
        return False
    found = _work(
        passcode.strip()[:LONGEST], base64.b64decode(salt), min(int(n), N), min(int(r), R), min(int(p), P)
    )
    return hmac.compare_digest(found, base64.b64decode(digest)) and kept is not None


def _work(code: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    with _AT_ONCE:
        return hashlib.scrypt(
            code.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32
        )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


_NOBODYS: Final = "$".join(("scrypt", str(N), str(R), str(P), _text(bytes(16)), _text(bytes(32))))
