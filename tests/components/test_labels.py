"""What is chosen by its label has one that nothing else has: Streamlit finds an option by what stands on it."""

import ast
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from calculators.scenario import LONGEST_NAME, Scenario
from components import compare, share
from scenarios.opened import Opened
from scenarios.workspace import Comparison, Workspace
from tests.servers import ROOT
from wording import safe
from wording.comparison import told_apart

BEGINNING = "The plan for our community in the year "
LONG = "x" * 100
NAMES = (f"{BEGINNING}2026", f"{BEGINNING}2027", LONG, f"{LONG} 2", "A", "A", "A (2)")


@settings(max_examples=200)
@given(
    names=st.lists(st.one_of(st.text(max_size=60), st.sampled_from(NAMES)), max_size=50),
    longest=st.integers(8, 80),
)
@example(names=list(NAMES), longest=40)
def test_no_two_labels_are_the_same_and_all_have_room(names: list[str], longest: int) -> None:
    labels = told_apart(names, longest=longest)
    assert len(labels) == len(names)
    assert len(set(labels)) == len(set(map(safe, labels))) == len(labels)
    assert all(len(label) <= longest for label in labels)


def workspace(*names: str) -> Workspace:
    found = Workspace.starting(Scenario(name=names[0]), first="a")
    for number, name in enumerate(names[1:]):
        found = found.with_scenario(f"b{number}", Scenario(name=name))
    return found


@settings(max_examples=50)
@given(st.lists(st.one_of(st.text(max_size=LONGEST_NAME), st.sampled_from(NAMES)), min_size=1, max_size=6))
@example(list(NAMES))
def test_no_two_scenarios_of_a_workspace_are_called_the_same(names: list[str]) -> None:
    found = workspace(*names)
    for longest in (None, 80, 40):
        assert len(set(found.titles(longest=longest).values())) == len(names)


def sharing() -> AppTest:
    def script() -> None:
        from components import share

        share.ask_for_link(None)  # type: ignore[arg-type]

    return AppTest.from_function(script, default_timeout=60)


def drawer() -> AppTest:
    def script() -> None:
        from components import saved

        saved._ask_scenario()

    return AppTest.from_function(script, default_timeout=60)


def explaining() -> AppTest:
    def script() -> None:
        from components import compare, document

        one = compare.comparison()
        terms = compare.terms_of(one, document.workspace())
        assert isinstance(terms, compare.Terms)
        compare.ask_which("Headline figures", compare.view(one, terms))

    return AppTest.from_function(script, default_timeout=60)


def comparing() -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=120).run()
    return app.switch_page("compare.py")


@pytest.mark.parametrize(
    ("page", "kind", "key"),
    [
        (sharing, "multiselect", "link scenarios"),
        (drawer, "selectbox", "open scenario choice"),
        (comparing, "button_group", "compared scenarios"),
        (comparing, "selectbox", "which comparison"),
    ],
)
def test_every_choice_of_a_scenario_tells_them_apart(
    page: Callable[[], AppTest], kind: str, key: str
) -> None:
    app = page().run()
    work: Opened = app.session_state["open workspace"]
    held = workspace(*NAMES)
    for id in ("p", "q"):
        held = held.with_comparison(Comparison(id=id, name="A new one", scenarios=("a", "b0"), base="a"))
    work.take(held)
    work.open("a")
    app.run()
    assert not app.exception
    (found,) = [one for one in app.get(kind) if one.key == key]
    options = [getattr(option, "content", option) for option in found.options]
    assert len(options) == (3 if key == "which comparison" else len(NAMES))
    assert len(set(options)) == len(options)


LISTS = {"selectbox", "multiselect"}
BESIDE_EACH_OTHER = {"radio", "pills", "segmented_control", "select_slider"}


def written_by(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every choice that a module draws, and what writes its options."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        # drawn by Streamlit, or by `kept`, which is told what draws it
        for drawn in (call.func, *call.args[:1]):
            if isinstance(drawn, ast.Attribute) and drawn.attr in LISTS | BESIDE_EACH_OTHER:
                yield (
                    drawn.attr,
                    next((ast.unparse(k.value) for k in call.keywords if k.arg == "format_func"), ""),
                )


def test_options_of_lists_are_not_escaped() -> None:
    found = [
        (file.name, *choice)
        for folder in ("components", "pages")
        for file in (ROOT / folder).glob("*.py")
        for choice in written_by(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert len(found) > 30
    assert [one for one in found if one[1] in LISTS and "safe(" in one[2]] == []


@pytest.mark.parametrize(
    ("page", "kind", "key"),
    [
        (sharing, "multiselect", "link scenarios"),
        (comparing, "selectbox", "which comparison"),
        (explaining, "selectbox", "why side of Headline figures"),
    ],
)
def test_a_name_in_a_list_is_shown_as_it_is(page: Callable[[], AppTest], kind: str, key: str) -> None:
    app = page().run()
    work: Opened = app.session_state["open workspace"]
    names = ("Plan 2027 (EU)", "**A**\x00_b_")
    held = workspace(*names).with_comparison(
        Comparison(id="p", name="Board (*)", scenarios=("a", "b0"), base="a")
    )
    work.take(held.with_comparison(Comparison(id="q", scenarios=("a", "b0"), base="a")))
    work.open("a")
    app.run()
    assert not app.exception
    (found,) = [one for one in app.get(kind) if one.key == key]
    shown = ["Plan 2027 (EU)", "**A**_b_"]
    if key == "which comparison":
        shown = ["A new one", "Board (*)", " / ".join(shown)]
    assert list(found.options) == shown


def test_a_name_given_for_a_comparison_may_be_another_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    held = workspace("North", "South", "East")
    sent = Comparison(id="p", scenarios=("a", "b0"), base="a", names={"a": "East"})
    monkeypatch.setattr(share.document, "workspace", lambda: held)
    monkeypatch.setattr(share.document, "scenarios", lambda: ())
    monkeypatch.setattr(compare, "sent", lambda: sent)
    names = [side.name for side in share._sides().values()]
    assert names == ["East", "South", "East"]
    assert told_apart(names) == ("East", "South", "East (2)")
