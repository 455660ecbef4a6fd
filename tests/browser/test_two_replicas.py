"""Two app processes and the proxy as `hosting/nginx.conf` has it, with a browser that moves between them."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.house import NO_PATIENCE_NEEDED, no_traceback, open_page, wait_for_script
from tests.browser.test_sharing import go_to, headline_in, make_link
from tests.browser.test_user_paths import type_into
from tests.servers import (
    NGINX,
    ROOT,
    Server,
    behind_nginx,
    free_port,
    running,
    uvicorn_command,
    wait_until_healthy,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="needs nginx (Debian: apt install nginx-light)"),
]


@dataclass(frozen=True)
class Replicas:
    """The proxy's address, its log, and the two behind it."""

    proxy: Server
    ports: tuple[int, int]
    ends: tuple[ExitStack, ExitStack]

    def serving(self, path: str) -> int:
        """The port of the replica that answered a path last."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            lines = [json.loads(line) for line in self.proxy.log.splitlines() if line.startswith("{")]
            found = [line["replica"] for line in lines if line["path"] == path and line["status"] < 400]
            if found:
                return int(found[-1].rsplit(":", 1)[1])
            time.sleep(0.1)
        raise AssertionError(f"{path} was not asked for")


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[Replicas]:
    ports = (free_port(), free_port())
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}", "LOG_FORMAT": "json"}
    first, second = ExitStack(), ExitStack()
    with first, second:
        for stack, port in ((first, ports[0]), (second, ports[1])):
            log_file = tmp_path / f"app-{port}.txt"
            stack.enter_context(
                running(
                    uvicorn_command(port),
                    port=port,
                    log_file=log_file,
                    health="/readyz",
                    environment=database,
                )
            )
        with behind_nginx(tmp_path, ports) as proxy:
            yield Replicas(proxy, ports, (first, second))


def move_to_the_other(page: Page, replicas: Replicas, address: str) -> None:
    """Have the browser served by the other replica, as when its number changes."""
    before = replicas.serving("/")
    number = 0
    while True:
        number += 1
        assert number < 50, "numbers are spread over both"
        cookie = {"name": "replica", "value": f"number-{number}", "url": replicas.proxy.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        open_page(page, address)
        if replicas.serving("/") != before:
            return


def test_a_browser_moves_between_two_replicas_and_misses_nothing(
    replicas: Replicas, new_page: NewPage, server_goes: None
) -> None:
    page = new_page(address=replicas.proxy.address)
    open_page(page)
    first = replicas.serving("/")
    type_into(page, "Members (people)", "8,000")
    type_into(page, "Spend uplift", "6 %")
    # sticky: whatever it asks for, the same one answers
    open_page(page)
    assert replicas.serving("/") == first
    expect(page.get_by_role("textbox", name="Members (people)")).to_have_value("8,000")

    move_to_the_other(page, replicas, page.url)
    expect(page.get_by_role("textbox", name="Members (people)")).to_have_value("8,000")
    type_into(page, "Members (people)", "8,400")
    link = make_link(page)

    # A link made on one is read on either.
    html = set()
    for port in replicas.ports:
        with Server(f"http://127.0.0.1:{port}", replicas.proxy.log_file).get(link) as reply:
            html.add(headline_in(reply.read().decode()))
    assert len(html) == 1
    assert "every $1 returns" in html.pop()

    # The one that serves it is ended: the tab goes on with the other, and the next edit is kept.
    go_to(page, "Start")
    now = replicas.ports.index(replicas.serving("/"))
    replicas.ends[now].close()
    type_into(page, "Spend uplift", "7 %")
    expect(page.get_by_role("textbox", name="Spend uplift")).to_have_value(
        re.compile(r"^7\s%$"), timeout=NO_PATIENCE_NEEDED
    )
    wait_for_script(page)
    open_page(page, page.url)
    expect(page.get_by_role("textbox", name="Members (people)")).to_have_value("8,400")
    expect(page.get_by_role("textbox", name="Spend uplift")).to_have_value(re.compile(r"^7\s%$"))
    no_traceback(page)
    page.close()
    assert "127.0.0.1:" not in "".join(re.findall(r'"path":"[^"]*"', replicas.proxy.log))


def test_logs_are_lines_of_json_and_hold_nothing_of_anybody(replicas: Replicas, new_page: NewPage) -> None:
    page = new_page(address=replicas.proxy.address)
    open_page(page, "/method?w=a-secret")
    with replicas.proxy.get("/shared?id=a-secret"):
        pass
    page.close()
    logs = replicas.proxy.log + "".join(
        path.read_text() for path in replicas.proxy.log_file.parent.glob("app-*.txt")
    )
    assert "a-secret" not in logs
    assert not re.search(r'(?<!"replica":")127\.0\.0\.1:\d+(?!")', re.sub(r"running on \S+", "", logs))
    requests = [json.loads(line) for line in logs.splitlines() if '"message": "request"' in line]
    assert {"/shared", "/method"} <= {line["path"] for line in requests}
    assert all(isinstance(line["milliseconds"], float) for line in requests)


def test_without_its_database_it_is_alive_but_not_ready_and_a_stop_is_graceful(
    tmp_path: Path, new_page: NewPage
) -> None:
    """Both replicas above were waited for until they were ready; this one never is."""
    port = free_port()
    app = Server(f"http://127.0.0.1:{port}", tmp_path / "log.txt")
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing"}
    with app.log_file.open("wb") as log:
        process = subprocess.Popen(uvicorn_command(port), cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_until_healthy(app, process, "/healthz")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            app.get("/readyz")
        assert refusal.value.code == 503
        assert refusal.value.read() == b"not ready: the database cannot be reached"
        # links stay neutral, and do not say that something is wrong
        with app.get("/shared?id=" + "A" * 22) as reply:
            assert reply.status == 200
        page = new_page(size="phone", address=app.address)
        open_page(page, "/shared?id=" + "A" * 22)
        expect(page.get_by_role("heading", level=1)).to_have_text("This link cannot be opened right now")
        no_traceback(page)
        page.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, -signal.SIGTERM)
    finally:
        process.kill()
