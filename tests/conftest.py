"""What every test shares: how hard hypothesis looks."""

import os

from hypothesis import settings

# Machines differ in speed, so no example fails for being slow. "ci" keeps all tests within ten minutes; "thorough" is
# for a night's run by hand.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
