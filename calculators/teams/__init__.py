"""The teams round the wheel, one a file, all of one shape. A file added here is a team added to the model."""

from __future__ import annotations

import importlib
import pkgutil

from calculators.team import Team


def _declared() -> tuple[Team, ...]:
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return tuple(sorted((module.TEAM for module in modules), key=lambda team: team.order))


TEAMS: tuple[Team, ...] = _declared()
