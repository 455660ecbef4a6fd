"""How a quantity is declared, bound to other inputs, and added up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from calculators.quantity import When, add_up, flow, held, part_of, reference, relative, stock, total, useful


@stock("Depth", "metres", starts_at=2.0, kind="money", gathers=("water",))
def depth(depth: float, rain: float) -> float:
    return depth + rain


def test_a_declaration_keeps_all_it_is_told() -> None:
    assert (depth.id, depth.label, depth.unit) == ("depth", "Depth", "metres")
    assert (depth.when, depth.kind, depth.starts_at) == (When.STOCK, "money", 2.0)
    assert (depth.inputs, depth.gathers, depth.total_of) == (("depth", "rain"), ("water",), None)
    assert depth(3.0, 0.5) == 3.5


@pytest.mark.parametrize(("declare", "when"), [(reference, When.REFERENCE), (flow, When.FLOW)])
def test_references_and_flows_are_counts_until_told(declare: Callable[..., Any], when: When) -> None:
    plain = declare("Rain")(lambda cloud: 2.0 * cloud)
    assert (plain.label, plain.unit, plain.when, plain.kind) == ("Rain", "", when, "count")
    assert (plain.inputs, plain.gathers, plain.starts_at) == (("cloud",), (), None)
    told = declare("Rain", "metres", kind="share", gathers=("water",))(lambda cloud: cloud)
    assert (told.unit, told.kind, told.gathers) == ("metres", "share", ("water",))


def test_a_quantity_bound_to_other_inputs() -> None:
    other = depth.bound("level", "Level", depth="level")
    assert (other.id, other.label, other.unit) == ("level", "Level", "metres")
    assert (other.inputs, other.gathers, other.starts_at) == (("level", "rain"), (), 2.0)
    assert other.function is depth.function
    with pytest.raises(ValueError, match=r"depth has no input \['snow'\]"):
        depth.bound("level", "Level", snow="level")


def test_the_same_with_another_start_or_in_other_totals() -> None:
    assert depth.starting_at("rain").starts_at == "rain"
    assert depth.gathering("lakes", "seas").gathers == ("lakes", "seas")


def test_a_total_names_what_it_gathers() -> None:
    water = total("water", "Water", "metres", of="all water", when=When.REFERENCE, kind="money")
    assert (water.id, water.label, water.unit, water.kind) == ("water", "Water", "metres", "money")
    assert (water.when, water.inputs, water.total_of) == (When.REFERENCE, (), "all water")
    assert total("water", "Water", of="all water").when is When.FLOW
    assert water(1.0, 2.0, 4.0) == 7.0


def test_nothing_adds_up_to_nothing() -> None:
    assert add_up() == 0.0
    assert add_up(3.0) == 3.0


def test_indices_of_little_and_of_nothing() -> None:
    assert relative(0.25, 0.5) == 0.5
    assert part_of(0.25, 0.5) == 0.5
    assert useful(3.0, 0.0) == 3.0
    assert (held(0.25, 0.0), held(0.25, 1.0)) == (1.0, 0.25)
