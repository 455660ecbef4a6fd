"""Words of ours in Streamlit's page: where its marks are, escaped, and refused at start-up where they are gone."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from serving.index import NEUTRAL_TITLE, ROOT, SHEET, TITLE, Index, MarksGoneError, Told

PAGE = f'<html><head>{TITLE}{SHEET}a.css"></head><body>{ROOT}</body></html>'


class Reading(HTMLParser):
    """Collects tags, the title and what stands in #root."""

    def __init__(self) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        if tag == "meta" and (name := found.get("property") or found.get("name")):
            self.metas[name] = found.get("content") or ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reading:
    reading = Reading()
    reading.feed(page)
    return reading


def test_the_streamlit_that_is_installed_has_the_marks() -> None:
    page = Index.of_streamlit().telling(Told("Acme", "Every $1 returns $2.", "<svg></svg>"))
    root = page.split('<div id="root">')[1].split("</main></div>")[0]
    assert "Every $1 returns $2." in root
    assert "<svg>" in root
    assert "<title>Acme · Community Flywheel</title>" in page
    # the style sheet comes after our words: what stands in the head holds up the first drawing
    assert page.index("Every $1 returns $2.</h1>") < page.index(SHEET)
    assert page.count(SHEET) == 1


@pytest.mark.parametrize("mark", [TITLE, ROOT, "</head>", SHEET])
def test_a_page_without_a_mark_is_refused_with_a_clear_message(mark: str) -> None:
    with pytest.raises(MarksGoneError, match=r"requirements\.txt pins") as refusal:
        Index(PAGE.replace(mark, ""))
    assert mark in str(refusal.value)
    with pytest.raises(MarksGoneError):
        Index(PAGE + mark)


def test_hostile_texts_stay_texts() -> None:
    hostile = '"><script>alert(1)</script><div id="root"></div></head> & \' <img src=x onerror=alert(1)>'
    index = Index(PAGE)
    plain, made = read(index.telling(Told())), read(index.telling(Told(hostile, hostile)))
    assert made.tags == plain.tags
    assert made.metas["og:title"] == made.metas["og:description"] == hostile
    assert hostile in "".join(made.texts)


def test_addresses_stand_there_only_when_they_are_known() -> None:
    index = Index(PAGE)
    assert "og:image" not in read(index.telling(Told("Acme", "x"))).metas
    metas = read(
        index.telling(Told("Acme", "x", picture="https://a.example/p.png?id=1", address="https://a.example"))
    ).metas
    assert metas["og:image"] == "https://a.example/p.png?id=1"
    assert metas["og:image:width"] == "1200"
    assert metas["robots"].startswith("noindex")


def test_the_neutral_title_is_not_said_twice() -> None:
    assert f"<title>{NEUTRAL_TITLE}</title>" in Index(PAGE).telling(Told())
