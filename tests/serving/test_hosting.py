"""The files of `hosting/` say what the code reads: settings, folders, addresses."""

import re
from pathlib import Path

from tests.servers import ROOT

HOSTING = ROOT / "hosting"
CODE = [
    ROOT / "app.py",
    *(path for folder in ("scenarios", "serving", "components") for path in (ROOT / folder).rglob("*.py")),
]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_setting_is_handed_on_and_read() -> None:
    code = "".join(map(text_of, CODE))
    compose = text_of(HOSTING / "compose.yaml")
    handed_on = set(re.findall(r"^    ([A-Z_]+): ", compose.partition("services:")[0], re.MULTILINE))
    for name in handed_on:
        assert f'"{name}"' in code, name
    filled_in = set(re.findall(r"^([A-Z_]+)=", text_of(HOSTING / "settings.example"), re.MULTILINE))
    assert filled_in == set(re.findall(r"\$\{([A-Z_]+)", compose))


def test_the_image_holds_all_that_runs_and_nothing_else() -> None:
    copied = set(re.findall(r"^COPY (\S+)", text_of(HOSTING / "Containerfile"), re.MULTILINE))
    packages = re.search(r"^PACKAGES = \((.*)\)$", text_of(ROOT / "app.py"), re.MULTILINE)
    assert packages is not None
    run = {*re.findall(r'"(\w+)"', packages[1]), "pages"}
    assert copied == {*run, "app.py", "requirements.txt", ".streamlit/config.toml"}
    for path in copied:
        assert (ROOT / path).exists(), path


def test_health_is_asked_for_where_it_is_answered() -> None:
    routes = text_of(ROOT / "app.py")
    for name in ("Containerfile", "compose.yaml"):
        found = re.search(r"http://127\.0\.0\.1:8501(/\w+)", text_of(HOSTING / name))
        assert found is not None, name
        assert f'"{found[1]}"' in routes
    assert len(re.findall(r"app-[12]:8501", text_of(HOSTING / "nginx.conf"))) == 2


def test_a_filled_in_settings_file_stays_out_of_the_repository() -> None:
    assert "/hosting/settings.env" in text_of(ROOT / ".gitignore").splitlines()
