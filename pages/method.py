"""Method: every equation, assumption, source, limit and published case, from the code's own definitions."""

import streamlit as st

from components import document, head
from components import method as sections
from figures import method

scenario = document.scenario()
head.head("Method", method.sentence(method.inventory(scenario.point, running=scenario.running)))

match sections.section():
    case "equations":
        sections.equations_section()
    case "evidence":
        sections.evidence_section()
    case "cases":
        st.markdown("What others have published, computed again.")
        sections.cases_section()
    case "limits":
        st.markdown("What the model does not know.")
        sections.statements_section(method.limits(document.formats()))
    case "choices":
        st.markdown("Where the model goes its own way, and why.")
        sections.statements_section(method.choices(document.formats()))
