"""Flywheel."""

import streamlit as st

st.title("Flywheel")
