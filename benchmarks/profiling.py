"""Where the time of a rerun of Results goes: the page run with stopwatches, without server or browser."""

from __future__ import annotations

import cProfile
import gc
import importlib
import io
import itertools
import pstats
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, Final
from unittest.mock import patch

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from calculators.scenario import Given
from serving.memory import keep_what_is_freed
from serving.quicker import spare_what_is_known

FRAME: Final = Path(__file__).resolve().parents[1] / "pages" / "_frame.py"
RERUNS: Final = 20
WARM_UPS: Final = 3
MOST_FUNCTIONS: Final = 20

# What a part is called, and the names under which its functions are looked up when the page runs. A part's time is its
# own: what it calls of another part counts there.
PARTS: Final = (
    ("Reading the scenario's numbers", ("components.document.resolve",)),
    ("Evaluation, 256 coalitions", ("components.document.evaluate_resolved",)),
    ("What would break even", ("figures.answer.worth_naming",)),
    ("The answer in words", ("components.head.answer_sentence", "components.head.below_the_sentence")),
    (
        "Charts: rows and words",
        tuple(
            f"components.drawings.{name}"
            for name in ("team_bars", "cash", "yearly", "claims", "npv_by_staff")
        ),
    ),
    ("Charts: rows as Arrow", ("components.drawings.draw",)),
    ("Charts: Streamlit", ("streamlit.vega_lite_chart",)),
    (
        "Tables: rows and words",
        (
            "components.teams.overview_table",
            "components.results.measure_table",
            "components.teams.plain_table",
            "components.results.plain_table",
        ),
    ),
    ("Tables: Streamlit", ("streamlit.dataframe",)),
    ("Buttons, fields, menu: Streamlit", ("streamlit.button", "streamlit.text_input", "streamlit.page_link")),
    (
        "Headings, text, metrics: Streamlit",
        tuple(f"streamlit.{name}" for name in ("title", "header", "caption", "markdown", "metric")),
    ),
)


class Stopwatches:
    """Time by part: what the script's thread had a processor for, because others use the machine, too."""

    def __init__(self) -> None:
        self.total: dict[str, float] = {}
        self._inner: list[float] = []

    def on(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a stopwatch on it."""

        def timed(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            before = time.thread_time()
            try:
                return function(*given, **named)
            finally:
                taken = time.thread_time() - before
                self.total[part] = self.total.get(part, 0.0) + taken - self._inner.pop()
                if self._inner:
                    self._inner[-1] += taken

        return timed

    def attach(self, stack: ExitStack, names: Iterable[str], part: str) -> None:
        """Put a stopwatch on functions for as long as the stack lasts."""
        for name in names:
            owner, _, attribute = name.rpartition(".")
            module = importlib.import_module(owner)
            stack.enter_context(patch.object(module, attribute, self.on(part, getattr(module, attribute))))


def rerun_results(page: AppTest, number: int) -> None:
    """Let Results run on another number of members: the answer is in no cache."""
    work = page.session_state["open workspace"]
    scenario = work.scenario.with_value("members", Given(value=5_300.0 + number, confirmed=True))
    if not work.take(work.workspace.with_scenario(work.scenario_id, scenario)):
        raise AssertionError("the number was not taken")
    page.run()
    if page.exception or page.error:
        raise AssertionError(f"Results failed: {page.exception or page.error}")


def report() -> str:
    """Return as text: the parts of a rerun, then the functions that take most."""
    watches, whole, profiler = Stopwatches(), list[float](), cProfile.Profile(time.thread_time)
    original = LocalScriptRunner._run_script

    def timed(self: LocalScriptRunner, *given: Any) -> None:
        before = time.thread_time()
        original(self, *given)
        whole.append(time.thread_time() - before)

    def profiled(self: LocalScriptRunner, *given: Any) -> None:
        profiler.enable()
        try:
            original(self, *given)
        finally:
            profiler.disable()

    # as served
    keep_what_is_freed()
    spare_what_is_known()
    page = AppTest.from_file(FRAME, default_timeout=60).run()
    page.switch_page("results.py").run()
    numbers = itertools.count()
    for _ in range(WARM_UPS):
        rerun_results(page, next(numbers))
    gc.collect()
    gc.freeze()
    with ExitStack() as stack:
        for part, names in PARTS:
            watches.attach(stack, names, part)
        stack.enter_context(patch.object(LocalScriptRunner, "_run_script", timed))
        for _ in range(RERUNS):
            rerun_results(page, next(numbers))
    with patch.object(LocalScriptRunner, "_run_script", profiled):
        for _ in range(RERUNS):
            rerun_results(page, next(numbers))
    if "Evaluation, 256 coalitions" not in watches.total:
        raise AssertionError("nothing was evaluated: the answers were known")
    return "\n".join([*_parts(watches.total, whole), "", *_functions(profiler)])


def _parts(total: dict[str, float], whole: list[float]) -> list[str]:
    everything = sum(whole)
    found = {**total, "All else": everything - sum(total.values())}
    return [
        f"One rerun of Results, processor time of its script: least {min(whole) * 1_000.0:.1f} ms, "
        f"median {median(whole) * 1_000.0:.1f} ms, mean {everything / len(whole) * 1_000.0:.1f} ms, of it:",
        "",
        *(
            f"{part:<40}{taken / len(whole) * 1_000.0:8.1f} ms {taken / everything:6.0%}"
            for part, taken in sorted(found.items(), key=lambda entry: -entry[1])
        ),
    ]


def _functions(profiler: cProfile.Profile) -> list[str]:
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(MOST_FUNCTIONS)
    lines = [line for line in text.getvalue().splitlines() if line.strip()]
    return [f"Under the profiler, which slows Python down several times ({RERUNS} reruns):", *lines]
