"""What a document says twice, and in which currency: refused with the field named."""

import json

import pytest
from pydantic import ValidationError

from calculators import currencies
from calculators.__main__ import main
from calculators.repeated import MOST, repeated_names
from calculators.scenario import NUMBER_FORMATS, Scenario
from calculators.starting_point import starting_points
from scenarios import files
from wording import CURRENCIES, Formats, editable, read_number
from wording import NUMBER_FORMATS as OFFERED


def test_a_name_that_stands_twice_is_found_wherever_it_is() -> None:
    assert repeated_names(
        '{"a": {"b": 1, "b": 1}, "c": [{"d": 1}, {"e": 1, "e": 2, "e": 3}], "a": {"f": 2}}'
    ) == (
        "a",
        "c.1.e",
    )
    assert repeated_names(
        '[{"a": [{"x": 1, "x": 2}]}, {"y": 1, "y": 2}, 5, {"z": [[{"q": 1, "q": 2}]]}]'
    ) == (
        "0.a.0.x",
        "1.y",
        "3.z.0.0.q",
    )
    assert repeated_names(json.dumps(Scenario().model_dump(mode="json"))) == ()
    assert len(repeated_names("{" + ", ".join(f'"a{n}": 1, "a{n}": 2' for n in range(100)) + "}")) == MOST
    for broken in ("", "{", "[" * 100_000, b"\xff"):
        assert repeated_names(broken) == ()


def refused_by_the_command_line(
    text: str, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str], *options: str
) -> str:
    file = tmp_path_factory.mktemp("document") / "scenario.json"
    file.write_text(text, encoding="utf-8")
    assert main(["evaluate", str(file), *options]) == 2
    return capsys.readouterr().err


def test_the_command_line_and_files_refuse_what_stands_twice(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '{"values": {"members": 8000, "members": 900}}'
    told = refused_by_the_command_line(text, tmp_path_factory, capsys)
    assert told == "values.members: it stands more than once: keep one of them\n"
    with pytest.raises(files.RefusedError, match=r"values\.members: it stands more than once"):
        files.read(text.encode())
    told = refused_by_the_command_line("members,members\n1,2\n", tmp_path_factory, capsys, "--csv")
    assert told == "csv: column 'members' stands more than once\n"


def test_a_currency_that_is_none_is_refused_at_its_field(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused_by_the_command_line('{"currency": "ZZZ"}', tmp_path_factory, capsys)
    assert told.startswith("currency: ZZZ is no currency in use")
    with pytest.raises(ValidationError, match="pattern"):
        Scenario(currency="EURO")


def test_every_currency_that_is_offered_is_one() -> None:
    assert set(CURRENCIES) <= currencies.CODES
    assert {point.currency for point in starting_points().values()} <= currencies.CODES
    assert all(len(code) == 3 and code.isupper() for code in currencies.CODES)


@pytest.mark.parametrize("name", ["xx", "en-XX", "ar_EG", "de", "en_GB"])
def test_a_number_format_that_is_not_read_back_is_refused_at_its_field(
    name: str, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.dumps({"starting_point": "b2b-support@1", "number_format": name})
    told = refused_by_the_command_line(document, tmp_path_factory, capsys)
    assert told.startswith(f"number_format: {name} is no number format here: choose one of en_US, de_DE")
    with pytest.raises(files.RefusedError, match="is no number format here"):
        files.read(document.encode())


def test_the_number_formats_are_those_that_are_offered_however_they_are_written() -> None:
    assert tuple(OFFERED) == NUMBER_FORMATS
    for name in NUMBER_FORMATS:
        assert Scenario(number_format=name.replace("_", "-")).number_format == name
        formats = Formats(locale=name)
        for amount in (1_234.5, 12_345_678.0, 0.125):
            assert (
                read_number(
                    editable(amount, kind="number", formats=formats), kind="number", formats=formats
                ).likely
                == amount
            )
