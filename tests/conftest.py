"""What every test shares: how hard hypothesis looks, and that installed packages are looked through once."""

import functools
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

# Machines differ in speed, so no example fails for being slow. "ci" keeps all tests within ten minutes; "thorough" is
# for a night's run by hand.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, max_examples=35)
settings.register_profile("thorough", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session", autouse=True)
def packages_are_scanned_once() -> Iterator[None]:
    """Every `AppTest` looks through all installed packages for components, which takes longer than a page."""
    found = functools.cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield
