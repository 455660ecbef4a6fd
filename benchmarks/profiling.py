"""Where the time of a rerun of Results goes: the page run under Python's profiler, without server or browser."""

from __future__ import annotations

import cProfile
import gc
import io
import pstats
import time
from pathlib import Path
from statistics import median
from typing import Any, Final
from unittest.mock import patch

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

FRAME: Final = Path(__file__).resolve().parents[1] / "pages" / "_frame.py"
RERUNS: Final = 20
WARM_UPS: Final = 3
MOST_FUNCTIONS: Final = 25

# Function and its file, and what its time is for, all that it calls included. None of them calls another one; where one
# function is called for two ends, the caller's name tells which.
PARTS: Final = (
    ("Evaluation: 256 coalitions", "calculators/evaluation.py", "evaluate", ""),
    ("Net present value by staff: 18 runs", "calculators/break_even.py", "npv_at", "npv_by_staff"),
    ("What would break even", "figures/answer.py", "worth_naming", ""),
    ("Payback beyond the horizon", "calculators/evaluation.py", "payback_beyond_horizon", ""),
    ("Chart of value per team: rows, words", "components/drawings.py", "team_bars", ""),
    ("Chart of cash: rows, words", "components/drawings.py", "cash", ""),
    ("Chart of years: rows, words", "components/drawings.py", "yearly", ""),
    ("Chart of claims: rows, words", "components/drawings.py", "claims", ""),
    ("Charts handed to Streamlit", "components/drawings.py", "draw", ""),
    ("Tables handed to Streamlit", "components/tables.py", "plain_table", ""),
    ("Buttons “Why?”", "components/why.py", "why", ""),
    ("Fields of what is not counted", "components/results.py", "ask_not_counted", ""),
    ("Menu", "elements/widgets/button.py", "page_link", ""),
)


def rerun_results(page: AppTest, number: int) -> float:
    """Type other words on Results and return the milliseconds that the rerun takes."""
    page.text_input(key="not counted people_helped").set_value(f"{number} people found their next job here")
    before = time.perf_counter()
    page.run()
    taken = (time.perf_counter() - before) * 1_000.0
    if page.exception or page.error:
        raise AssertionError(f"Results failed: {page.exception or page.error}")
    return taken


def profile() -> tuple[pstats.Stats, list[float]]:
    """Return the profile of some reruns, and the milliseconds of as many reruns without the profiler."""
    # time of the thread, not of the clock: others use the machine, too
    profiler = cProfile.Profile(time.thread_time)
    original = LocalScriptRunner._run_script

    def profiled(self: LocalScriptRunner, *given: Any) -> None:
        profiler.enable()
        try:
            original(self, *given)
        finally:
            profiler.disable()

    page = AppTest.from_file(FRAME, default_timeout=60).run()
    page.switch_page("results.py").run()
    for number in range(WARM_UPS):
        rerun_results(page, number)
    gc.collect()
    gc.freeze()
    plain = [rerun_results(page, WARM_UPS + number) for number in range(RERUNS)]
    with patch.object(LocalScriptRunner, "_run_script", profiled):
        for number in range(RERUNS):
            rerun_results(page, WARM_UPS + RERUNS + number)
    return pstats.Stats(profiler, stream=io.StringIO()), plain


def report() -> str:
    """Return the profile as text: parts of a rerun, then the functions that take most."""
    stats, plain = profile()
    entries: dict[Any, Any] = stats.stats  # type: ignore[attr-defined]
    whole = max(cumulative for (_, _, name), (_, _, _, cumulative, _) in entries.items() if name == "_run_script")
    lines = [
        f"A rerun of Results without server: least {min(plain):.1f} ms, median {median(plain):.1f} ms; "
        f"under the profiler {whole / RERUNS * 1_000.0:.1f} ms, of them:",
        "",
    ]
    rest = whole
    found = []
    for label, file, name, caller in PARTS:
        taken = sum(
            _from(callers, caller) if caller else cumulative
            for (path, _, function), (_, _, _, cumulative, callers) in entries.items()
            if function == name and path.replace("\\", "/").endswith(file)
        )
        found.append((label, taken))
        rest -= taken
    for label, taken in [*sorted(found, key=lambda part: -part[1]), ("All else", rest)]:
        lines.append(f"{label:<40}{taken / RERUNS * 1_000.0:8.2f} ms {taken / whole:6.0%}")
    stats.sort_stats("tottime").print_stats(MOST_FUNCTIONS)
    lines += ["", f"Own time of functions, {RERUNS} reruns:", stats.stream.getvalue()]  # type: ignore[attr-defined]
    return "\n".join(lines)


def _from(callers: dict[Any, Any], name: str) -> float:
    return sum(cumulative for (_, _, caller), (_, _, _, cumulative) in callers.items() if caller == name)
