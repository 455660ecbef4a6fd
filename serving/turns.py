"""Has the pages of this process take turns, and parts of them that somebody edits; see `components/turns.py`.

Parts that follow by themselves do not wait: their visit's next edit would wait behind them. They take a turn where
nobody has one, the page that they have drawn again with them, and know where somebody has. An edit that waits beside a
beat takes none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from components.instead import put_instead
from components.turns import TURNS


def let_pages_queue() -> None:
    """Have all pages of this process run in turns, the edits that they take among them; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit runs them otherwise than the pinned release does.
    """

    def in_turns(run: Any) -> Callable[[Any, Any], None]:
        def in_turn(runner: Any, asked: Any) -> None:
            follows_by_itself = asked.fragment_id_queue and asked.is_auto_rerun
            with TURNS.mine_if_free() if follows_by_itself else TURNS.mine():
                run(runner, asked)

        return in_turn

    put_instead(ScriptRunner, "_run_script", in_turns, see="serving/turns.py")
