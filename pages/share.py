"""Share: links that readers open without an account, and what can be sent without them."""

import streamlit as st

from components import exports, head, share

links = share.stored()

head.head("Share", share.sentence())

if links is None:
    st.info(
        "Nothing of yours is kept here, as this server has no disk that lasts or this browser refuses cookies. A link "
        "to it would soon lead nowhere: save the file, or the link that holds the numbers itself.",
        icon=":material/info:",
    )
    share.carry_it_yourself()
    exports.folded()
else:
    share.who_can_open()

    make, without = st.columns(2, gap="large")
    # Where others cannot open a link, what they can open comes first.
    if share.only_here():
        make, without = without, make

    with without:
        st.header("Send it yourself", anchor=False)
        share.carry_it_yourself()
        exports.folded()

    with make:
        st.header("Make a link", anchor=False)
        share.ask_for_link(links)

    st.header("Links that you made", anchor=False)
    share.list_links(links)
