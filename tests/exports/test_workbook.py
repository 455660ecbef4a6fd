"""The workbook: an independent spreadsheet computes from it what the engine computes, changed inputs and all."""

from __future__ import annotations

import dataclasses
import math
import os
import random
import re
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest

from calculators.case import Case, State
from calculators.comparison import Named, compare
from calculators.evaluation import Result, evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Origin, Scenario, resolve
from calculators.starting_point import starting_points
from exports.workbook import workbook
from exports.workbook.answers import name_of
from exports.workbook.excel import excel
from figures.answer import nothing_counted
from figures.comparison import NO_COSTS, ComparisonView, view_of
from figures.declared import figures
from tests.exports.asked import HOSTILE, SEEN, hostile, largest, material_of
from tests.exports.recalculated import OFFICE, Book, Written, read, recalculated

CLOSE = 1e-9
NOT_LIVE = {"own_value_share"}
MANY = int(os.environ.get("WORKBOOKS", "0"))


@lru_cache(maxsize=8)
def written_of(scenario: Scenario) -> Written:
    return Written(workbook(material_of(scenario, sure=False)))


def wrong(book: Book, result: Result) -> list[str]:
    """What the sheet has otherwise than the engine, one line each."""
    found = []
    for figure in figures().values():
        name = name_of(figure.id)
        if name not in book.names or figure.id in NOT_LIVE:
            continue
        cell, value = book.named(name), figure.value(result)
        if isinstance(cell, str) or value is None:
            # the engine also finds a rate where cash changes its sign more than once
            looked_for = figure.id != "irr" or cell != "several or none"
            # nobody is told that cash which never moves is paid back in month 1
            if figure.id == "payback_month" and nothing_counted(result.hard):
                looked_for = cell != "none"
            if not (isinstance(cell, str) and value is None) and looked_for:
                found.append(f"{figure.id}: {cell!r} for {value!r}")
            continue
        # where amounts cancel out, digits of what they are made of are left over
        size = max(abs(value), 1e-6 * result.hard.pv_costs if figure.kind == "money" else 1e-6)
        if abs(cell - value) > CLOSE * size:
            found.append(f"{figure.id}: {cell!r} for {value!r}")
    return found


def errors(book: Book) -> list[str]:
    return [
        f"{sheet}!{place}: {value}"
        for sheet, cells in book.sheets.items()
        for place, value in cells.items()
        if isinstance(value, str) and value.startswith(("#", "Err:"))
    ]


def changed(point: str, *, seed: int) -> tuple[Scenario, dict[str, float], tuple[str, str]]:
    """A scenario, ten numbers to type into its sheet, and two loops to switch."""
    chance = random.Random(f"{point} {seed}")
    # a third of the months make the same formulas in a third of the time; one has all of them
    scenario = Scenario(starting_point=point, values={} if seed == 0 else {"horizon": 12.0})
    in_force = resolve(scenario).in_force
    names = [
        name for name, entry in in_force.items() if entry.origin is not Origin.ABSENT and name != "horizon"
    ]
    typed = {}
    for name in chance.sample(names, 10):
        entry = in_force[name]
        low, high = (
            (entry.low, entry.high) if entry.low < entry.high else (0.5 * entry.high, 1.5 * entry.high)
        )
        lowest, highest = entry.bounds
        # within the range, nothing at all, or so far off that rules must move what is not typed
        drawn = chance.choice(
            (chance.uniform(low, high), entry.value * 10.0 ** chance.uniform(-1.0, 1.0), 0.0)
        )
        value = min(max(float(f"{drawn:.4g}"), lowest), highest)
        typed[name] = float(round(value)) if name == "amortise_months" else value
    one, other = chance.sample([team.id for team in MODEL.teams], 2)
    return scenario, typed, (one, other)


def typed_into(written: Written, typed: dict[str, float], loops: tuple[str, ...]) -> bytes:
    cells: dict[str, float | str | None] = {
        written.names[name].replace("$B$", "$C$"): value for name, value in typed.items()
    }
    return written.typed(cells | {written.names[f"turns_{team}"]: 0.0 for team in loops})


def told_of_changes(
    scenario: Scenario, typed: dict[str, float], loops: tuple[str, ...], book: Book
) -> list[str]:
    """What the sheet says otherwise than the app once numbers are typed into both."""
    values = {
        **scenario.values,
        **{name: Given(value=value, confirmed=True) for name, value in typed.items()},
    }
    asked = scenario.changed(values=values, loops_off=frozenset(loops))
    resolved = resolve(asked)
    if bool(resolved.problems) != bool(book.named("inputs_refused")):
        return [f"refused by the app: {resolved.problems}, by the sheet: {book.named('inputs_refused')}"]
    if resolved.problems:
        return []
    differing = [
        f"{name}: {book.named(name)} for {entry.value}"
        for name, entry in resolved.in_force.items()
        if name in book.names
        and not math.isclose(float(book.named(name)), entry.value, rel_tol=CLOSE, abs_tol=1e-12)
    ]
    return differing + wrong(book, evaluate(asked))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_recalculated_it_gives_what_the_engine_gives(tmp_path: Path) -> None:
    """Every starting point with ten numbers and two loops typed, one with a shorter horizon; and one as it is."""
    books: dict[str, bytes] = {}
    asked: dict[str, tuple[Scenario, dict[str, float], tuple[str, ...]]] = {}
    for number, point in enumerate(sorted(starting_points())):
        scenario, typed, switched = changed(point, seed=number)
        written = written_of(scenario)
        if number == 0:
            books["as it is"], asked["as it is"] = written.typed({}), (scenario, {}, ())
            typed["horizon"] = 17.0
        books[f"{number} changed"] = typed_into(written, typed, switched)
        asked[f"{number} changed"] = (scenario, typed, switched)
    found = recalculated(books, tmp_path)
    for name, (scenario, typed, loops) in asked.items():
        book = found[name]
        assert errors(book) == [], name
        assert told_of_changes(scenario, typed, loops, book) == [], name
        assert bool(book.named("inputs_changed")) == bool(typed), name
        said = "As exported; inputs have changed" if typed else "As exported"
        assert book.cell("Ranges!A4") == said


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_ten_years_recalculated_give_what_the_engine_gives(tmp_path: Path) -> None:
    """More than a hundred formulas alike below each other are computed otherwise; and years of losses have a rate."""
    asked = {
        "b2b": (Scenario(values={"horizon": 120.0}), {"members": 7_000.0}),
        "association": (
            Scenario(starting_point="association@1", running=False, values={"horizon": 120.0}),
            {"members": 4_000.0},
        ),
        "loss": (Scenario(starting_point="customer-education@1", values={"horizon": 60.0}), {}),
    }
    found = recalculated(
        {name: typed_into(written_of(scenario), typed, ()) for name, (scenario, typed) in asked.items()},
        tmp_path,
    )
    for name, (scenario, typed) in asked.items():
        assert errors(found[name]) == [], name
        assert told_of_changes(scenario, typed, (), found[name]) == [], name
    assert float(found["loss"].named("answer_irr")) < -0.5


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_nothing_that_is_typed_leaves_an_error(tmp_path: Path) -> None:
    """Zeros that the app takes, and what it refuses: text, an empty horizon, one beyond the months exported."""
    running, planned = (Scenario(running=runs, values={"horizon": 12.0}) for runs in (True, False))
    internal = Scenario(starting_point="internal@1", values={"horizon": 12.0})
    asked: dict[str, tuple[Scenario, dict[str, float | str | None], bool]] = {
        "no employees": (planned, {"headcount": 0.0}, False),
        "no customers": (planned, {"customers": 0.0}, False),
        "nobody in reach": (planned, {"audience": 0.0}, False),
        "no tickets": (running, {"tickets": 0.0}, False),
        "everybody is a member": (internal, {"headcount": 500.0, "employee_members": 500.0}, False),
        "more than fit": (running, {"members": 100_000.0, "deflected": 900.0}, False),
        "words": (running, {"members": "abc", "tickets": " "}, True),
        "nothing at all": (
            Scenario(values={"horizon": 12.0, "cost_year": 0.0}),
            {"members": 0.0, "employee_members": 0.0},
            False,
        ),
        "too long": (running, {"horizon": 40.0}, True),
        "emptied": (running, {"horizon": None}, True),
    }
    books = {
        name: written_of(scenario).typed(
            {written_of(scenario).names[key].replace("$B$", "$C$"): value for key, value in typed.items()}
        )
        for name, (scenario, typed, _) in asked.items()
    }
    for name, book in recalculated(books, tmp_path).items():
        scenario, typed, refused = asked[name]
        assert errors(book) == [], name
        assert bool(book.named("inputs_refused")) == refused, name
        assert ("refuse" in str(book.named("state_of_inputs"))) == refused, name
        if not refused:
            values = {key: value for key, value in typed.items() if isinstance(value, float)}
            assert told_of_changes(scenario, values, (), book) == [], name
            # without members nothing is left that a rule could move
            assert (float(book.named("inputs_moved")) > 0) == (name != "nothing at all"), name
            assert (book.named("answer_payback_month") == "none") == (name == "nothing at all"), name


@pytest.mark.skipif(OFFICE is None or not MANY, reason="only where it is asked for: make recalculate")
@pytest.mark.parametrize("batch", range(-(-MANY // 8)))
def test_recalculated_many_times(tmp_path: Path, batch: int) -> None:
    """The same with numbers of the user's own at the time of export, running and planned, all months."""
    books: dict[str, bytes] = {}
    asked: dict[str, tuple[Scenario, dict[str, float], tuple[str, ...]]] = {}
    for seed in range(8 * batch, 8 * batch + 8):
        chance = random.Random(seed)
        point = chance.choice(sorted(starting_points()))
        _, own, _ = changed(point, seed=-1 - seed)
        few = dict(list(own.items())[: chance.choice((0, 3, 6))])
        scenario = Scenario(starting_point=point, running=chance.random() < 0.7, values=few)
        if resolve(scenario).problems:
            continue
        _, typed, switched = changed(point, seed=1 + seed)
        typed = {name: value for name, value in typed.items() if name != "horizon"}
        if chance.random() < 0.5:
            typed["horizon"] = float(chance.randrange(12, 36))
        written = Written(workbook(material_of(scenario, sure=False)))
        books[str(seed)], asked[str(seed)] = typed_into(written, typed, switched), (scenario, typed, switched)
    found = recalculated(books, tmp_path)
    for name, (scenario, typed, loops) in asked.items():
        assert errors(found[name]) == [], (name, scenario)
        assert told_of_changes(scenario, typed, loops, found[name]) == [], (name, scenario, typed)


def test_what_is_cached_is_what_the_engine_has() -> None:
    for scenario in (Scenario(), Scenario(starting_point="internal@1", running=False)):
        material, written = material_of(scenario, sure=False), written_of(scenario)
        book = read(written.data, written)
        assert wrong(book, material.result) == []
        for name, entry in material.result.resolved.in_force.items():
            if name in book.names:
                assert book.named(name) == entry.value


def test_every_sheet_is_there_protected_and_printable() -> None:
    written = Written(workbook(material_of(Scenario())))
    teams = [team.label for team in MODEL.teams]
    wanted = ["Summary", "Assumptions", "Community", *teams, "Costs", "Cash", "Flywheel", "Ranges"]
    assert written.order == [*wanted, "Loops off", "Growth held", "Closed today", "Once", "Checks", "Method"]
    for number, name in enumerate(written.order, start=1):
        sheet = written.parts[f"xl/worksheets/sheet{number}.xml"].decode()
        protection = re.search(r"<sheetProtection([^>]*)/>", sheet)
        assert protection is not None, name
        assert "password" not in protection[1], name
        assert "<oddFooter>" in sheet, name
    book = written.parts["xl/workbook.xml"].decode()
    assert book.count("_xlnm.Print_Area") >= 10
    charts = [part for part in written.parts if part.startswith("xl/charts/chart")]
    assert len(charts) >= 8


def test_excel_takes_it() -> None:
    """Limits of Excel that LibreOffice does not have: the length of a formula, and what may be a name."""
    written = written_of(Scenario())
    everything = b"".join(part for name, part in written.parts.items() if "worksheets" in name).decode()
    formulas = re.findall(r"<f>([^<]*)</f>", everything)
    assert len(formulas) > 5_000
    assert max(map(len, formulas)) < 2_000
    known = {
        "ABS",
        "AND",
        "COUNT",
        "COUNTA",
        "EXP",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "IRR",
        "ISBLANK",
        "ISNUMBER",
    }
    known |= {"MATCH", "MAX", "MIN", "N", "NOT", "OR", "POWER", "ROW", "SIGN", "SQRT", "SUM", "SUMPRODUCT"}
    assert {name for text in formulas for name in re.findall(r"([A-Z]+)\(", text)} <= known
    for name in written.names:
        # a name must not look like a cell
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[rR]|[cC]", name), name


def test_a_longer_horizon_and_what_is_out_of_bounds_are_refused_by_validation() -> None:
    written = written_of(Scenario())
    sheet = written.parts["xl/worksheets/sheet2.xml"].decode()
    place = written.names["horizon"].partition("!")[2].replace("$", "").replace("B", "C")
    rule = re.search(rf'<dataValidation [^>]*sqref="{place}"[^>]*>.*?</dataValidation>', sheet)
    assert rule is not None
    assert "<formula1>12</formula1><formula2>36</formula2>" in rule[0]
    assert "export again" in rule[0]


def test_a_missing_team_has_no_formulas_and_an_absent_number_no_row() -> None:
    written = written_of(Scenario(starting_point="internal@1", running=False))
    assert "members" not in written.names
    assert "employee_members" in written.names
    sales = written.parts[f"xl/worksheets/sheet{written.order.index('Sales') + 1}.xml"].decode()
    assert "SUMPRODUCT" not in sales


def test_hostile_text_is_text() -> None:
    written = Written(workbook(material_of(hostile())))
    book = read(written.data, written)
    assert book.cell("Summary!A1") == SEEN
    texts = [value for cells in book.sheets.values() for value in cells.values() if isinstance(value, str)]
    # name, source and note; nothing of it became a formula or a link
    assert sum(SEEN in text for text in texts) >= 3
    assert all("\u202e" not in text and "\x00" not in text for text in texts)
    everything = b"".join(written.parts.values()).decode(errors="replace")
    assert "cmd|" not in "".join(re.findall(r"<f>([^<]*)</f>", everything))
    assert "<hyperlink" not in everything
    assert HOSTILE not in everything
    footer = re.search(r"<oddFooter>([^<]*)</oddFooter>", written.parts["xl/worksheets/sheet1.xml"].decode())
    assert footer is not None
    # an ampersand of a name commands no footer
    assert re.search(r"(?<!&amp;)&amp;L =cmd", footer[1]) is None


def test_it_opens_with_any_currency_and_the_longest_name() -> None:
    data = workbook(material_of(largest(), sure=False))
    with zipfile.ZipFile(BytesIO(data)) as packed:
        assert packed.testzip() is None
    styles = Written(data).parts["xl/styles.xml"].decode()
    assert "&quot;CHF&quot;#,##0" in styles


def test_expressions_are_written_as_formulas() -> None:
    from calculators.symbol import Symbol, leaf

    a, b = leaf("a"), leaf("b")
    assert excel(a - (b - 1.0), str) == "a-(b-1)"
    assert excel(a / (b * 2.0), str) == "a/(b*2)"
    assert excel(-(a + b) * 2.0, str) == "(-(a+b))*2"
    assert excel(a - 3.0 * -b, str) == "a-3*(-b)"
    # nothing to the power of nothing is 1
    assert excel(a**b, str) == "IF(b=0,1,POWER(a,b))"
    assert excel(Symbol("where", (a > 0.0, b, -1e-12)), str) == "IF(a>0,b,-1e-12)"


def compared() -> ComparisonView:
    """Three sides, one of them closed, one named like a formula."""
    dearer = Scenario(values={"launch_cost": 50_000.0, "staff_planned": 4.0})
    sides = [
        Named("As planned", Case(Scenario())),
        Named("Dearer", Case(dearer)),
        Named("=1+1", Case(Scenario(), State.CLOSED)),
    ]
    return view_of(compare(sides, points=64))


def test_a_comparison_of_sides_that_cost_nothing_says_so_where_their_costs_would_stand() -> None:
    never = [Named(name, Case(Scenario(), State.NONE)) for name in ("One", "Two")]
    for sides, said in ((never, True), ([never[0], Named("Three", Case(Scenario()))], False)):
        material = dataclasses.replace(
            material_of(Scenario(), sure=False), compared=view_of(compare(sides, points=64))
        )
        written = Written(workbook(material))
        cells = read(written.data, written).sheets["Comparison"].values()
        assert (NO_COSTS in cells, "Present value of cost" in cells) == (said, not said)


def test_a_comparison_has_a_sheet_of_its_own_whose_bridges_add_up() -> None:
    shown = compared()
    material = material_of(Scenario(), sure=False)
    written = Written(workbook(dataclasses.replace(material, compared=shown)))
    assert written.order.index("Comparison") == written.order.index("Ranges") + 1
    assert "Comparison" not in written_of(Scenario()).order
    cells = read(written.data, written).sheets["Comparison"]
    heads = next(int(place[1:]) for place, value in cells.items() if value == "Figure")
    assert [cells[f"{letter}{heads}"] for letter in "BCD"] == ["As planned (base)", "Dearer", "=1+1"]
    xml = written.parts[f"xl/worksheets/sheet{written.order.index('Comparison') + 1}.xml"].decode()
    sums = re.findall(r'<c r="B(\d+)"[^>]*><f>SUM\(B(\d+):B(\d+)\)</f>', xml)
    bridges = [(int(end), int(first), int(last)) for end, first, last in sums if cells[f"A{end}"] != "All"]
    assert len(bridges) == len(shown.against)
    for entry, (end, first, last) in zip(shown.against, bridges, strict=True):
        assert entry.bridge is not None
        assert cells[f"A{end}"] == shown.sides[entry.number].name
        amounts = [float(cells[f"B{row}"]) for row in range(first, last + 1)]
        assert len(amounts) == 1 + len(entry.bridge.bars)
        assert math.fsum(amounts) == pytest.approx(entry.bridge.end, abs=0.005)
        assert cells[f"B{end}"] == pytest.approx(entry.bridge.end)
