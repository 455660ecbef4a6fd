"""Assumptions."""

import streamlit as st

st.title("Assumptions")
