"""Whole sets as CSV: what goes out comes back, and what cannot be taken is named, row by row."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calculators.assumption import Grade, Kind
from calculators.cells import neutral, restored
from calculators.model import MODEL
from calculators.scenario import LONGEST_TEXT, Given, Origin, Scenario, resolve
from calculators.starting_point import starting_points
from scenarios.table import (
    COLUMNS,
    LONGEST_FILE,
    MOST_ROWS,
    from_bytes,
    from_csv,
    to_bytes,
    to_csv,
)
from tests.strategies import NUMBERS, scenarios

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "'=1+1",
    "''",
    "'",
    '","=1+1',
    'x"\r\n=1+1,"',
    "＝1+1",
    "<script>alert(1)</script>",
    "**bold** [link](http://example.com)",
    "\u202etxt.exe\x00",
    ";;;",
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))


@st.composite
def stated(draw: st.DrawFn) -> Scenario:
    """Draw a scenario that can be computed, with evidence of every sort."""
    found = draw(scenarios())
    values = dict(found.values)
    for name in draw(st.lists(st.sampled_from(sorted(values)), unique=True, max_size=12)):
        before = values[name]
        assert before.value is not None
        ends = {}
        if draw(st.booleans()):
            low, high = draw(NUMBERS[name]), draw(NUMBERS[name])
            ends = {"low": min(low, before.value), "high": max(high, before.value)}
        values[name] = Given(
            value=before.value,
            confirmed=True,
            grade=draw(st.sampled_from([None, *Grade])),
            source=draw(TEXTS),
            note=draw(TEXTS),
            **ends,
        )
    return found.changed(values=values)


def rows_of(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def same(first: Given, second: Given) -> bool:
    """Whether both say the same; a value that differs from the default is the user's own, said so or not."""
    return first.model_dump(exclude={"confirmed"}) == second.model_dump(exclude={"confirmed"})


@settings(max_examples=20)
@given(stated())
def test_what_goes_out_comes_back(scenario: Scenario) -> None:
    read = from_bytes(to_bytes(scenario), Scenario(**{**scenario.model_dump(), "values": {}}))
    assert read.refused == ()
    assert read.scenario is not None
    assert read.scenario.values.keys() == scenario.values.keys()
    assert all(same(read.scenario.values[name], given) for name, given in scenario.values.items())
    before, after = resolve(scenario).in_force, resolve(read.scenario).in_force
    assert {name: (one.low, one.value, one.high, one.origin) for name, one in before.items()} == {
        name: (one.low, one.value, one.high, one.origin) for name, one in after.items()
    }
    assert to_csv(read.scenario) == to_csv(scenario)


@pytest.mark.parametrize("point", starting_points())
@pytest.mark.parametrize("running", [True, False])
def test_an_untouched_file_changes_nothing(point: str, running: bool) -> None:
    scenario = Scenario(
        starting_point=point,
        running=running,
        currency="EUR",
        exchange_rate=0.9,
        values={"months_to_mature": Given()},
    )
    read = from_csv(to_csv(scenario), scenario)
    assert (read.scenario, read.refused, read.changed, read.left) == (scenario, (), 0, ())
    assert read.rows == len(rows_of(to_csv(scenario))) > 60


@given(TEXTS)
@example("=1")
@example("'x")
def test_no_text_is_a_formula_and_every_text_is_restored(text: str) -> None:
    assert neutral(text).lstrip(" ")[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert restored(neutral(text)) == text


def test_hostile_texts_are_apostrophed_in_the_file() -> None:
    values = {"members": Given(value=6_000, source=HOSTILE[0], note="-2+3")}
    row = rows_of(to_csv(Scenario(values=values)))["members"]
    assert (row["source"], row["note"]) == ("'" + HOSTILE[0], "'-2+3")


def test_shares_are_percent_and_amounts_name_their_currency() -> None:
    rows = rows_of(
        to_csv(Scenario(currency="EUR", values={"uplift": Given(value=0.07, low=-0.01, high=0.123)}))
    )
    assert [rows["uplift"][column] for column in ("low", "value", "high")] == ["-1", "7", "12.3"]
    assert rows["active_share"]["unit"] == "% of members"
    assert rows["cost_per_ticket"]["unit"] == "EUR a ticket"
    assert tuple(rows["members"]) == COLUMNS


@given(
    st.sampled_from(sorted(MODEL.assumptions)).flatmap(lambda name: st.tuples(st.just(name), NUMBERS[name]))
)
def test_every_digit_survives(drawn: tuple[str, float]) -> None:
    name, number = drawn
    scenario = Scenario(values={name: Given(value=number, confirmed=True)})
    cell = rows_of(to_csv(scenario))[name]["value"]
    scale = 100 if MODEL.assumptions[name].kind is Kind.SHARE else 1
    assert Decimal(cell) == Decimal(repr(number)) * scale


def test_a_number_changed_in_a_spreadsheet_becomes_the_users_own() -> None:
    text = to_csv(Scenario()).replace(",1600,2000,2500,example", ",1600,2400,2500,example", 1)
    read = from_csv(text, Scenario())
    assert read.scenario is not None
    assert read.scenario.values == {"customers": Given(value=2400, low=1600, high=2500, confirmed=True)}
    assert (read.own, read.changed) == (1, 1)


def test_a_source_added_in_a_spreadsheet_makes_the_number_the_users_own() -> None:
    lines = to_csv(Scenario()).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("customers,"))
    lines[place] = lines[place].replace("Example company; type your own number", "CRM") + "as of May"
    read = from_csv("\n".join(lines), Scenario())
    assert read.scenario is not None
    expected = Given(value=2000, low=1600, high=2500, confirmed=True, source="CRM", note="as of May")
    assert read.scenario.values == {"customers": expected}


def test_what_the_app_works_out_is_left_to_it_and_said() -> None:
    # 10,000 members are twice the example's 5,000, so that 200 deflected tickets became 400
    text = to_csv(Scenario(values={"members": 10_000}))
    assert rows_of(text)["deflected"]["value"] == "400"
    read = from_csv(text.replace(",people,,10000,,", ",people,,15000,,", 1), Scenario())
    assert read.scenario is not None
    assert read.scenario.values.keys() == {"members"}
    assert resolve(read.scenario).value("deflected") == 600
    row = 1 + next(number for number, line in enumerate(text.splitlines()) if line.startswith("deflected,"))
    assert row in read.left


def test_rows_that_are_not_the_users_own_go_back_to_the_default() -> None:
    read = from_csv(to_csv(Scenario()), Scenario(values={"members": 10_000}))
    assert read.scenario == Scenario()
    assert read.changed == 1


def test_unknown_keeps_its_note_and_needs_no_number() -> None:
    read = from_csv("id,value,origin,note\nuplift,,unknown,ask Anna\n", Scenario())
    assert read.scenario is not None
    assert read.scenario.values == {"uplift": Given(note="ask Anna")}
    assert resolve(read.scenario).in_force["uplift"].origin is Origin.UNKNOWN


def test_a_number_typed_where_none_was_known_becomes_the_users_own() -> None:
    scenario = Scenario(values={"members": Given(note="ask Anna"), "uplift": Given()})
    text = to_csv(scenario)
    assert rows_of(text)["members"]["origin"] == "unknown"
    read = from_csv(
        text.replace(",people,4000,5000,6000,unknown", ",people,4000,5500,6000,unknown"), scenario
    )
    assert read.scenario is not None
    assert read.scenario.values == {
        "members": Given(value=5_500, low=4_000, high=6_000, confirmed=True, note="ask Anna"),
        "uplift": Given(),
    }
    assert resolve(read.scenario).in_force["members"].origin is Origin.YOURS
    assert (read.changed, read.refused, read.left) == (1, (), ())


@pytest.mark.parametrize("stated", [{}, {"members": Given()}, {"members": 5_000.0}])
def test_a_number_outside_the_examples_range_is_taken_without_it(stated: dict[str, Given | float]) -> None:
    scenario = Scenario(values=stated)
    text = to_csv(scenario).replace(",people,4000,5000,6000,", ",people,4000,6500,6000,")
    read = from_csv(text, scenario)
    assert (read.refused, read.changed) == ((), 1)
    assert read.scenario is not None
    assert read.scenario.values["members"].model_dump(exclude_defaults=True) == {
        "value": 6_500.0,
        "confirmed": True,
    }
    # a range that somebody wrote is refused where it does not hold the number
    mistyped = from_csv(text.replace(",people,4000,6500,6000,", ",people,4000,6500,6100,"), scenario)
    assert "4000, 6500, 6100 must rise from low to high." in mistyped.refused[0]


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        (
            "members,3000,9000,8000,unknown",
            "Row 2, low to high: 3000, 9000, 8000 must rise from low to high.",
        ),
        ("members,,-5,,unknown", "Row 2, value: -5 is not between 0 and 1,000,000,000."),
        ("members,3000,,9000,unknown", "Row 2, value: a number is needed beside low and high."),
    ],
)
def test_a_number_typed_where_none_was_known_is_looked_at_as_any_other(row: str, refused: str) -> None:
    assert from_csv(f"id,low,value,high,origin\n{row}\n", Scenario()).refused == (refused,)


def test_numbers_of_a_team_left_out_are_kept() -> None:
    scenario = Scenario(teams_off={"support"}, values={"deflected": 300})
    assert rows_of(to_csv(scenario))["deflected"]["value"] == "300"


def test_numbers_as_people_write_them() -> None:
    read = from_csv('id,value\nmembers,"6,500"\nuplift,7 %\ncost_per_ticket,$65\nhorizon,48\n', Scenario())
    assert read.scenario is not None
    assert {name: given.value for name, given in read.scenario.values.items()} == {
        "members": 6_500,
        "uplift": 0.07,
        "cost_per_ticket": 65,
        "horizon": 48,
    }


def test_semicolons_mean_that_a_comma_marks_decimals() -> None:
    read = from_csv("id;value\nmembers;6.500\nuplift;7,5\n", Scenario())
    assert read.scenario is not None
    assert (read.scenario.values["members"].value, read.scenario.values["uplift"].value) == (6_500, 0.075)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("id;value\nmembers;many\n", "Row 2, value: “many” is not a number. Write a number such as 1.200."),
        ("id;value\nmembers;-5\n", "Row 2, value: -5 is not between 0 and 1.000.000.000."),
        ("id;value\nactive_share;150\n", "Row 2, value: 150 is not between 0,1\xa0% and 100\xa0%."),
        (
            f"id;value;note\nmembers;5;{'x' * 10_000}\n",
            "Row 2, note: 10.000 characters, and 2.000 are allowed.",
        ),
        ("id;value\ntickets;3.575\ndeflected;3.000\n", "Row 3, Tickets deflected: at most 1.425 can be"),
        ("id,value\ntickets,3575\ndeflected,3000\n", "Row 3, Tickets deflected: at most 1,425 can be"),
        ("id;value\n" + "members;5\n" * MOST_ROWS, "The file has more than 2.000 rows."),
    ],
)
def test_refusals_speak_as_the_file_is_read(text: str, refused: str) -> None:
    """Semicolons stand between cells where a comma marks decimals; else the scenario says how numbers are written."""
    read = from_csv(text, Scenario(number_format="de_DE"))
    assert read.scenario is None
    assert refused in read.refused[0]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("id,value\nmembers,many\n", "Row 2, value: “many” is not a number. Write a number such as 1,200."),
        (
            "id,value\n\nmembers,\nuplift,nan\n",
            "Row 4, value: “nan” is not a number. Write a number such as 1,200.",
        ),
        ("id,value\nmembers,inf\n", "Row 2, value: “inf” is not a number. Write a number such as 1,200."),
        ("id,value\nmembers,1e400\n", "Row 2, value: 1e400 is not between 0 and 1,000,000,000."),
        ("id,value\nmembers,-5\n", "Row 2, value: -5 is not between 0 and 1,000,000,000."),
        ("id,value\nactive_share,150\n", "Row 2, value: 150 is not between 0.1\xa0% and 100\xa0%."),
        ("id,value\nmembers," + "9" * 400 + "\n", "is not between 0 and 1,000,000,000."),
        ("id,low,value,high\nmembers,9,8,7\n", "Row 2, low to high: 9, 8, 7 must rise from low to high."),
        ("id,low,value,high\nmembers,1,8,\n", "Row 2, high: a range needs both its ends."),
        ("id,value,origin\nmembers,,yours\n", "Row 2, value: a number is needed, or unknown as its origin."),
        ("id,value,origin\nmembers,5,mine\n", "Row 2, origin: “mine” is none of yours, unknown and example."),
        ("id,value,grade\nmembers,5,sure\n", "Row 2, grade: “sure” is none of guess, published benchmark,"),
        ("id,value\nnobody,5\n", "Row 2, id: there is no assumption “nobody”."),
        ("id,value\n<b>=cmd</b>,5\n", "Row 2, id: there is no assumption “<b>=cmd</b>”."),
        ("id,value\nmembers,5\nmembers,6\n", "Row 3, id: members stands in row 2, too. Keep one of them."),
        (
            "id,unit,value\ncost_per_ticket,EUR a ticket,5\n",
            "Row 2, unit: this amount is in EUR, the scenario's are in USD.",
        ),
        (
            f"id,value,note\nmembers,5,{'x' * 10_000}\n",
            "Row 2, note: 10,000 characters, and 2,000 are allowed.",
        ),
        (
            "id,value\nemployee_members,900\nheadcount,800\n",
            "Row 2, Members who are employees: more than your 800",
        ),
        ("id,value\n", "The file names no assumption."),
        ("", "The file is empty."),
        ("name,number\nmembers,5\n", "The first row must name the columns"),
        ("id,value,id\nmembers,5,members\n", "The column id stands there twice."),
        ('id,value\nmembers,"5\n', "cannot be read as CSV"),
        ("id,value\n" + "members,5\n" * MOST_ROWS, f"The file has more than {MOST_ROWS:,} rows."),
        ("id,value\n" + "x" * LONGEST_FILE, "The file is longer than 2,000,000 characters."),
    ],
)
def test_refusals_name_the_row_and_nothing_is_taken(text: str, refused: str) -> None:
    read = from_csv(text, Scenario())
    assert read.scenario is None
    assert len(read.refused) == 1
    assert refused in read.refused[0]
    assert len(read.refused[0]) < 300


def test_every_bad_cell_has_a_line_of_its_own() -> None:
    read = from_csv("id,low,value,high,grade\nmembers,a,b,9,c\nuplift,1,2,3,\nfoo,1,1,1,\n", Scenario())
    assert [line.split(":")[0] for line in read.refused] == [
        "Row 2, low",
        "Row 2, value",
        "Row 2, grade",
        "Row 4, id",
    ]


def test_many_refusals_are_counted_not_listed() -> None:
    read = from_csv("id,value\n" + "".join(f"foo{number},1\n" for number in range(60)), Scenario())
    assert len(read.refused) == 51
    assert read.refused[-1] == "And 10 more."


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\x80\x81\x82", b"x" * (LONGEST_FILE + 1), b"PK\x03\x04\x00\xff"]
)
def test_files_that_are_no_text_are_refused(data: bytes) -> None:
    assert len(from_bytes(data, Scenario()).refused) == 1


def test_the_longest_scenario_fits_in_a_file() -> None:
    texts = {"source": '"' * LONGEST_TEXT, "note": '"' * LONGEST_TEXT}
    values = {name: Given(**texts) for name in MODEL.assumptions}
    scenario = Scenario(values=values)
    assert from_bytes(to_bytes(scenario), scenario).scenario == scenario


@settings(max_examples=80)
@given(
    st.one_of(
        st.text(max_size=300),
        st.text("id,value;\"'\n\r\t=1a", max_size=200).map(lambda text: f"id,value\n{text}"),
    )
)
def test_nothing_is_raised_whatever_is_read(text: str) -> None:
    read = from_csv(text, Scenario())
    assert (read.scenario is None) == bool(read.refused)


def test_a_number_that_falls_apart_at_its_comma_is_refused_with_its_row() -> None:
    read = from_csv("id,value\nuplift,5\nmembers,8,000\n", Scenario())
    assert read.scenario is None
    assert [line.split(":")[0] for line in read.refused] == ["Row 3"]
    assert "more cells than the first row has columns" in read.refused[0]
    # spreadsheets fill rows up with empty cells
    assert from_csv("id,value\nmembers,8000,, \n", Scenario()).scenario is not None


def test_a_number_that_may_have_been_meant_otherwise_is_doubted_as_in_its_field() -> None:
    read = from_csv("id,low,value,high\nmembers,7,8.000,12.345\n", Scenario())
    assert read.scenario is not None
    assert read.scenario.values["members"].value == 8
    assert read.doubts == (
        "Row 2, value: “8.000” is read as 8. If you meant 8,000, write it so.",
        "Row 2, high: “12.345” is read as 12.345. If you meant 12,345, write it so.",
    )
    # one's own number, come back as it went out, is no doubt
    assert from_csv(to_csv(read.scenario), read.scenario).doubts == ()


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;"])
def test_the_line_by_which_a_spreadsheet_is_told_what_separates_cells_is_understood(first: str) -> None:
    read = from_bytes(f"\ufeff{first}\r\nid;value\r\nmembers;8.000,5\r\nfoo;1\r\n".encode(), Scenario())
    assert [line.split(":")[0] for line in read.refused] == ["Row 3, id"]
    taken = from_csv(f"{first}\nid;value\nmembers;8.000,5\n", Scenario())
    assert taken.scenario is not None
    assert taken.scenario.values["members"].value == 8_000.5
