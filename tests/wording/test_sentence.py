"""The sentence has words for every answer, and none of them contradicts the facts."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wording import (
    NUMBER_FORMATS,
    Answer,
    BreakEven,
    Formats,
    ResultRange,
    headline,
    provenance,
    second_line,
)

GOLDEN = Path(__file__).with_name("sentences.json")
ENGLISH = Formats()

# Every $1 returns $2.35: (235,000 - 100,000) / 100,000 = 1.35.
PAYS = Answer(
    horizon_months=36,
    roi=1.35,
    npv=135_000,
    pv_benefits=235_000,
    pv_costs=100_000,
    payback_month=9,
    deepest_need=-20_000,
    own_inputs=4,
    own_value_share=0.38,
)
# (680,000 - 1,000,000) / 1,000,000 = -0.32.
LOSES = dataclasses.replace(
    PAYS, roi=-0.32, npv=-320_000, pv_benefits=680_000, pv_costs=1_000_000, payback_month=None
)
LIKELY_TO_PAY = ResultRange(p10=1.10, p90=3.90, p_positive=0.93)
TICKETS = BreakEven(label="deflected tickets a month", value_text="620", now_text="400")
LATE = dataclasses.replace(LOSES, payback_beyond_horizon=47)

ANSWERS: dict[str, Answer] = {
    "pays": PAYS,
    "pays, with a range": dataclasses.replace(PAYS, range=LIKELY_TO_PAY),
    "pays over 18 months": dataclasses.replace(PAYS, horizon_months=18),
    "pays at once": dataclasses.replace(PAYS, payback_month=1, deepest_need=0.0),
    "pays, without payback": dataclasses.replace(PAYS, payback_month=None),
    "pays a thousandfold": dataclasses.replace(PAYS, roi=1233.6),
    "pays a millionfold": dataclasses.replace(PAYS, roi=2.5e6),
    "pays by a hair": dataclasses.replace(PAYS, roi=0.004),
    "pays by less than can be written": dataclasses.replace(PAYS, roi=2e-9),
    "coin toss": dataclasses.replace(PAYS, range=ResultRange(p10=0.4, p90=3.9, p_positive=0.54)),
    "chances against the likely value": dataclasses.replace(PAYS, range=ResultRange(p_positive=0.3)),
    "loses": LOSES,
    "loses, with break-even": dataclasses.replace(LOSES, break_even=TICKETS),
    "loses, though cash comes back": dataclasses.replace(LOSES, payback_month=35),
    "loses by a hair": dataclasses.replace(LOSES, roi=-0.004, npv=-0.4),
    "loses less than a cent": dataclasses.replace(LOSES, roi=-1e-8, npv=-0.004),
    "late": LATE,
    "late, and nothing comes back yet": dataclasses.replace(LATE, roi=-1.0),
    "breaks even": dataclasses.replace(PAYS, roi=0.0, npv=0.0, pv_benefits=100_000),
    "no cost": dataclasses.replace(PAYS, roi=None, pv_costs=0.0, costs_anything=False),
    "no benefit": dataclasses.replace(LOSES, roi=-1.0, pv_benefits=0.0, benefits_anything=False),
    "neither": dataclasses.replace(PAYS, roi=None, costs_anything=False, benefits_anything=False),
    "nothing of one's own": dataclasses.replace(PAYS, own_inputs=0, own_value_share=None),
    "example": dataclasses.replace(PAYS, own_inputs=0, own_value_share=None, example=True),
    "example that loses": dataclasses.replace(LOSES, own_inputs=0, example=True),
    "out of range": dataclasses.replace(PAYS, roi=float("inf")),
    "savings for costs": dataclasses.replace(PAYS, pv_costs=-5.0),
}


ANSWERS_SAY: dict[str, str] = json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_golden_sentences() -> None:
    assert {name: headline(answer, formats=ENGLISH) for name, answer in ANSWERS.items()} == ANSWERS_SAY


def test_another_currency_and_format() -> None:
    german = Formats(currency="EUR", locale="de_DE")
    assert headline(ANSWERS["pays, with a range"], formats=german) == (
        "Over three years every €1 returns €2,35 (between €1,10 and €3,90 in 8 of 10 cases),"
        " paid back in month 9."
    )


@pytest.mark.parametrize(
    ("roi", "words"),
    [
        (0.06, "returns $1.06 for every $1."),
        (-0.16, "returns only $0.84 for every $1."),
        (-0.004, "returns only $0.996 for every $1."),
        (0.0, "returns exactly what it costs."),
        (-1.2, "returns nothing, and costs $0.20 on top of every $1."),
        (-1.0, "returns nothing of what it costs."),
    ],
)
def test_going_on_rather_than_closing(roi: float, words: str) -> None:
    line = second_line(dataclasses.replace(PAYS, running=True, roi_going_on=roi), ENGLISH)
    assert line == f"Going on rather than closing today {words}"


@pytest.mark.parametrize(("running", "roi"), [(False, 0.06), (True, None), (True, float("nan"))])
def test_no_second_line_where_there_is_nothing_to_say(running: bool, roi: float | None) -> None:
    assert second_line(dataclasses.replace(PAYS, running=running, roi_going_on=roi), ENGLISH) is None


@pytest.mark.parametrize(
    ("own", "share", "example_company", "words"),
    [
        (0, None, True, "An example company, not yours yet"),
        (0, None, False, "None of the ten numbers is yours yet"),
        (
            0,
            0.12,
            False,
            "None of the ten numbers is yours yet; 12 % of the value rests on other numbers of yours",
        ),
        (1, 0.2, False, "1 of the ten numbers is yours; 20 % of the value rests on it"),
        (4, 0.38, False, "4 of the ten numbers are yours; 38 % of the value rests on them"),
        (4, 0.001, False, "4 of the ten numbers are yours; less than 1 % of the value rests on them"),
        (4, 0.0, False, "4 of the ten numbers are yours; none of the value rests on them"),
        (4, None, False, "4 of the ten numbers are yours"),
        (10, 0.999, False, "All ten numbers are yours; over 99 % of the value rests on them"),
        (10, 1.0, False, "All ten numbers are yours; all of the value rests on them"),
    ],
)
def test_whose_numbers(own: int, share: float | None, example_company: bool, words: str) -> None:
    answer = dataclasses.replace(PAYS, own_inputs=own, own_value_share=share, example=example_company)
    assert provenance(answer).replace("\u00a0", " ") == words


any_float = st.floats()
maybe_float = st.none() | any_float
any_answer = st.builds(
    Answer,
    horizon_months=st.integers(1, 240),
    roi=maybe_float,
    npv=any_float,
    pv_benefits=any_float,
    pv_costs=any_float,
    payback_month=maybe_float,
    payback_beyond_horizon=maybe_float,
    deepest_need=any_float,
    own_inputs=st.integers(0, 10),
    quick_inputs=st.just(10),
    own_value_share=maybe_float,
    example=st.booleans(),
    running=st.booleans(),
    roi_going_on=maybe_float,
    costs_anything=st.booleans(),
    benefits_anything=st.booleans(),
    break_even=st.none() | st.just(TICKETS),
    range=st.none() | st.builds(ResultRange, p10=maybe_float, p90=maybe_float, p_positive=maybe_float),
)
any_formats = st.builds(Formats, locale=st.sampled_from(sorted(NUMBER_FORMATS)))


@settings(max_examples=500)
@given(answer=any_answer, formats=any_formats)
def test_there_is_a_sentence_for_whatever_the_facts(answer: Answer, formats: Formats) -> None:
    lines = [headline(answer, formats=formats), provenance(answer), second_line(answer, formats) or "Nothing"]
    for line in lines:
        assert line
        assert re.search(r"\bnan\b|\binf|None\b(?! of)|–|-\$0(?![.,\d])|  ", line) is None, line
        assert len(line) < 250
    assert lines[0].endswith(".")


def present_values(costs: float, roi: float) -> Answer:
    return dataclasses.replace(
        PAYS, roi=roi, npv=costs * roi, pv_costs=costs, pv_benefits=costs * (1 + roi), payback_month=None
    )


money = st.floats(1e-3, 1e12)
any_roi = st.floats(-3, 1e9) | st.floats(-1e-6, 1e-6) | st.floats(-1.000001, -0.999999)


def amounts(sentence: str) -> list[float]:
    """Return every amount of the sentence but the 1 of "every $1", as a number."""
    scale = {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
    found = re.findall(r"(-?)\$([\d,]*\.?\d+)([kMBT]?)", sentence.replace("every $1 ", ""))
    return [
        (-1 if sign else 1) * float(digits.replace(",", "")) * scale[suffix] for sign, digits, suffix in found
    ]


@settings(max_examples=500)
@given(costs=money, roi=any_roi, late=st.booleans())
@example(costs=1.0, roi=-0.0049, late=False)
@example(costs=1.0, roi=0.0049, late=False)
@example(costs=1e6, roi=-0.9999999, late=True)
def test_no_number_contradicts_the_facts(costs: float, roi: float, late: bool) -> None:
    answer = present_values(costs, roi)
    if late:
        answer = dataclasses.replace(answer, payback_beyond_horizon=47)
    said = headline(answer, formats=ENGLISH)
    if abs(roi) <= 1e-9:
        assert "exactly what it costs" in said
        return
    numbers = amounts(said)
    if roi > 0:
        assert "costs" not in said
        assert "just over $1." in said or numbers[0] > 1
        assert numbers[0] == pytest.approx(1 + roi, rel=0.006)
    elif late:
        assert said.startswith("Not within three years")
        assert said.endswith("on this path it is paid back in month 47.")
        if roi > -1:
            assert re.search(r"just (over|under)", said) or 0 < numbers[0] < 1
            assert numbers[0] == pytest.approx(1 + roi, abs=0.006)
        else:
            assert "nothing comes back" in said
    else:
        assert "more than it returns" in said
        assert "less than $0.01" in said or numbers[0] == pytest.approx(-costs * roi, rel=0.051)


@given(
    roi=st.floats(-0.9, 50),
    below=st.floats(0, 20),
    above=st.floats(0, 50),
    chance=st.floats(0, 1),
)
def test_chances_and_ranges_agree_with_the_facts(
    roi: float, below: float, above: float, chance: float
) -> None:
    spread = ResultRange(p10=round(1 + roi - below, 6), p90=round(1 + roi + above, 6), p_positive=chance)
    said = headline(dataclasses.replace(present_values(1000, roi), range=spread), formats=ENGLISH)
    cases = re.search(r"(\d+) of 100 cases", said)
    if "coin toss" in said:
        assert 0.4 <= chance <= 0.6
    if cases is not None:
        assert abs(int(cases[1]) / 100 - chance) <= 0.01
    if "in 8 of 10 cases" in said:
        returned, low, high = amounts(said)
        assert low <= returned <= high
        assert low < high
        assert (low < 1) == (spread.p10 is not None and spread.p10 < 1)


@pytest.mark.parametrize(("low", "high"), [(2.40, 3.90), (1.10, 2.30), (2.3499, 2.3501), (None, 3.9)])
def test_a_range_that_does_not_hold_the_value_is_not_said(low: float | None, high: float) -> None:
    spread = ResultRange(p10=low, p90=high, p_positive=0.93)
    assert headline(dataclasses.replace(PAYS, range=spread), formats=ENGLISH) == ANSWERS_SAY["pays"]


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "0 of 100 cases"),
        (0.001, "fewer than 1 of 100 cases"),
        (0.39, "39 of 100 cases"),
    ],
)
def test_small_chances_against_a_likely_gain(chance: float, words: str) -> None:
    answer = dataclasses.replace(PAYS, range=ResultRange(p_positive=chance))
    assert headline(answer, formats=ENGLISH) == f"Over three years it pays in {words}."


def test_a_near_certain_gain_is_not_called_certain() -> None:
    answer = dataclasses.replace(LOSES, range=ResultRange(p_positive=0.999))
    assert headline(answer, formats=ENGLISH) == "Over three years it pays in more than 99 of 100 cases."


@pytest.mark.parametrize("chance", [0.4, 0.5, 0.6])
def test_the_coin_toss_includes_its_ends(chance: float) -> None:
    answer = dataclasses.replace(PAYS, range=ResultRange(p_positive=chance))
    assert headline(answer, formats=ENGLISH).startswith("It is a coin toss")


@given(month=st.floats(0, 60), need=st.sampled_from([0.0, -0.0, -5000.0, 5000.0]))
def test_payback_is_said_only_within_the_horizon(month: float, need: float) -> None:
    said = headline(dataclasses.replace(PAYS, payback_month=month, deepest_need=need), formats=ENGLISH)
    assert ("paid back" in said or "pays at once" in said) == (month <= 36)
    if need != 0:
        assert "no money is ever at risk" not in said
