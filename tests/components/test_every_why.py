"""Every figure has a "why": pages are walked card by card, and every drawer explains what its card names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calculators.comparison import Terms
from calculators.scenario import Scenario
from components import compare, confidence, cycle, reader, results
from components import why as drawers
from components.why import Card
from figures.circle import OnTrack
from figures.why import Explanation, Reading
from scenarios import record as records
from scenarios.opened import Opened
from scenarios.workspace import Comparison, Workspace
from tests.servers import ROOT

FIGURES = {"table", "dataframe", "arrow_table", "arrow_data_frame", "vega_lite_chart", "metric"}
HEADINGS = {"title", "header", "subheader"}

# What stands in a table or a chart and is no figure of the model's.
NO_FIGURES = {
    "What goes together": "what the user has typed about pairs of assumptions",
}

SCENARIO = Scenario(payers={"staff": "support"}, circle={"market_growth": 0.02})


@dataclasses.dataclass
class Segment:
    """What stands below one heading, up to the next."""

    heading: str
    figures: list[str]
    cards: list[str]


def in_order(block: Any) -> Iterator[Any]:
    """Every element of a block, as they stand on the page."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from in_order(child)
        else:
            yield child


def segments(app: AppTest) -> list[Segment]:
    """The page cut at its headings."""
    found = [Segment("", [], [])]
    for element in in_order(app.main):
        kind = element.type
        if kind in HEADINGS:
            found.append(Segment(str(element.value), [], []))
        elif kind in FIGURES:
            found[-1].figures.append(kind)
        elif kind == "button" and str(element.key).startswith("why "):
            found[-1].cards.append(element.key)
    return found


def without_why(app: AppTest) -> list[str]:
    """Headings below which figures stand that no "why" reaches."""
    return [
        one.heading
        for one in segments(app)
        if one.figures and not one.cards and say(one.heading) not in NO_FIGURES
    ]


def say(text: str) -> str:
    return text.replace("\\", "")


def opened(page: str, scenario: Scenario = SCENARIO, **state: Any) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=120)
    app.session_state["open scenario"] = scenario
    app.run()
    return turned(app, page, **state)


def turned(app: AppTest, page: str, **state: Any) -> AppTest:
    """Turn to another page, or to another part of it."""
    for key, value in state.items():
        app.session_state[key] = value
    app.switch_page(f"{page}.py").run()
    assert not app.exception, app.exception
    return app


@pytest.fixture(scope="module")
def visitor() -> AppTest:
    """One visitor, who turns to all pages."""
    return opened("start")


def side_by_side() -> AppTest:
    """Compare, with a side that has no community and one that closes, once what takes longer is there."""
    app = opened("start")
    work: Opened = app.session_state["open workspace"]
    workspace = Workspace.starting(Scenario(name="Now"), first="a")
    workspace = workspace.with_scenario("b", Scenario(name="Bold", values={"members": 8_000.0}))
    one = Comparison(id="c", scenarios=("a", "b", "a~close_today", "a~no_community"), base="a")
    work.take(workspace.with_comparison(one))
    work.open("a")
    app.session_state["open scenario"] = work.scenario
    terms = compare.terms_of(one, work.workspace)
    assert isinstance(terms, Terms)
    compare.worked(terms, drawn=True)
    app.switch_page("compare.py").run()
    assert not app.exception, app.exception
    return app


WALK: dict[str, tuple[str, dict[str, Any]]] = {
    "start": ("start", {}),
    **{f"results, {part}": ("results", {"part": part}) for part in results.SECTIONS},
    "teams": ("teams", {}),
    **{f"teams, {team}": ("teams", {"team": team}) for team in ("support", "people")},
    "flywheel": ("flywheel", {}),
    **{
        f"confidence, {look}": ("confidence", {"look": look, "haircut": True}) for look in confidence.SECTIONS
    },
    **{f"cycle, {part}": ("cycle", {"part": part}) for part in cycle.SECTIONS},
    "compare": ("compare", {}),
}


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Card, Reading]]:
    """Have every card asked as its drawer would ask it, on the page itself; buttons stand as they do."""
    found: list[tuple[Card, Reading]] = []
    draw = drawers.offer

    def offer(card: Card) -> None:
        draw(card)
        if card.names:
            reading = card.ask()
            assert reading is not None, card.title
            found.append((card, reading))

    monkeypatch.setattr(drawers, "offer", offer)
    return found


@pytest.mark.parametrize("name", WALK)
def test_every_table_chart_and_metric_has_a_why_that_explains_it(
    name: str, visitor: AppTest, offered: list[tuple[Card, Reading]]
) -> None:
    page, state = WALK[name]
    app = side_by_side() if page == "compare" else turned(visitor, page, **state)
    assert without_why(app) == []
    last: dict[str, tuple[Card, Reading]] = {card.title: (card, reading) for card, reading in offered}
    buttons = {key.removeprefix("why ") for one in segments(app) for key in one.cards}
    assert buttons <= last.keys(), "a card has data, but no figure"
    for title in buttons:
        explains_itself(*last[title])


def explains_itself(card: Card, reading: Reading) -> None:
    """Each figure that can be chosen has a formula or words; and the steps down lead to assumptions."""
    choices = reading.reachable(card.names)
    grounds = set()
    for name in choices:
        found = explained(reading, name)
        for entry in found.inputs:
            if entry.assumption:
                grounds.add(entry.id)
            else:
                assert entry.id in choices or not reading.explains(entry.id), (card.title, name, entry.id)
    assert grounds, f"{card.title} leads to no assumption"


_EXPLAINED: dict[tuple[str, str], Explanation] = {}


def explained(reading: Reading, name: str) -> Explanation:
    """The explanation of a figure, whole; looked at once for each kind of reading."""
    track = reading.track.label if isinstance(reading, OnTrack) else ""
    key = f"{type(reading).__name__} {track}", name
    if key not in _EXPLAINED:
        found = _EXPLAINED[key] = reading.explain(name, month=reading.first_month - 1)
        assert found.label, name
        assert found.value, name
        assert found.words or found.note or found.inputs, name
        assert bool(found.words) == bool(found.numbers), name
        for entry in found.inputs:
            assert entry.label, name
            assert not entry.assumption or (entry.grade and entry.source and entry.origin), entry.id
        for text in (found.label, found.words, found.note):
            assert not re.search(r"[a-z]_[a-z]", text), (name, text)
        for text in (found.value, found.numbers, found.comes_to):
            assert not re.search(r"\b(nan|inf|None)\b", text), (name, text)
    return _EXPLAINED[key]


@pytest.mark.parametrize(
    "held",
    [
        "one scenario",
        "a comparison",
        pytest.param("several, as links once held them", marks=pytest.mark.slow),
    ],
)
def test_what_a_link_opens_explains_itself_too(
    held: str, offered: list[tuple[Card, Reading]], monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [SCENARIO.changed(name="Now"), SCENARIO.changed(name="Bold", values={"members": 8_000.0})]
    record = records.record(several if held != "one scenario" else several[:1], made_by="", made_on=None)
    if held.startswith("several"):
        record = record.model_copy(update={"compared": None})
    monkeypatch.setattr(reader, "opened", lambda: record)
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=120)
    app.run()
    turned(app, "shared")
    assert [one for one in segments(app) if one.figures]
    assert without_why(app) == []
    on_page = {key.removeprefix("why ") for one in segments(app) for key in one.cards}
    for card, reading in offered:
        if card.title in on_page:
            assert not card.change, "a reader cannot change what was shared"
            assert card.readers
            explains_itself(card, reading)


def drawn_for(name: str, *, readers: bool) -> str:
    """Return what the drawer says a figure of 100,000 members rests on."""

    def drawer(name: str, readers: bool) -> None:
        from calculators.evaluation import evaluate
        from calculators.scenario import Scenario
        from components.why import explained
        from figures.why import Reading

        typed = Scenario(values={"members": 100_000.0})
        explained(Reading(evaluate(typed)).explain(name, month=0), change=False, readers=readers)

    app = AppTest.from_function(drawer, args=(name, readers), default_timeout=60).run()
    assert not app.exception
    # as it is read: what could be taken for a mark is written with a stroke before it
    return "\n".join(element.value for element in app.markdown).replace("\\", "")


# the members that were typed, a number that was scaled to them, one that a rule has raised
@pytest.mark.parametrize(
    ("name", "yours", "theirs"),
    [
        ("activity", "yours; ", "the author's own; "),
        ("deflected_now", "scaled to your members", "scaled to the author's members"),
        ("demand_ref", "raised to leave room for your", "raised to leave room for the author's"),
    ],
)
def test_readers_are_told_of_the_author(name: str, yours: str, theirs: str) -> None:
    assert yours in drawn_for(name, readers=False)
    assert theirs in drawn_for(name, readers=True)
    assert not re.search(r"\byours?\b", drawn_for(name, readers=True), re.IGNORECASE)


def test_a_card_without_a_why_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk itself: with one button taken away, the table above it is told."""
    draw = drawers.offer

    def offer(card: Card) -> None:
        if card.title != "What waiting costs":
            draw(card)

    monkeypatch.setattr(drawers, "offer", offer)
    assert without_why(opened("cycle", part="waiting")) == ["The same plan, begun later"]
