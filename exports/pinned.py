"""What a shared link has pinned, as exports take it: the figures of the day it was made, or nothing at all."""

from __future__ import annotations

import dataclasses

from calculators.confidence import SEED, drivers
from calculators.draws import POINTS
from calculators.evaluation import evaluate
from calculators.scenario import InvalidScenarioError
from calculators.spread import spread
from calculators.uncertainty import sample
from exports.material import Material, Said
from scenarios.record import NoScenarioError, Record, Told, moved, scenario_of
from wording.shared import day_in_words


def pinned_material(told: Told, record: Record, *, link: str = "", sure: bool = True) -> Material | None:
    """Return a scenario of a record for exports; None where today's model would not show what was shared.

    Parameters
    ----------
    told, record
        The scenario and the record it is from.
    link
        Where it can be opened.
    sure
        Whether its range is wanted, too.
    """
    try:
        result = evaluate(scenario_of(told))
    except (NoScenarioError, InvalidScenarioError):
        return None
    if moved(told) is not None:
        return None
    resolved = result.resolved
    material = Material(
        result,
        day_in_words(record.made_on),
        spread(resolved, POINTS, SEED) if sure else None,
        drivers(resolved, sample(resolved, POINTS, SEED), SEED) if sure else None,
        link=link,
        model_version=record.model_version,
        name=told.name,
        compared=record.compared.view if record.compared else None,
    )
    if sure and (material.sentence, material.how_sure) != (told.sentence, told.how_sure):
        return None
    said = Said(sentence=told.sentence, second=told.going_on, how_sure=told.how_sure, whose=told.whose)
    return dataclasses.replace(material, said=said)
