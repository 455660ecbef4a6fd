"""Streamlit's own HTML page with a title, tags and first words of ours, for a share link and for the bare address.

Streamlit's page is empty until megabytes of scripts have run. What stands in it from the start is what a reader sees in
the first second, and all that a chat's crawler ever reads. Nobody's User-Agent is asked: everybody gets the same.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

TITLE: Final = "<title>Streamlit</title>"
ROOT: Final = '<div id="root"></div>'
HEAD_ENDS: Final = "</head>"
SHEET: Final = '<link rel="stylesheet" crossorigin href="./static/css/'
FILE: Final = Path(st.__file__).parent / "static" / "index.html"
NEUTRAL_TITLE: Final = "Community Flywheel"
NEUTRAL_WORDS: Final = (
    "A scenario shared with Community Flywheel: what a community is worth, in money, team by team."
)

# React empties #root as soon as it runs, and figures follow a second later: the copy beside #root stands in that gap.
# It goes once the page has its heading, and for good after half a minute.
STYLE: Final = """
.first{box-sizing:border-box;position:fixed;inset:0;z-index:1;overflow:hidden;padding:5.25rem 1rem 1rem;background:#fff;
color:#0B1320;font-family:"Source Sans",sans-serif;font-size:1rem;line-height:1.4}
.first>div{max-width:46rem;margin:0 auto}
.first p{margin:0 0 1.75rem;font-size:.875rem}
.first h1,.first b{display:block;margin:0 0 1.25rem;font-size:1.75rem;font-weight:600;line-height:1.2}
.first svg{display:block;width:100%;max-width:30rem;font-size:14px;fill:currentColor}
.still{display:none;pointer-events:none;animation:gone 0s 30s forwards}
#root:not(:has(.first)):not(:has([data-testid=stMain] h1))~.still{display:block}
@keyframes gone{to{visibility:hidden}}
@media(prefers-color-scheme:dark){.first{background:#0E1117;color:#F3F4F6}}
"""


class MarksGoneError(RuntimeError):
    """Streamlit's index.html no longer has the places where our words go."""


@dataclass(frozen=True)
class Told:
    """What the HTML of one address tells.

    Attributes
    ----------
    title, headline
        Plain text; escaped here.
    drawing
        An SVG whose texts are escaped already.
    picture
        Absolute address of the picture, empty where the app does not know its own address.
    address
        Absolute address of the page, empty likewise.
    private
        Whether search engines are asked to leave it out.
    """

    title: str = NEUTRAL_TITLE
    headline: str = NEUTRAL_WORDS
    drawing: str = ""
    picture: str = ""
    address: str = ""
    private: bool = True


class Index:
    """Streamlit's page, cut where our words go.

    Parameters
    ----------
    page
        The HTML.

    Raises
    ------
    MarksGoneError
        When a mark is not there exactly once: a new release of Streamlit has moved it.
    """

    def __init__(self, page: str) -> None:
        for mark in (TITLE, ROOT, HEAD_ENDS, SHEET):
            if page.count(mark) != 1:
                raise MarksGoneError(
                    f"Streamlit's index.html has {page.count(mark)} times {mark}, once is needed: share links cannot "
                    "show their headline. Install the release of Streamlit that requirements.txt pins."
                )
        # Nothing is drawn before a style sheet in the head has come. Behind our words, it is only waited for there.
        start = page.index(SHEET)
        self._sheet = page[start : page.index(">", start) + 1]
        self._page = page.replace(self._sheet, "")

    @classmethod
    def of_streamlit(cls) -> Index:
        """Read the page of the Streamlit that is installed."""
        try:
            return cls(FILE.read_text(encoding="utf-8"))
        except OSError as error:
            raise MarksGoneError(f"Streamlit's index.html cannot be read: {error.strerror}") from None

    def telling(self, told: Told) -> str:
        """Return the page with a title, tags and first words."""
        title = told.title if told.title == NEUTRAL_TITLE else f"{told.title} · {NEUTRAL_TITLE}"
        page = self._page.replace(TITLE, f"<title>{html.escape(title)}</title>")
        page = page.replace(HEAD_ENDS, f"{_tags(told)}<style>{STYLE}</style>{HEAD_ENDS}")
        above, headline = html.escape(told.title), html.escape(told.headline)
        first = f'<main class="first"><div><p>{above}</p><h1>{headline}</h1>{told.drawing}</div></main>'
        still = f"<div><p>{above}</p><b>{headline}</b>{told.drawing}</div>"
        words = f'<div id="root">{first}</div><div class="first still" aria-hidden="true">{still}</div>'
        return page.replace(ROOT, words + self._sheet)


def _tags(told: Told) -> str:
    tags = [("name", "robots", "noindex, nofollow")] if told.private else []
    tags += [
        ("name", "description", told.headline),
        ("property", "og:type", "website"),
        ("property", "og:site_name", NEUTRAL_TITLE),
        ("property", "og:title", told.title),
        ("property", "og:description", told.headline),
    ]
    if told.address:
        tags.append(("property", "og:url", told.address))
    if told.picture:
        tags += [
            ("property", "og:image", told.picture),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", "1200"),
            ("property", "og:image:height", "630"),
            ("property", "og:image:alt", told.headline),
            ("name", "twitter:card", "summary_large_image"),
        ]
    return "".join(f'<meta {kind}="{name}" content="{html.escape(text)}">' for kind, name, text in tags)
