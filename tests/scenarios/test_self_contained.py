"""Links that hold a scenario by themselves: what goes in comes out, and nothing hostile gets in."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
import tracemalloc
import zlib
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calculators.assumption import Grade
from calculators.model import MODEL
from calculators.scenario import SCHEMA_VERSION, Correlation, Given, Scenario
from calculators.starting_point import starting_points
from scenarios import self_contained
from scenarios.self_contained import LONGEST, LinkError, TooLongError, decode, encode, link
from tests import strategies
from tests.calculators.test_hostile_documents import JSON

ADDRESS = "https://roi.example.com"
TEXT = st.text(max_size=40)
FUZZ_CASES = int(os.environ.get("FUZZ_CASES", "600"))
"""How many hostile links are made up; `make fuzz` makes ten thousand."""


@st.composite
def sayings(draw: st.DrawFn, name: str) -> Given:
    """Draw anything that can be said of one assumption."""
    ends = sorted(draw(st.lists(strategies.NUMBERS[name], min_size=3, max_size=3)))
    low, value, high = draw(
        st.sampled_from((tuple(ends), (None, ends[1], None), (None, ends[1], None), (None, None, None)))
    )
    return Given(
        value=value,
        low=low,
        high=high,
        grade=draw(st.none() | st.sampled_from(Grade)),
        source=draw(TEXT),
        note=draw(TEXT),
        confirmed=draw(st.booleans()),
    )


@st.composite
def any_scenario(draw: st.DrawFn) -> Scenario:
    """Draw a scenario of a few edits, computable or not: a link only carries it."""
    names = draw(st.lists(st.sampled_from(sorted(MODEL.assumptions)), unique=True, max_size=5))
    pairs = st.builds(
        Correlation,
        first=st.sampled_from(sorted(MODEL.assumptions)),
        second=st.sampled_from(sorted(MODEL.assumptions)),
        rank=st.floats(-0.99, 0.99),
    )
    return Scenario(
        starting_point=draw(st.sampled_from(sorted(starting_points()))),
        model_version=draw(st.sampled_from(("1.0.0", "0.9.1", "2.0"))),
        name=draw(TEXT),
        running=draw(st.booleans()),
        since=draw(st.sampled_from((None, "2021-03"))),
        currency=draw(st.sampled_from(("USD", "EUR", "JPY"))),
        exchange_rate=draw(st.floats(1e-3, 1e3)),
        number_format=draw(st.sampled_from(("en_US", "de_DE"))),
        scale_contributions=draw(st.booleans()),
        teams_off=draw(strategies.SOME_TEAMS),
        loops_off=draw(strategies.SOME_TEAMS),
        not_counted=draw(st.dictionaries(st.sampled_from(("trust", "citizenship")), TEXT, max_size=2)),
        payers=draw(st.sampled_from(({}, {"staff": "support"}))),
        correlations=draw(st.lists(pairs, max_size=2).map(tuple)),
        values={name: draw(sayings(name)) for name in names},
    )


@settings(max_examples=100)
@given(any_scenario())
def test_a_link_brings_back_exactly_what_went_in(scenario: Scenario) -> None:
    assert decode(encode(scenario)) == scenario


@pytest.mark.parametrize("name", sorted(MODEL.assumptions))
def test_every_assumption_survives(name: str) -> None:
    assumption = MODEL.assumptions[name]
    lowest, highest = assumption.bounds
    for number in (lowest, highest, assumption.likely, 1 / 3 if lowest <= 1 / 3 <= highest else lowest):
        scenario = Scenario(
            values={
                name: Given(
                    value=number,
                    low=lowest,
                    high=highest,
                    grade=Grade.EXPERIMENT,
                    source="=1+1",
                    note="Ünï <b>",
                    confirmed=True,
                )
            }
        )
        assert decode(encode(scenario)) == scenario


@pytest.mark.parametrize("point", sorted(starting_points()))
def test_every_assumption_at_once_with_its_range_fits_into_one_link(point: str) -> None:
    """The longest scenario that people make without notes: all 136 numbers their own, each with a range."""
    declared = starting_points()[point]
    values = {
        name: declared.default(assumption, running=True)
        for name, assumption in MODEL.assumptions.items()
        if declared.has(assumption)
    }
    scenario = Scenario(
        starting_point=point,
        values={
            name: Given(value=default.likely, low=default.low, high=default.high)
            for name, default in values.items()
        },
    )
    told = link(scenario, address=ADDRESS)
    assert told is not None
    assert len(told) <= LONGEST
    assert decode(told.split("?s=")[1]) == scenario


def test_a_new_scenario_is_a_short_link_that_no_chat_breaks() -> None:
    told = link(Scenario(values={"members": 8_000}), address=f"{ADDRESS}/")
    assert told is not None
    start, text = told.split("?s=")
    assert start == f"{ADDRESS}/shared"
    assert len(text) < 60
    assert text.replace("-", "").replace("_", "").isalnum()
    assert text.isascii()


def test_what_is_too_long_is_said_so_that_the_file_can_be_offered() -> None:
    # random letters do not compress: 2,000 of them take at least 1,000 bytes
    letters = hashlib.shake_128(b"note").hexdigest(1_000)
    fits = Scenario(values={"members": Given(value=1.0, note=letters[:1_500])})
    does_not = Scenario(
        values={name: Given(value=1.0, note=letters) for name in ("members", "tickets", "deflected")}
    )
    assert link(fits, address=ADDRESS) is not None
    long = "https://" + "a" * 1_800 + ".example.com"
    assert link(fits, address=long) is None
    other = does_not.with_value("salary", Given(value=1.0, note=letters[::-1]))
    assert link(other, address=ADDRESS) is None
    with pytest.raises(TooLongError):
        encode(other)


def test_one_scenario_has_one_link() -> None:
    one = Scenario(teams_off=frozenset({"sales", "support", "people"}), values={"members": 1, "tickets": 2})
    other = Scenario(teams_off=frozenset({"people", "support", "sales"}), values={"tickets": 2, "members": 1})
    assert encode(one) == encode(other)


def test_links_of_the_first_version_stay_readable() -> None:
    """Both ends know the list of words: a word changed here would make every link out there unreadable."""
    words = self_contained._WORDS.read_bytes()
    assert hashlib.sha256(words).hexdigest() == WORDS
    scenario = decode(FIRST)
    assert scenario.values["deflected"] == Given(value=320, low=250, high=400, source="Help desk")
    assert scenario.values["members"] == Given(value=8_000)
    assert (scenario.name, scenario.starting_point) == ("Acme", "b2b-support@1")


WORDS = "1eeedc712b80c019b1824581dcfca36ff284a1721827af9e69e5a7fc355f50b7"
FIRST = "10kiqYMPT-KlWQrIw2tjIQMfI1EDHxMAA2vDwADaCFVJSi7OVYnUQDVgLAwODWkQTxDEZSNXGAgA"


# ---- hostile links


def packed(told: Any, *, version: str = "1", checksum: bytes | None = None) -> str:
    """Return a link as somebody would make it who knows how: whatever is told, its checksum right."""
    words = told if isinstance(told, bytes) else json.dumps(told).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    found = (checksum or zlib.crc32(words).to_bytes(4, "big")) + packer.compress(words) + packer.flush()
    return version + base64.urlsafe_b64encode(found).decode().rstrip("=")


GOOD = packed([1, "1.0.0", "b2b-support@1", {"members": 8000}])
REFUSED = {
    "empty": "",
    "a bare version": "1",
    "another alphabet": "1" + "\u0661" * 8,
    "padding inside": "1AA==AA",
    "spaces": f"{GOOD[:9]} {GOOD[9:]}",
    "no list": packed({"members": 1}),
    "a short list": packed([1, "1.0.0"]),
    "a long list": packed([1, "1.0.0", "b2b-support@1", {}, {}, {}]),
    "values that are none": packed([1, "1.0.0", "b2b-support@1", []]),
    "an unknown assumption": packed([1, "1.0.0", "b2b-support@1", {"__class__": 1}]),
    "an unknown field": packed([1, "1.0.0", "b2b-support@1", {}, {"key": "1"}]),
    "a field said twice": packed([1, "1.0.0", "b2b-support@1", {}, {"values": {}}]),
    "not a number": packed(b'[1,"1.0.0","b2b-support@1",{"members":NaN}]'),
    "infinity": packed(b'[1,"1.0.0","b2b-support@1",{"members":Infinity}]'),
    "beyond floats": packed(b'[1,"1.0.0","b2b-support@1",{"members":1' + b"0" * 4_000 + b"}]"),
    "ten thousand digits": packed(b'[1,"1.0.0","b2b-support@1",{"members":1' + b"0" * 10_000 + b"}]"),
    "low above high": packed([1, "1.0.0", "b2b-support@1", {"members": [5, 9, 1]}]),
    "too much said": packed(
        [1, "1.0.0", "b2b-support@1", {"members": [1, None, None, None, "", "", True, 1]}]
    ),
    "a long name": packed([1, "1.0.0", "b2b-support@1", {}, {"name": "x" * 10_000}]),
    "no JSON": packed(b"\xff\xfe"),
    "nested without end": packed(b"[" * 60_000),
    "nested and closed": packed(b"[" * 30_000 + b"]" * 30_000),
    "a wrong checksum": packed([1, "1.0.0", "b2b-support@1", {}], checksum=b"abcd"),
    "a bomb": packed(b"[" + b" " * 1_000_000 + b"]"),
    "a bomb of values": packed(b'[1,"1.0.0","b2b-support@1",{' + b'"a":1,' * 100_000 + b'"a":1}]'),
    "a long name said twice": packed(b'[{"' + b"k" * 30_000 + b'":1,"' + b"k" * 30_000 + b'":1}]'),
    "a long name above many": packed(b'[{"' + b"k" * 20_000 + b'":[' + b"[]," * 14_000 + b"[]]}]"),
    "longer than a link": GOOD + "A" * 2_000,
    "50 MB": "1" + "A" * 50_000_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_link_is_refused_in_no_time_and_little_memory(name: str) -> None:
    text = REFUSED[name]
    decode(GOOD)  # what is read once is not the link's doing
    tracemalloc.start()
    began = time.perf_counter()
    try:
        with pytest.raises(LinkError) as refusal:
            decode(text)
        taken, most = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert taken < 1.0
    assert most < 5_000_000
    assert str(refusal.value).endswith(".")
    assert "Traceback" not in str(refusal.value)


def test_a_link_from_the_future_says_so() -> None:
    for text in ("2" + GOOD[1:], packed([SCHEMA_VERSION + 1, "9.0.0", "b2b-support@1", {}])):
        with pytest.raises(LinkError, match="newer version"):
            decode(text)
    with pytest.raises(LinkError, match="starting point that this app does not have"):
        decode(packed([1, "1.0.0", "b2b-support@77", {}]))


@pytest.mark.parametrize(
    ("told", "place"),
    [
        (b'[1,"1.0.0","b2b-support@1",{"members":1,"members":2}]', "values.members"),
        (b'[1,"1.0.0","b2b-support@1",{},{"name":"a","name":"b"}]', "name"),
        (
            b'[1,"1.0.0","b2b-support@1",{},{"payers":{"cost_staff":"hr","cost_staff":"it"}}]',
            "payers.cost_staff",
        ),
        (b'[1,"1.0.0","b2b-support@1",{"a":1,"a":2},{"b":1,"b":2}]', "values.a, b"),
    ],
)
def test_a_link_that_says_something_twice_is_refused_as_a_file_is(told: bytes, place: str) -> None:
    with pytest.raises(LinkError) as refusal:
        decode(packed(told))
    assert str(refusal.value) == f"{place}: it stands more than once: keep one of them."


def test_a_link_cut_anywhere_is_refused() -> None:
    whole = encode(Scenario(name="Acme", values={"members": 8_000, "deflected": 320}))
    for length in range(len(whole)):
        with pytest.raises(LinkError):
            decode(whole[:length])


WHOLE = encode(Scenario(name="Acme", values={"members": 8_000, "deflected": Given(value=2, low=1, high=3)}))
CHANGED = st.builds(
    lambda at, signs, length: WHOLE[:at] + signs + WHOLE[at + length :],
    st.integers(0, len(WHOLE)),
    st.text("AZaz09-_", max_size=4),
    st.integers(0, 4),
)
TOLD = st.tuples(
    st.sampled_from((1, 2, None, "1")),
    st.sampled_from(("1.0.0", 1, None)),
    st.sampled_from(("b2b-support@1", "developer@1", "x", None)),
    st.dictionaries(st.sampled_from(("members", "deflected", "x")), JSON, max_size=2) | JSON,
    st.fixed_dictionaries({}, optional={"name": JSON, "running": JSON, "currency": JSON, "values": JSON}),
).map(list)
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text("AZaz09-_", max_size=80).map("1".__add__),
    CHANGED,
    st.binary(max_size=60).map(packed),
    TOLD.map(packed),
    JSON.map(packed),
)


@settings(max_examples=FUZZ_CASES)
@given(HOSTILE)
@example("1")
def test_whatever_the_text_the_answer_is_a_scenario_or_a_refusal(text: str) -> None:
    try:
        scenario = decode(text)
    except LinkError:
        return
    assert isinstance(scenario, Scenario)
    assert decode(encode(scenario)) == scenario
