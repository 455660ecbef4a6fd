"""The pieces of the Share page: who can open what, a link to make, links that were made, what needs no store."""

from __future__ import annotations

import datetime
import logging
import time
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from calculators.case import Case, State
from calculators.comparison import CannotCompareError, Named
from calculators.scenario import InvalidScenarioError, Scenario
from components import compare, document, drawers, keeping
from exports.card import card_png, first_drawing
from figures.comparison import COLOURS, completed
from scenarios import files, self_contained
from scenarios.opened import Kept
from scenarios.passcode import LONGEST, SHORTEST
from scenarios.record import LONGEST_AUTHOR, MOST_SCENARIOS, Record, record, record_of
from scenarios.settings import public_url
from scenarios.store import Trouble, TroubleError, the_links
from scenarios.store.links import Links, Made, TooManyError
from scenarios.workspace import title
from wording import safe
from wording.comparison import told_apart
from wording.formats import Formats, number_in_words
from wording.shared import day_in_words

log = logging.getLogger("community_flywheel")

LASTS: Final = {"Until you take it back": None, "A week": 7, "A month": 30, "Three months": 91, "A year": 365}
DAY: Final = 24 * 3600.0
LISTED: Final = 20
LONGEST_LABEL: Final = 60
UNTITLED: Final = "What the community is worth"
NAME: Final = "shared by"
_STOOD: Final = "what stood ready for a link"
_MADE: Final = "link made"
_PROBLEM: Final = "link not made"


def base() -> str:
    """Return where links begin: the address that others use, or the one that this browser shows."""
    known = public_url()
    if known:
        return known
    here = urlsplit(st.context.url or "http://localhost:8501")
    return f"{here.scheme}://{here.netloc}"


def address_of(link: str) -> str:
    """Return the whole address of a link."""
    return f"{base()}/shared?id={link}"


def only_here() -> bool:
    """Tell whether links name an address that no other computer can open."""
    host = urlsplit(base()).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def stored() -> Links | None:
    """Return where links are kept, None where nothing of this visitor is kept."""
    return the_links() if document.opened().kept is Kept.STORED else None


def sentence() -> str:
    """Return how many links are open, which is what the page says."""
    links = stored()
    if links is None:
        return (
            "Your work is kept for this visit only, so share a file or a link that holds the numbers itself."
        )
    try:
        now = time.time()
        count = sum(link.is_open(now) for link in _links(links))
    except TroubleError:
        return "Links cannot be read right now."
    if not count:
        return "Nobody but you can see this: no link is open."
    many = number_in_words(count) if count > 1 else "one"
    return f"{many[0].upper()}{many[1:]} link{'s' if count > 1 else ''} {'are' if count > 1 else 'is'} open."


def _links(links: Links) -> tuple[Made, ...]:
    work = document.opened()
    return links.of(work.workspace.id, browser=work.by.browser) if work.is_stored else ()


def who_can_open() -> None:
    """Say who can open a link."""
    if only_here():
        st.info(
            "A link opens on this computer only: the app does not know an address under which others reach it. Whoever "
            "runs it sets PUBLIC_URL. Until then, share the file.",
            icon=":material/computer:",
        )
    elif not public_url():
        st.info(
            "PUBLIC_URL is not set, so links begin with the address that you see now. Whoever reaches that can open "
            "them; chats show no picture beside them.",
            icon=":material/public:",
        )
    else:
        st.caption("Whoever has a link can open it, without an account; a passcode keeps others out.")


# ---- a link to make


def ask_for_link(links: Links) -> None:
    """Draw what a new link needs, and the link once it is made."""
    sent = compare.sent()
    if st.session_state.get(_STOOD) != sent:
        # another comparison was sent here, or this one was changed or deleted: what is there now the next link is of
        st.session_state[_STOOD] = sent
        st.session_state.pop("link scenarios", None)
        st.session_state.pop(_MADE, None)
    sides = _sides()
    labels = told_apart((side.name for side in sides.values()), longest=LONGEST_LABEL)
    titles = dict(zip(sides, labels, strict=True))
    # a link is public at once: only its button makes one, not the Enter that ends a name
    with st.form("new link", border=False, enter_to_submit=False):
        if len(titles) > 1:
            st.multiselect(
                "Scenarios, side by side where there are several",
                list(titles),
                default=list(sent.scenarios) if sent else [document.open_id()],
                format_func=titles.__getitem__,
                max_selections=MOST_SCENARIOS,
                key="link scenarios",
            )
        st.text_input(
            "Your name, as readers see it",
            key=NAME,
            max_chars=LONGEST_AUTHOR,
            persist_state="session",
            placeholder="Empty: nobody is named",
        )
        st.selectbox("It can be opened", tuple(LASTS), key="link lasts")
        st.text_input(
            "Passcode, if it should have one",
            key="link passcode",
            type="password",
            max_chars=LONGEST,
            autocomplete="new-password",
            help=f"{SHORTEST} signs or more. Send it another way than the link. It is kept as a hash: nobody can "
            "read it again, you neither.",
        )
        st.form_submit_button("Make a link", icon=":material/add_link:", on_click=_make, args=(links,))
    problem = st.session_state.pop(_PROBLEM, "")
    if problem:
        st.error(safe(problem, limit=400), icon=":material/error:")
    made = st.session_state.get(_MADE)
    if made:
        st.success("The link is made. It shows exactly what you see now, whatever you change later.")
        st.code(address_of(made), language=None, wrap_lines=True)
        st.page_link(
            "shared.py", label="See it as a reader", icon=":material/visibility:", query_params={"id": made}
        )
    st.caption(
        "Readers see the sentence, value per team, cash, and the five numbers that matter most with their sources; of "
        "several, what differs, with values and sources, and what explains the gap. Who makes a copy gets every number "
        "with its source and note, and never your workspace."
    )


def _make(links: Links) -> None:
    st.session_state.pop(_MADE, None)
    chosen = st.session_state.get("link scenarios") or [document.open_id()]
    sides = _sides()
    now = datetime.datetime.now(tz=datetime.UTC)
    days = LASTS[st.session_state["link lasts"]]
    try:
        told = _told([id for id in chosen if id in sides], now.date())
        work = document.opened()
        # what links to a workspace needs it in the database, even one that nobody has edited
        if not work.keep():
            raise TroubleError(work.trouble or Trouble.BUSY)
        made = links.make(
            work.workspace.id,
            told,
            browser=work.by.browser,
            title=told.title or UNTITLED,
            drawing=first_drawing(told),
            picture=card_png(told),
            expires_at=None if days is None else now.timestamp() + days * DAY,
            passcode=st.session_state.get("link passcode", ""),
        )
    except (CannotCompareError, InvalidScenarioError) as error:
        st.session_state[_PROBLEM] = " ".join(document.as_sentence(one.message) for one in error.problems)
    except ValueError as error:
        st.session_state[_PROBLEM] = str(error)
    except TooManyError:
        st.session_state[_PROBLEM] = "Two hundred links are open: take some back first."
    except TroubleError as error:
        log.warning("A link was not made: %s", error)
        st.session_state[_PROBLEM] = f"The link was not made: {error}. Try again in a minute."
    else:
        if made is None:
            st.session_state[_PROBLEM] = "The link was not made: this workspace is not yours to share."
        else:
            st.session_state[_MADE] = made
            st.session_state["link passcode"] = ""


def _sides() -> dict[str, Named]:
    """Return what a link can be of, by id: every scenario, and every side of a comparison that was sent here."""
    found = {
        id: Named(name, Case(document.workspace()[id]))
        for id, name in document.workspace().titles(longest=compare.LONGEST_SIDE).items()
    }
    sent = compare.sent()
    if sent:
        found |= dict(zip(sent.scenarios, compare.sides_of(sent, document.workspace()), strict=True))
    return found


def _told(chosen: list[str], day: datetime.date) -> Record:
    """Return what a link to these holds: one as it is, several held against each other."""
    sides, sent, by = _sides(), compare.sent(), st.session_state.get(NAME, "")
    if len(chosen) == 1:
        return record([_alone(sides[chosen[0]])], made_by=by, made_on=day)
    shades = compare.colours_of(sent) if sent else {}
    # one may have in a comparison the name that another has in the workspace
    names = told_apart((sides[id].name for id in chosen), longest=compare.LONGEST_SIDE)
    return record_of(
        [Named(name, sides[id].case) for name, id in zip(names, chosen, strict=True)],
        chosen.index(sent.base) if sent and sent.base in chosen else 0,
        made_by=by,
        made_on=day,
        name=sent.name if sent and set(sent.scenarios) == set(chosen) else "",
        colours=[COLOURS[name] for name in completed([shades.get(id, "") for id in chosen])],
        workers=compare.WORKERS,
    )


def _alone(side: Named) -> Scenario:
    """Return the scenario of a link that holds only one.

    Raises
    ------
    ValueError
        Where it is none.
    """
    if side.case.state is not State.GOING_ON:
        raise ValueError(f"“{side.name}” says something only beside a scenario: choose one more.")
    own = side.case.scenario
    return (
        own if own in [scenario for _, _, scenario in document.scenarios()] else own.changed(name=side.name)
    )


# ---- the links that were made


def list_links(links: Links) -> None:
    """Draw the links of this workspace, the newest first."""
    try:
        found = _links(links)
    except TroubleError as error:
        st.error(f"Links cannot be read right now: {error}.", icon=":material/error:")
        keeping.tries_again()
        return
    now = time.time()
    shown = [link for link in found if link.is_open(now)]
    gone = [link for link in found if not link.is_open(now)]
    if not found:
        st.caption("None yet.")
    for link in shown[:LISTED]:
        _listed(links, link)
    if len(shown) > LISTED:
        st.caption(f"{len(shown) - LISTED} older ones are open, too: take some back to see them.")
    if gone:
        st.caption("No longer open: " + "; ".join(safe(_gone(link), limit=160) for link in gone[:LISTED]))


def _listed(links: Links, link: Made) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{safe(link.title, limit=100)}**")
        st.caption(safe(told_of(link, document.formats()), limit=300))
        st.code(address_of(link.id), language=None, wrap_lines=True)
        with st.container(horizontal=True):
            name = f"revoke {link.id}"
            st.button(
                "Take it back", key=name, icon=":material/link_off:", on_click=drawers.ask_for, args=(name,)
            )
            drawers.draw(
                name,
                "Take the link back?",
                lambda: _confirm(links, link),
                position="center",
                width="small",
            )


def _confirm(links: Links, link: Made) -> None:
    st.markdown(
        f"**{safe(link.title, limit=100)}** will open for nobody any more, and what it held is "
        "deleted. This cannot be undone."
    )
    if st.button("Take it back for good", key="revoke for good", icon=":material/link_off:"):
        try:
            work = document.opened()
            links.revoke(work.workspace.id, link.id, browser=work.by.browser)
        except TroubleError as error:
            log.warning("A link was not revoked: %s", error)
            st.error(f"It is still open: {error}. Try again in a minute.", icon=":material/error:")
            return
        if st.session_state.get(_MADE) == link.id:
            st.session_state.pop(_MADE)
        drawers.close()
        st.rerun()


def told_of(link: Made, write: Formats) -> str:
    """Return in words since when a link is there, how often it was opened, and what it asks.

    Examples
    --------
    >>> told_of(Made("x", 0.0, None, None, True, 2, "1970-01-03", "Acme", ""), Formats())
    'Made on 1 January 1970. Opened twice, last on 3 January 1970. Asks for its passcode.'
    """
    opened = {0: "Never opened", 1: "Opened once", 2: "Opened twice"}.get(
        link.opens, f"Opened {write.number(link.opens)} times"
    )
    last = f", last on {day_in_words(link.opened_on)}" if link.opened_on else ""
    parts = [f"Made on {_day(link.made_at)}", f"{opened}{last}"]
    if link.has_passcode:
        parts.append("Asks for its passcode")
    if link.expires_at is not None:
        parts.append(f"Expires on {_day(link.expires_at)}")
    return ". ".join(parts) + "."


def _gone(link: Made) -> str:
    if link.revoked_at is not None:
        return f"{link.title}, taken back on {_day(link.revoked_at)}"
    return f"{link.title}, expired on {_day(link.expires_at or 0.0)}"


def _day(moment: float) -> str:
    return day_in_words(datetime.datetime.fromtimestamp(moment, tz=datetime.UTC).date().isoformat())


# ---- without a store


def carry_it_yourself() -> None:
    """Draw the file, and the link that holds the open scenario by itself."""
    scenario = document.scenario()
    st.download_button(
        "This scenario as a file",
        data=lambda: files.scenario_to_bytes(scenario),
        file_name=files.file_name(title(scenario)),
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
    )
    told = self_contained.link(scenario, address=base())
    if told is None:
        st.caption(
            "A link that holds everything by itself would be too long: your notes and sources need more room than an "
            "address has. Send the file."
        )
        return
    signs = document.formats().number(len(told))
    st.caption(
        f"Or a link that holds the numbers itself ({signs} signs). It needs nothing kept anywhere, so it can neither "
        "be taken back nor expire, and it is computed anew when it is opened. Whoever sees the address can read the "
        "numbers in it."
    )
    st.code(told, language=None, wrap_lines=True)
