"""What a link to several scenarios draws: the comparison as it was told, and older links as they were."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from scenarios.record import Compared, Record
from wording.safe import plain

RECORDS = Path(__file__).parents[1] / "scenarios" / "records"


def held(version: int) -> Record:
    return Record.model_validate_json((RECORDS / f"record-{version}.json").read_text(encoding="utf-8"))


def page() -> None:
    import streamlit as st

    from components import shared, shared_comparison

    record = st.session_state["record"]
    if record.compared is None:
        shared.side_by_side(record)
    else:
        shared_comparison.head(record, record.compared)
        shared_comparison.side_by_side(record, record.compared)
    told = record.scenarios[shared.ask_which(record)]
    shared.head(told, told, record)


def drawn(record: Record) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["record"] = record
    app.run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    found = (e.value for kind in ("title", "header", "markdown", "caption", "info") for e in app.get(kind))
    return " ".join(found).replace("\\", "").replace("\u2060", "")


def test_a_comparison_is_told_and_then_each_by_itself() -> None:
    record = held(2)
    assert isinstance(record.compared, Compared)
    (entry,) = record.compared.view.against
    app = drawn(record)
    assert [title.value.replace("\\", "") for title in app.title] == [record.sentence]
    said = words(app)
    assert entry.bridge is not None
    assert entry.paired is not None
    for told in (entry.sentence, entry.months, entry.bridge.sentence, entry.paired.sentence):
        assert plain(told) in said
    assert plain(record.scenarios[0].sentence) in said
    assert f"{record.compared.more[0]} more numbers differ" in said
    # bridge, cash and teams; the rest is behind a closed line
    assert len(app.get("vega_lite_chart")) == 3
    assert "finds other figures" not in said


def test_what_todays_model_finds_otherwise_is_said_above_the_comparison() -> None:
    record = held(2)
    first, second = record.scenarios
    older = record.model_copy(
        update={"scenarios": (first, second.model_copy(update={"npv": 2 * second.npv}))}
    )
    assert "finds other figures for “Bold” than model" in words(drawn(older))


def test_a_link_of_before_comparisons_stands_as_it_did() -> None:
    record = held(1)
    app = drawn(record)
    said = words(app)
    assert [title.value.replace("\\", "") for title in app.title] == [record.scenarios[0].sentence]
    assert all(told.sentence in said for told in record.scenarios)
    assert len(app.get("table")) == 1
