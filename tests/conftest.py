"""What every test shares: how hard hypothesis looks."""

import os

from hypothesis import settings

# Machines differ in speed, so no example fails for being slow. "thorough" is for a night's run by hand.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
