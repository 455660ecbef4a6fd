"""A ninth team is one new file: the model, the command line and the files people take away follow by themselves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
NEEDED = ("calculators", "exports", "figures", "wording", "components", "scenarios")

PARTNERS = '''"""Partners: members bring in partners who would otherwise have been searched for."""

from __future__ import annotations

from calculators.assumption import Assumption, Kind
from calculators.quantity import Number, flow, held
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share, heard_from

ASSUMPTIONS = (
    Assumption(
        id="partners_found",
        label="Partners found by members",
        unit="partners a month",
        kind=Kind.COUNT,
        group="partners",
        bounds=(0, 1e6),
        low=0,
        likely=2,
        high=5,
        help="Partners whom members bring in.",
        dimension=241,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="referrals",
        hours=1.0,
    ),
    Assumption(
        id="cost_per_partner",
        label="Cost of finding a partner",
        unit="a partner",
        kind=Kind.MONEY,
        group="partners",
        bounds=(0, 1e7),
        low=200,
        likely=500,
        high=1_000,
        help="What an agency would charge.",
        dimension=242,
    ),
    causal_share(
        "partners", "partners found", group="partners", dimension=243, low=0.25, likely=0.5, high=0.75,
        help="Share who would not have come otherwise.",
    ),
    cash_share(
        "partners", "partners found", group="partners", dimension=244, low=0.25, likely=0.5, high=1,
        help="Share of the cost that leaves the budget.",
    ),
    heard_from("partners", "Sent by partners", group="partners", dimension=245, low=0.0, likely=0.02, high=0.05),
)


@flow("Value of partners found", "a month", kind="money")
def partners_value(
    partners_found: Number, contributions: Number, cost_per_partner: Number, partners_causal: Number
) -> Number:
    return partners_found * contributions * cost_per_partner * partners_causal


@flow(
    "Pull of partners", "of joins at the reference", kind="share", gathers=("pull on everyone", "pull by members")
)
def pull_of_partners(
    heard_from_partners: Number, source_scale: Number, contributions: Number, growing: Number, turns_partners: Number
) -> Number:
    return heard_from_partners * source_scale * held(contributions, growing) * turns_partners


TEAM = Team(
    id="partners",
    label="Partners",
    order=9,
    colour="#8A6D3B",
    purpose="Members bring in partners.",
    lines=(
        ValueLine(
            "partners",
            "Partners found",
            "partners_value",
            "partners_causal",
            "partners_cash",
            rests_on=("partners_found", "cost_per_partner"),
        ),
    ),
    loop=Loop("Partners send people", "Partners whom members brought in send people who join."),
    assumptions=ASSUMPTIONS,
    quantities=(partners_value, pull_of_partners),
    metrics=("Sign-ups",),
)
'''


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("house")
    for folder in NEEDED:
        shutil.copytree(HOUSE / folder, copied / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / "calculators" / "teams" / "partners.py").write_text(PARTNERS)
    (copied / "scenario.json").write_text(json.dumps({"values": {"partners_found": {"value": 3.0}}}))
    return copied


def run(house: Path, *command: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(house)}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def test_it_is_in_the_answer_and_effects_still_add_up(house: Path) -> None:
    answer = json.loads(run(house, "calculators", "evaluate", "scenario.json"))
    teams = answer["teams"]
    assert len(teams) == 9
    worth = teams["partners"]
    assert worth["direct"] > 0.0
    given = sum(team["given"] for team in teams.values())
    assert given == pytest.approx(answer["flywheel"], abs=0.005)


def test_files_that_people_take_away_name_it(house: Path) -> None:
    run(house, "exports", "csv", "scenario.json", "series.csv")
    assert "Value of partners found" in (house / "series.csv").read_text(encoding="utf-8-sig")
    run(house, "exports", "workbook", "scenario.json", "book.xlsx")
    assert (house / "book.xlsx").stat().st_size > 10_000
