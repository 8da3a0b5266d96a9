"""The checks before Streamlit: host, origin, token and cookie of pages and websocket, and the security headers."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving import IDLE, find_chromium, open_browser

STREAM = "/_stcore/stream"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@dataclass(frozen=True)
class Served:
    """One running `kxwatch serve`: its port and the token of the address that it printed."""

    port: int
    token: str

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """One request with exactly these headers (underscores stand for hyphens); the answer's head."""
        sent = {"Host": self.host} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders()
            return connection.getresponse()

    def open_once(self) -> str:
        """The cookie that a browser keeps after it opened the printed address."""
        answer = self.ask(f"/?token={self.token}")
        assert answer.status == 303
        return str(answer.getheader("Set-Cookie")).partition(";")[0]


def find_free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, *options: str) -> Iterator[Served]:
    port = find_free_port()
    command = [sys.executable, "-m", "pipelines", "serve", "--port", str(port), "--home", str(home), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as child:
        assert child.stderr is not None
        said = next(text for text in child.stderr if "is running at" in text)
        yield Served(port, said.partition("?token=")[2].split()[0] if "?token=" in said else "")
        child.terminate()


@pytest.fixture(scope="module")
def served(sample_home: Path) -> Iterator[Served]:
    with serving(sample_home) as found:
        yield found


def test_without_the_cookie_pages_files_and_websocket_are_refused(served: Served) -> None:
    for path in ("/", "/overview", "/static/index.html", "/_stcore/host-config", "/overview?token=", "/?token=wrong"):
        assert served.ask(path).status == 401, path
    assert served.ask(STREAM, **UPGRADE).status == 403
    assert served.ask("/_stcore/upload_file/a/b", method="PUT").status == 401


def test_the_printed_address_gives_a_cookie_that_opens_pages_and_websocket(served: Served) -> None:
    answer = served.ask(f"/providers?token={served.token}&npi=1234567893")
    assert answer.getheader("Location") == "/providers?npi=1234567893"
    attributes = str(answer.getheader("Set-Cookie")).lower()
    assert "httponly" in attributes
    assert "samesite=strict" in attributes
    assert served.token not in attributes.replace("set-cookie", "")
    cookie = served.open_once()
    assert served.ask("/overview", Cookie=cookie).status == 200
    assert served.ask(STREAM, Cookie=cookie, Origin=f"http://{served.host}", **UPGRADE).status == 101


def test_a_forged_cookie_opens_nothing(served: Served) -> None:
    name, _, value = served.open_once().partition("=")
    for forged in (f"{name}={value[:-1]}0{value[-1]}", f"{name}=", f"{name}={served.token}", f"other={value}"):
        assert served.ask("/overview", Cookie=forged).status == 401, forged


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "127.0.0.1:{port}.", ""]
)
def test_only_the_printed_host_and_port_are_answered(served: Served, host: str) -> None:
    cookie = served.open_once()
    wrong = host.format(port=served.port)
    assert served.ask("/overview", Host=wrong, Cookie=cookie).status == 403
    assert served.ask(STREAM, Host=wrong, Cookie=cookie, **UPGRADE).status == 403
    assert served.ask(f"/?token={served.token}", Host=wrong).status == 403


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost:{port}"],
)
def test_another_origin_is_refused_exactly(served: Served, origin: str) -> None:
    cookie = served.open_once()
    foreign = origin.format(port=served.port)
    assert served.ask(STREAM, Cookie=cookie, Origin=foreign, **UPGRADE).status == 403
    assert served.ask("/_stcore/upload_file/a/b", method="PUT", Cookie=cookie, Origin=foreign).status == 403


def test_every_answer_carries_the_security_headers(served: Served) -> None:
    for answer in (
        served.ask("/overview", Cookie=served.open_once()),
        served.ask("/overview"),
        served.ask("/", Host="x"),
    ):
        assert "frame-ancestors 'none'" in str(answer.getheader("Content-Security-Policy"))
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Referrer-Policy") == "no-referrer"
        assert answer.getheader("X-Frame-Options") == "DENY"


def test_no_foreign_host_may_send_the_pages_messages(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    with closing(connection):
        connection.request("GET", "/_stcore/host-config", headers={"Cookie": served.open_once()})
        assert b'"allowedOrigins":[]' in connection.getresponse().read().replace(b" ", b"")


def test_a_path_of_two_slashes_leads_to_no_other_host(served: Served) -> None:
    location = str(served.ask(f"//evil.example/?token={served.token}").getheader("Location"))
    assert location.startswith("/evil.example")


def test_open_asks_for_no_token_and_says_so(sample_home: Path) -> None:
    with serving(sample_home, "--open") as found:
        assert found.token == ""
        assert found.ask("/overview").status == 200
        assert found.ask("/overview", Host="evil.example").status == 403
        assert found.ask(STREAM, Origin="http://evil.example", **UPGRADE).status == 403


@pytest.mark.browser
def test_the_pages_show_in_a_browser_behind_the_checks(served: Served) -> None:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("There is no Chromium on this machine; CI installs one.")
    with open_browser(chromium) as browser:
        page = browser.new_page()
        refused = page.goto(f"http://{served.host}/overview")
        assert refused is not None
        assert refused.status == 401
        violations: list[str] = []
        page.on("console", lambda said: violations.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"http://{served.host}/?token={served.token}")
        page.wait_for_selector(IDLE, timeout=60_000)
        page.wait_for_selector("h1", timeout=60_000)
        assert "token" not in page.url
        assert violations == []
        cookies = {str(cookie.get("name")): cookie for cookie in page.context.cookies()}
        assert cookies[f"kxwatch-{served.port}"].get("httpOnly") is True
        assert {cookie.get("sameSite") for cookie in cookies.values()} == {"Strict"}
