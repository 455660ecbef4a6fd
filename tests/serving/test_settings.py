"""Settings of the environment: read as they are meant, refused where they cannot be."""

import pytest

from scenarios.settings import SettingError, public_url, sign_in

WHOLE = {
    "PUBLIC_URL": "https://roi.example.com/",
    "SIGN_IN_METADATA_URL": "https://id.example.com/.well-known/openid-configuration",
    "SIGN_IN_CLIENT_ID": "app",
    "SIGN_IN_CLIENT_SECRET": "secret",
    "SIGN_IN_COOKIE_SECRET": "c" * 32,
}


def put(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    for name in (*WHOLE, "SIGN_IN_ALLOWED"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def test_an_address_is_taken_without_the_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for given, read in (
        (" https://a.example/ ", "https://a.example"),
        ("", ""),
        ("http://h:80/x", "http://h:80/x"),
    ):
        put(monkeypatch, {"PUBLIC_URL": given})
        assert public_url() == read


@pytest.mark.parametrize(
    "bad",
    [
        "roi.example.com",
        "ftp://a.example",
        "https://",
        "https://a.example?x=1",
        "https://u:p@a.example",
        "http://a:b",
    ],
)
def test_what_is_no_address_is_refused_by_name(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {"PUBLIC_URL": bad})
    with pytest.raises(SettingError, match="PUBLIC_URL"):
        public_url()


def test_nobody_signs_in_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {})
    assert sign_in() is None


def test_signing_in_is_set_up_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, {**WHOLE, "SIGN_IN_ALLOWED": "@Example.com, ada@home.example"})
    found = sign_in()
    assert found is not None
    assert found.allowed == ("example.com", "ada@home.example")
    assert found.secrets["auth"]["redirect_uri"] == "https://roi.example.com/oauth2callback"
    for name in WHOLE:
        put(monkeypatch, {key: value for key, value in WHOLE.items() if key != name})
        with pytest.raises(SettingError, match=name):
            sign_in()
    put(monkeypatch, {**WHOLE, "SIGN_IN_COOKIE_SECRET": "short"})
    with pytest.raises(SettingError, match="openssl"):
        sign_in()
    put(monkeypatch, {"SIGN_IN_ALLOWED": "example.com"})
    with pytest.raises(SettingError, match="SIGN_IN_CLIENT_ID"):
        sign_in()
