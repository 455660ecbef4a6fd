"""What Streamlit works out anew in every rerun though nothing of it changed: found once, or only where it is asked for.

The look of the app is read from all settings and sent with each rerun. And each field of text asks whether it was
emptied by code, for which a copy of all that the visit keeps was made: forty fields, forty copies. And each chart's
specification, which is the same whatever its data are, is read and searched for names that Altair counts up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from streamlit import config
from streamlit.elements import vega_charts
from streamlit.elements.widgets import selectbox, text_widgets
from streamlit.runtime import app_session

from components.instead import put_instead

_SEE: Final = "serving/quicker.py"
SPECIFICATIONS: Final = 128
"""How many specifications of charts are remembered, of some kilobytes each: about fifty kinds, light and dark."""


class AskedOneByOne:
    """What a visit keeps under its keys, as `filtered_state` gives it, but nothing is copied.

    Each question is a look at the state, at which a run may end because a newer request waits.

    Parameters
    ----------
    state
        Streamlit's own, of the visit.
    """

    def __init__(self, state: Any) -> None:
        self._state: Final = state

    @property
    def filtered_state(self) -> AskedOneByOne:
        """What may be asked for, and looked at, by key."""
        return self

    def __contains__(self, key: str) -> bool:
        """Tell whether something is kept under a key."""
        return key in self._state

    def __getitem__(self, key: str) -> Any:
        """Return what is kept under a key."""
        return self._state[key]


def spare_what_is_known() -> None:
    """Have nothing worked out twice; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit does it otherwise than the pinned release does.
    """

    def from_memory(populate: Any) -> Callable[..., None]:
        known: dict[str, Any] = {}

        def put(message: Any, section: str = "theme") -> None:
            now = known
            found = now.get(section)
            if found is None:
                found = type(message)()
                populate(found, section)
                # what was read before the settings changed goes into what is forgotten with them
                now[section] = found
            if found.ByteSize():
                message.MergeFrom(found)

        def forget() -> None:
            nonlocal known
            known = {}

        # settings are read again where their file changes under `streamlit run`, in another thread
        config.on_config_parsed(forget, force_connect=True)
        return put

    def one_by_one(session_state: Any) -> Callable[[], AskedOneByOne]:
        return lambda: AskedOneByOne(session_state())

    put_instead(app_session, "_populate_theme_msg", from_memory, see=_SEE)
    put_instead(vega_charts, "_stabilize_vega_json_spec", lru_cache(maxsize=SPECIFICATIONS), see=_SEE)
    for fields in (text_widgets, selectbox):
        put_instead(fields, "get_session_state", one_by_one, see=_SEE)
