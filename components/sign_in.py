"""Signing in before editing, where whoever runs the app asks for it. Share links stay open."""

from __future__ import annotations

import streamlit as st

from scenarios.settings import SignIn, sign_in


def passed() -> bool:
    """Tell whether this visitor may edit; where not, the page says what to do."""
    asked = sign_in()
    if asked is None:
        return True
    if not st.user.is_logged_in:
        st.title("Sign in to model your community", anchor=False)
        st.markdown("Links that were shared with you open without an account.")
        st.button("Sign in", icon=":material/login:", on_click=st.login)
        return False
    if not may_edit(asked, st.user.get("email"), verified=st.user.get("email_verified")):
        st.title("This account may not edit here", anchor=False)
        st.markdown("Ask whoever runs this app, or sign in with another account.")
        st.button("Sign out", icon=":material/logout:", on_click=st.logout)
        return False
    return True


def may_edit(asked: SignIn, email: object, *, verified: object) -> bool:
    """Tell whether an account is one of those that were named.

    Examples
    --------
    >>> asked = SignIn("", "", "", "", "", allowed=("example.com", "ada@home.example"))
    >>> [may_edit(asked, email, verified=True) for email in ("x@Example.com", "ada@home.example", "x@home.example")]
    [True, True, False]
    >>> may_edit(asked, "x@example.com", verified=False)
    False
    """
    if not asked.allowed:
        return True
    # a provider that says an address is not verified lets anybody claim it
    if not isinstance(email, str) or verified is False:
        return False
    address = email.strip().lower()
    return address in asked.allowed or address.rpartition("@")[2] in asked.allowed


def sign_out_button() -> None:
    """Draw the way out, where somebody is signed in."""
    if sign_in() is not None and st.user.is_logged_in:
        st.button("Sign out", key="sign out", icon=":material/logout:", type="tertiary", on_click=st.logout)
