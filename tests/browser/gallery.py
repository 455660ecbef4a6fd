"""One of each element that pages are made of, for a look at the theme and for axe.

What is missing is missing on purpose, for Streamlit draws it too faint whatever the theme says: a link within a
caption (60 % of the link's colour); and, in the dark, ``type="primary"`` (white on the accent) and
``:primary-badge[]``, because no accent carries white words and is bright enough for the chosen segment and the
slider's value at the same time.
"""

import streamlit as st

st.set_page_config(page_title="Gallery", layout="wide")
st.title("Gallery")
st.header("A header")
st.subheader("A subheader")
st.markdown("A [link](/elsewhere)")
st.caption("A caption on the page, with **bold**")
st.markdown(
    ":red[red] :orange[orange] :green[green] :blue[blue] :violet[violet] :gray[gray] :primary[primary] :small[small] "
    ":red-badge[red] :orange-badge[orange] :green-badge[green] :blue-badge[blue] :violet-badge[violet] "
    ":gray-badge[gray] `code`"
)
left, right = st.columns(2)
with left, st.container(border=True):
    st.text_input("A field", placeholder="for example 1,200", help="Help")
    st.text_input("A filled field", value="45 %", icon=":material/edit:")
    st.selectbox("A choice", ["One", "Two"])
    st.slider("A slider", 0, 100, 40)
    st.toggle("A switch", value=True)
    st.checkbox("A box", value=True)
    st.radio("One of", ["This", "That"], captions=["Said of this", "Said of that"])
    st.caption("A caption in a bordered container")
with right:
    st.metric("A figure", "135 %", "12 %", border=True)
    st.metric("A fall", "$1.2M", "-3 %")
    st.segmented_control("Segments", ["a", "b"], default="a")
    st.pills("Pills", ["c", "d"], default="d")
    st.button("Secondary", key="secondary")
    st.button("Tertiary", type="tertiary")
    st.info("Info", icon=":material/info:")
    st.warning("Warning", icon=":material/warning:")
    st.error("Error", icon=":material/error:")
    st.success("Success", icon=":material/check:")
with st.expander("An expander", expanded=True):
    st.caption("A caption inside")
for tab, name in zip(st.tabs(["First", "Second"]), ("first", "second"), strict=True):
    tab.caption(f"On the {name} tab")
st.table({"Team": ["Support", "Product"], "Value": ["$667k", "$395k"]})
with st.sidebar:
    st.caption("A caption in the sidebar")
