"""People at their pace: which answer they wait for, and at which stops of a slider readers can be told apart."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.answers import expected, expected_range
from benchmarks.pace import Person, Stops, Waited
from benchmarks.visitor import FailedPageError, Visit, Visitor
from components.sureness import PROMISE


def page(members: int, line: str = "") -> Visit:
    """Results as it comes where so many members are typed."""
    said, elements = expected(members), []
    message = ForwardMsg()
    message.delta.new_element.heading.body = said["sentence"]
    elements.append(message.delta.new_element)
    for label in ("Net present value", "The wheel adds"):
        message = ForwardMsg()
        metric = message.delta.new_element.metric
        metric.label, metric.body = label, said[label]
        elements.append(message.delta.new_element)
    for kind in ("vega_lite_chart", "table"):
        message = ForwardMsg()
        getattr(message.delta.new_element, kind).SetInParent()
        elements.append(message.delta.new_element)
    if line:
        message = ForwardMsg()
        message.delta.new_element.markdown.body = line
        elements.append(message.delta.new_element)
    return Visit(1_000.0, 10, tuple(elements))


def test_a_person_waits_for_the_answer_to_the_last_edit_and_for_its_own_range() -> None:
    waited = Waited()
    person = Person(Visitor(None, "http://here:1"), 3, waited)
    before, after = 5_006, 5_106
    person.take(page(before))
    waited.answers.clear()
    person.begin_edit()
    # drawn before the edit came, with the range of the number before
    person.take(page(before, expected_range(before)))
    assert not waited.answers
    person.take(page(after, PROMISE))
    assert (len(waited.answers), len(waited.ranges)) == (1, 0)
    person.take(page(after, expected_range(after)))
    assert (len(waited.answers), len(waited.ranges)) == (1, 1)
    with pytest.raises(FailedPageError, match="the page says"):
        person.take(page(before))
    with pytest.raises(FailedPageError, match="the page says"):
        person.take(page(after, expected_range(before)))


def test_readers_drag_to_stops_that_all_differ() -> None:
    found = Stops(5_950).of(0, (0, 5, 10))
    assert len({stop.option for stop in found}) == 3
    assert len({stop.says["sentence"] for stop in found}) == 3
