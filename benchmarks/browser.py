"""What a person at a real browser waits for, against empty pages: the first visit of a fresh server, and an edit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import Figure
from benchmarks.houses import PLAIN, fresh_houses
from benchmarks.load import FIRST_MEMBERS
from calculators.evaluation import evaluate
from calculators.scenario import Given, Scenario
from figures.answer import answer_of, formats_of
from scenarios.workspace import default_scenario
from tests.browser.house import CHROMIUM, CHROMIUM_ARGUMENTS, wait_for_script
from wording import headline

WINDOW: Final = {"width": 1280, "height": 900}
PATIENCE: Final = 60_000.0
EDITS: Final = 3
"""Edits in a round, of which the quickest counts."""

PAUSE: Final = 1_000.0
"""Milliseconds before an edit, in which the range of the last answer follows."""

MEMBERS: Final = "Members (people)"
ECHO: Final = "an empty page with a field, plain streamlit run"

# Looks before every frame whether a text can be seen, and notes when: what a person sees, not what has arrived.
WATCH: Final = """
window.seen = {};
window.watch = (name, selector, text, began) => {
    const told = element => element.innerText.replace(/\\s+/g, " ").includes(text);
    const look = () => {
        const found = [...document.querySelectorAll(selector)].some(
            element => element.getBoundingClientRect().height > 0 && (text === "" || told(element))
        );
        if (found) window.seen[name] = performance.now() - began(); else requestAnimationFrame(look);
    };
    look();
};
"""
ON_ENTER: Final = """
([selector, text]) => {
    delete window.seen.edit;
    document.addEventListener("keydown", event => {
        if (event.key === "Enter") {
            const began = performance.now();
            window.watch("edit", selector, text, () => began);
        }
    }, { capture: true, once: true });
}
"""


@dataclass(frozen=True)
class FirstVisit:
    """What came of a first visit.

    Attributes
    ----------
    sentence, own, charts
        Milliseconds until they are seen: the sentence first, in the page itself once its script has run, and a chart.
    kilobytes
        As they came over the line, compressed where they were.
    """

    sentence: float
    own: float
    charts: float
    kilobytes: float


def _sentence(scenario: Scenario) -> str:
    result = evaluate(scenario)
    return " ".join(headline(answer_of(result), formats=formats_of(result.resolved)).split())


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that has shown something already."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        with browser.new_context() as context:
            context.new_page().goto("data:text/html,<h1>warm</h1>")
        yield browser
        browser.close()


def first_visit(browser: Browser, address: str, *, sentence: str, charts: bool) -> FirstVisit:
    """Open an address in a browser that has nothing of it yet.

    Parameters
    ----------
    browser
        Which.
    address
        Of the server.
    sentence
        What the page's heading says, as the engine has it.
    charts
        Whether there are any to wait for.
    """
    with browser.new_context(viewport=WINDOW, locale="en-US") as context:  # type: ignore[arg-type]
        page = context.new_page()
        came = _counted(page)
        wanted = [
            f'window.watch("sentence", "h1", {sentence!r}, () => 0);'
            f'window.watch("own", "[data-testid=stMain] h1", {sentence!r}, () => 0);'
        ]
        if charts:
            wanted.append(
                'window.watch("charts", "[data-testid=stVegaLiteChart] :is(canvas, svg)", "", () => 0);'
            )
        page.add_init_script(WATCH + "".join(wanted))
        page.goto(address, wait_until="commit")
        last = "charts" if charts else "sentence"
        page.wait_for_function(
            f"() => '{last}' in window.seen && 'sentence' in window.seen", timeout=PATIENCE
        )
        seen: dict[str, float] = page.evaluate("window.seen")
        wait_for_script(page)
        return FirstVisit(seen["sentence"], seen["own"], seen.get("charts", seen["own"]), sum(came) / 1_000.0)


def _counted(page: Page) -> list[float]:
    """Return a list that each thing the page receives adds its bytes to."""
    line, came = page.context.new_cdp_session(page), list[float]()

    def frame(told: dict[str, Any]) -> None:
        # a binary frame's bytes are told in base64
        size = len(told["response"]["payloadData"])
        came.append(size * 0.75 if told["response"]["opcode"] == 2 else size)

    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    line.on("Network.webSocketFrameReceived", frame)
    return came


class Typist:
    """Somebody at a page with a field, whose edits are watched.

    Parameters
    ----------
    page
        Open already.
    field
        Label of the field.
    selector
        Of what shows the answer.
    """

    def __init__(self, page: Page, *, field: str, selector: str) -> None:
        self._page = page
        self._field = page.get_by_role("textbox", name=field)
        self._selector = selector

    def edit(self, text: str, *, answer: str) -> float:
        """Type a text and press Enter; return the milliseconds until the answer is seen."""
        self._page.bring_to_front()
        self._page.wait_for_timeout(PAUSE)
        self._field.fill(text)
        self._page.evaluate(ON_ENTER, [self._selector, answer])
        self._field.press("Enter")
        self._page.wait_for_function("() => 'edit' in window.seen", timeout=PATIENCE)
        wait_for_script(self._page)
        return float(self._page.evaluate("window.seen.edit"))


def _edits(browser: Browser, ours: str, echo: str, rounds: int) -> tuple[list[float], list[float]]:
    start = default_scenario()
    with browser.new_context(viewport=WINDOW, locale="en-US") as context:  # type: ignore[arg-type]
        context.add_init_script(WATCH)
        pages = []
        for address in (ours, echo):
            page = context.new_page()
            page.goto(address)
            wait_for_script(page)
            pages.append(page)
        person = Typist(pages[0], field=MEMBERS, selector="h1")
        other = Typist(pages[1], field="Words", selector="p")
        found, reference = list[float](), list[float]()
        members = FIRST_MEMBERS + 1_500
        for turn in range(rounds + 1):
            mine, theirs = [], []
            for _ in range(EDITS):
                # every hundred members more: another return, so that the sentence is another one
                members += 100
                typed = Given(value=float(members), confirmed=True)
                answer = _sentence(start.changed(values={"members": typed}))
                mine.append(person.edit(f"{members:,}", answer=answer))
                theirs.append(other.edit(f"words {members}", answer=f"You said words {members}"))
            if turn:  # the first round is for warming up
                found.append(min(mine))
                reference.append(min(theirs))
    return found, reference


def measure(rounds: int) -> list[Figure]:
    """Return the figures of a person at a browser.

    Parameters
    ----------
    rounds
        How many pairs are measured; each first visit has a server of its own.
    """
    ours, empty = list[FirstVisit](), list[FirstVisit]()
    sentence = _sentence(default_scenario())
    with fresh_houses() as houses, chromium() as browser:
        for _ in range(rounds):
            with houses.ours() as server:
                ours.append(first_visit(browser, server.address, sentence=sentence, charts=True))
            with houses.plain() as server:
                empty.append(first_visit(browser, server.address, sentence="Empty", charts=False))
        with houses.ours() as server, houses.plain("echo") as other:
            edits, echoes = _edits(browser, server.address, other.address, rounds)
    return [
        Figure(
            name="First visit in a browser, fresh process, the sentence is seen",
            against=f"the heading of {PLAIN}",
            ours=[visit.sentence for visit in ours],
            reference=[visit.sentence for visit in empty],
            goal=1.2,
            note="a new browser profile and a server that is ready and that nobody has opened; the sentence stands in "
            "the page before any script has run, as whoever comes for the first time has the first example",
        ),
        Figure(
            name="First visit in a browser, fresh process, the page can be used",
            against=f"the heading of {PLAIN}",
            ours=[visit.own for visit in ours],
            reference=[visit.own for visit in empty],
            note="the sentence again, drawn by the page's own script",
        ),
        Figure(
            name="First visit in a browser, fresh process, the chart is seen",
            against=f"the heading of {PLAIN}",
            ours=[visit.charts for visit in ours],
            reference=[visit.sentence for visit in empty],
            note="an empty page has no chart, and does not fetch what draws them",
        ),
        Figure(
            name="First visit in a browser, what comes over the line",
            against=PLAIN,
            ours=[visit.kilobytes for visit in ours],
            reference=[visit.kilobytes for visit in empty],
            unit="kB",
            note="page, scripts, styles, fonts and websocket",
        ),
        Figure(
            name="Edit on Start in a browser, the new sentence is seen",
            against=ECHO,
            ours=edits,
            reference=echoes,
            note=f"from Enter to the frame that shows the engine's answer; the quickest of {EDITS}, "
            f"{median(edits) - median(echoes):+.0f} ms",
        ),
    ]
