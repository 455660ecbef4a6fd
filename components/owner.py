"""Whose workspace is open: what links need to know of it."""

from __future__ import annotations

import secrets

import streamlit as st

from components import document
from scenarios import kept
from scenarios.parts import differences
from scenarios.store import Store
from scenarios.workspace import new_workspace_id


def browser() -> str:
    if "browser" not in st.session_state:
        st.session_state["browser"] = secrets.token_urlsafe(32)
    return str(st.session_state["browser"])


def workspace_id() -> str:
    """Return the id of the open workspace, which is in the database then."""
    if "workspace id" not in st.session_state:
        name = new_workspace_id()
        found = kept.database()
        assert found is not None
        Store(found).edit(
            name, differences(None, document.workspace()), known=0, browser=browser(), tab="share"
        )
        st.session_state["workspace id"] = name
    return str(st.session_state["workspace id"])
