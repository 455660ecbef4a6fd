"""Facts about how the app is entered: `st.App`, the frame, the address."""

import urllib.request
from collections.abc import Callable

from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from tests.platform.conftest import Serve
from tests.servers import ROOT

FRAME = """
    import streamlit as st
    st.sidebar.caption("The frame")
    st.navigation([st.Page("first.py", default=True), st.Page("second.py")]).run()
"""
FILES = {
    "app.py": 'import streamlit as st\napp = st.App("pages/_frame.py")\n',
    "pages/_frame.py": FRAME,
    "pages/first.py": 'import streamlit as st\nst.title("First page")\n',
    "pages/second.py": 'import streamlit as st\nst.title("Second page")\n',
}


def test_a_deep_link_under_an_app_runs_the_frame(serve: Serve, new_page: Callable[..., Page]) -> None:
    page = new_page(address=serve(FILES, uvicorn=True).address)
    page.goto("/second")
    expect(page.get_by_role("heading", name="Second page")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("The frame")).to_be_visible()
    page.close()


def test_a_pages_folder_beside_a_plain_script_runs_pages_without_it(
    serve: Serve, new_page: Callable[..., Page]
) -> None:
    """Why `app.py` is an `st.App` and not the script itself."""
    files = {
        "main.py": FRAME.replace('"first.py"', '"pages/first.py"').replace(
            '"second.py"', '"pages/second.py"'
        ),
        "pages/first.py": FILES["pages/first.py"],
        "pages/second.py": FILES["pages/second.py"],
    }
    page = new_page(address=serve(files).address)
    page.goto("/second")
    expect(page.get_by_role("heading", name="Second page")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("The frame")).to_have_count(0)
    page.close()


def test_apptest_runs_the_frame() -> None:
    frame = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run()
    assert not frame.exception
    assert [entry.value for entry in frame.sidebar.caption][-3:] == ["Model", "Decide", "Convince"]


def test_environment_settings_reach_streamlit_run_and_not_uvicorn(serve: Serve) -> None:
    """Why host names come from a setting of our own."""
    files = {
        "app.py": """
            import streamlit as st
            from starlette.responses import PlainTextResponse
            from starlette.routing import Route

            async def hosts(request):
                return PlainTextResponse(repr(list(st.get_option("server.allowedHosts"))))

            app = st.App("pages/_frame.py", routes=[Route("/hosts", hosts)])
        """,
        **{name: text for name, text in FILES.items() if name != "app.py"},
    }
    answers = []
    for uvicorn in (False, True):
        server = serve(files, uvicorn=uvicorn, STREAMLIT_SERVER_ALLOWED_HOSTS="127.0.0.1 a.example")
        with urllib.request.urlopen(server.address + "/hosts") as answer:
            answers.append(answer.read().decode())
    assert answers == ["['127.0.0.1', 'a.example']", "[]"]
