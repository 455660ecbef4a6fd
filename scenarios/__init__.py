"""Scenarios outside the app: as files that people edit and pass on. Nothing here knows Streamlit."""
