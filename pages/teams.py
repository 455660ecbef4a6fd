"""Teams."""

import streamlit as st

st.title("Teams")
