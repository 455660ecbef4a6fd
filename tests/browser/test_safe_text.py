"""Whatever text a user gives, Streamlit shows it as it stands: no link, no icon, no formula comes of it."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.house import CHROMIUM
from wording.safe import plain

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PORTS = range(8680, 8700)

HOSTILE = [
    "plain words",
    "**bold** *italic* __bold__ _italic_ ~~gone~~ ~gone~ snake_case_name",
    "`code` ``more`` ```mermaid",
    "[click me](https://example.com)",
    "[click me][1] [1]: https://example.com",
    "![picture](https://example.com/x.png)",
    "https://example.com/path?x=1",
    "HTTP://EXAMPLE.COM and http://a.b",
    "www.example.com or (www.example.org)",
    "someone@example.com",
    "mailto:someone@example.com xmpp:someone@example.com",
    "<https://example.com> <someone@example.com>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b>bold</b> <!-- comment --> </div>",
    "&lt;b&gt; &amp; &#42; &copy;",
    "$x^2$ and $y$",
    "$$x^2$$",
    "$5 to $6, or \\$7$",
    r"\(x\) \[y\] \frac{1}{2}",
    ":red[red] :blue-background[blue] :rainbow[all] :small[small]",
    ":red-badge[badge] :color[x]{foreground=red} :help[me] :shimmer[x]",
    ":material/home: :material/delete:",
    ":streamlit: :streamlit:",
    ":smile: :+1: :-1: :a:b:smile:cat:",
    "ratio 3:1, at 10:30, a:b, ::leaf, :::container",
    "-> <- <-> -- >= <= ~=",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "# heading",
    "###### small",
    "> quote",
    "- item",
    "+ item",
    "* item",
    "1. first",
    "2) second",
    "- [ ] task [x] done",
    "| a | b | --- | c |",
    "--- *** ___ ===",
    "[^1] footnote [^1]: text",
    "trailing backslash \\",
    r"\* \\* \\\* \_",
    "    four spaces first",
    "line one\nline two\n\n# heading\n- item\n```\ncode",
    "a\ttab\r\nand a\x00 null \x1b[31m",
    "evil\u202etxt.exe \u2066isolated\u2069",
    "zero\u200bwidth\ufeff :sm\u200bile: joined\u2060up",
    "=cmd|' /C calc'!A0",
    "{braces} {{template}} {0}",
    "\"quotes\" 'single' “curly”",
    "a^b a~b a=b a;b a?b a%b",
    "日本語 العربية עברית ไทย 👩\u200d💻",
    "http://user:pass@host:8501/:smile:",
    "x:material/home:x www.:smile:.com",
    "a*b*c a_b_c 2*3*4",
    "*" * 600,
]

APP = """
import json, sys
from pathlib import Path
sys.path.insert(0, {root!r})
import streamlit as st
from wording.safe import safe, safe_money

texts = json.loads(Path(__file__).with_name("texts.json").read_text())
for index, text in enumerate(texts):
    shown = safe(text)
    with st.container(key=f"row{{index}}"):
        with st.container(key=f"row{{index}}-markdown"):
            st.markdown(shown)
        with st.container(key=f"row{{index}}-within"):
            st.markdown(f":+1: {{shown}} after")
        with st.container(key=f"row{{index}}-caption"):
            st.caption(shown)
        with st.container(key=f"row{{index}}-checkbox"):
            st.checkbox(shown, key=f"checkbox{{index}}")
        with st.container(key=f"row{{index}}-button"):
            st.button(shown, key=f"button{{index}}")
        with st.container(key=f"row{{index}}-label"):
            st.text_input(shown, key=f"input{{index}}")
        with st.container(key=f"row{{index}}-heading"):
            st.subheader(shown, anchor=False)
        with st.container(key=f"row{{index}}-option"):
            st.radio("Choice", [shown], key=f"radio{{index}}", label_visibility="collapsed")
with st.container(key="money"):
    st.markdown(safe_money({money!r}))
for index, text in enumerate({losses!r}):
    with st.container(key=f"loss{{index}}", width=90):
        st.markdown(safe(text))
        st.caption(safe_money(text))
with st.container(key="unsafe"):
    st.markdown({unsafe!r})
st.text("ready")
"""
UNSAFE = ":smile: :material/home: $x^2$ **bold** https://example.com :red[red]"
MONEY = "Over three years every $1 returns **$2.35** (between $1.10 and $3.90)."
LOSSES = [
    f"between {loss} xx {loss} xxx {loss} xxxx {loss} xxxxx {loss} xxxxxx {loss}"
    for loss in ("-€400k", "-$400k", "-CA$400k", "-CHF\u00a0400k", "-34\u00a0%")
]
LINES = """root => [...root.querySelectorAll("p")].map(paragraph => {
    const text = paragraph.firstChild, range = document.createRange(), tops = [];
    for (let at = 0; at < text.length; at++) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        tops.push(range.getBoundingClientRect().top);
    }
    return [...text.data].map((sign, at) => at && tops[at] > tops[at - 1] + 5 ? "\\n" + sign : sign).join("");
})"""
PLACES = ("markdown", "caption", "checkbox", "button", "label", "heading", "option", "within")
READ = """([index, places]) => Object.fromEntries(places.map(place => {
    const root = document.querySelector(`.st-key-row${index}-${place}`);
    const text = place === "option" ? root.querySelector('[role="radiogroup"]') : root;
    return [place, {
        text: text.textContent,
        alive: [...root.querySelectorAll(
            'a, img, em, strong, del, code, pre, script, sub, sup, table, ul, ol, blockquote, hr, iframe, b,'
            + ' .katex, .katex-error, [translate="no"], .stMarkdownBadge, .stMarkdownColoredText,'
            + ' .stMarkdownColoredBackground, [data-testid="stMarkdownContainer"] [role="img"],'
            + ' [data-testid="stMarkdownContainer"] svg'
        )].map(element => element.outerHTML.slice(0, 200)),
    }];
}))"""


def free_port() -> int:
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError(f"no free port in {PORTS}")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("safe_text")
    (folder / "texts.json").write_text(json.dumps(HOSTILE), encoding="utf-8")
    (folder / "app.py").write_text(
        APP.format(root=str(ROOT), money=MONEY, losses=LOSSES, unsafe=UNSAFE), encoding="utf-8"
    )
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(folder / "app.py"), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    command += ["--browser.gatherUsageStats=false"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_healthy(health: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert server.poll() is None, "the page's server ended"
        try:
            with urllib.request.urlopen(health, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(health)


@pytest.fixture(scope="module")
def shown(address: str, playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    try:
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_text("ready", exact=True)).to_be_visible(timeout=60_000)
        # Emoji and formulas are drawn by parts that load late: once they are, nothing more changes.
        unsafe = page.locator(".st-key-unsafe")
        expect(unsafe).to_contain_text("😄", timeout=60_000)
        for drawn in (".katex", '[translate="no"]', "strong", "a", ".stMarkdownColoredText"):
            expect(unsafe.locator(drawn).first).to_be_attached(timeout=60_000)
        expect(page.get_by_role("radiogroup")).to_have_count(len(HOSTILE), timeout=60_000)
        yield page
    finally:
        browser.close()


@pytest.mark.parametrize("index", range(len(HOSTILE)), ids=lambda index: repr(HOSTILE[index])[:40])
def test_hostile_text_is_shown_as_it_stands(shown: Page, index: int) -> None:
    expected = plain(HOSTILE[index])
    for place, found in shown.evaluate(READ, [index, list(PLACES)]).items():
        text = " ".join(found["text"].replace("\u2060", "").split())
        assert text == (f"👍 {expected} after" if place == "within" else expected), place
        assert found["alive"] == [], place


def test_money_is_no_formula(shown: Page) -> None:
    assert shown.locator(".st-key-money strong").text_content() == "$2.35"
    assert shown.locator(".st-key-money").text_content() == MONEY.replace("**", "")
    assert shown.locator(".st-key-money .katex").count() == 0


@pytest.mark.parametrize("index", range(len(LOSSES)), ids=lambda index: LOSSES[index].split()[1])
def test_no_line_ends_after_the_minus_of_an_amount(shown: Page, index: int) -> None:
    for said in shown.locator(f".st-key-loss{index}").evaluate(LINES):
        seen = said.replace("\u2060", "")
        assert " ".join(seen.split()) == " ".join(LOSSES[index].split())
        assert seen.count("\n") >= 5, "the box is too wide to break the line"
        assert "-\n" not in seen
