"""What was said of the circle is kept, merged and told number by number, as every other number is."""

from __future__ import annotations

from calculators.scenario import Scenario
from scenarios.parts import Change, parts_of, place_of, scenario_parts, workspace_of
from scenarios.self_contained import decode, encode
from scenarios.telling import told
from scenarios.workspace import Workspace, new_workspace_id

SAID = Scenario(circle={"plan_budget": 1.5, "gain": {"value": 0.5, "note": "our board"}})


def test_each_number_has_a_place_of_its_own() -> None:
    parts = scenario_parts("a", SAID)
    circle = {place: value for place, value in parts.items() if "circle" in place}
    assert circle == {
        place_of("a", "circle", "plan_budget"): 1.5,
        place_of("a", "circle", "gain"): {"value": 0.5, "note": "our board"},
    }
    assert not [place for place in scenario_parts("a", Scenario()) if "circle" in place]


def test_a_workspace_and_a_link_bring_it_back() -> None:
    workspace = Workspace.starting(SAID, id=new_workspace_id())
    back = workspace_of(workspace.id, parts_of(workspace))
    assert back.scenarios[0].scenario.circle == SAID.circle
    assert decode(encode(SAID)).circle == SAID.circle


def test_an_edit_is_told_in_words() -> None:
    workspace = Workspace.starting(SAID, id=new_workspace_id())
    parts = parts_of(workspace)
    place = place_of(workspace.scenarios[0].id, "circle", "plan_measuring")
    assert told([Change(place, None, 0.2)], {**parts, place: 0.2}).replace("\u00a0", " ") == (
        "of it, for measuring 10 % → 20 %"
    )
    budget = place_of(workspace.scenarios[0].id, "circle", "plan_budget")
    assert told([Change(budget, 2.0, 1.5)], parts) == "budget you start with 2 → 1.5"
