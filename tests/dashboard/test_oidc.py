"""Sign-in through an identity provider (OIDC): a real provider process, the real server, and a browser between them."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page

from pipelines.casebook import open_casebook
from pipelines.cli import run
from pipelines.settings import load_settings
from tests.dashboard.test_gate import STREAM, UPGRADE, Served, find_free_port, serving
from tests.dashboard.test_sign_in import copy_home, post
from tests.serving import IDLE, find_chromium, open_browser

PATIENCE = 60_000
CLIENT_SECRET = "a client secret nobody may read"
SECTION = """[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{cookie_secret}"
client_id = "kxwatch"
client_secret = "{client_secret}"
server_metadata_url = "http://localhost:{port}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class Place:
    """The data folder whose users are ann@example.org and an auditor, and the file with the provider's settings."""

    home: Path
    file: Path


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    """The port of a provider that knows three people, one of them with an unverified address."""
    port = find_free_port()
    unverified = {"sub": "mallory", "email": "ann@example.org", "email_verified": False}
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"]
    command += ["--user", "ann@example.org", "--user", "eve@example.org", "--user-claims", json.dumps(unverified)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _wait_for(f"http://localhost:{port}/.well-known/openid-configuration", child)
        yield port
        child.terminate()


def _wait_for(address: str, child: subprocess.Popen[bytes]) -> None:
    while child.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except URLError:
            continue
    raise AssertionError("The provider did not start.")


@pytest.fixture(scope="module")
def place(sample_home: Path, provider: int, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("oidc")
    home = copy_home(sample_home, folder, "ann@example.org")
    text = SECTION.format(port=provider, cookie_secret="k" * 40, client_secret=CLIENT_SECRET)
    (folder / "provider.toml").write_text(text, encoding="utf-8")
    return Place(home, folder / "provider.toml")


@pytest.fixture(scope="module")
def served(place: Place) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KXWATCH_OIDC_FILE", str(place.file))
        with serving(place.home) as found:
            yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("There is no Chromium on this machine; CI installs one.")
    with open_browser(chromium) as opened:
        yield opened


def sign_in_as(page: Page, served: Served, person: str, path: str = "/overview") -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(f"http://{served.host}{path}")
    page.get_by_role("link", name="Sign in with your organization").click()
    page.get_by_role("button", name=person, exact=True).first.click()


def list_kinds(home: Path, name: str) -> list[str]:
    return [event.kind for event in open_casebook(load_settings(home)).read() if event.actor == name]


@pytest.mark.browser
def test_a_user_whom_the_provider_names_is_let_in_and_signed_out(
    browser: Browser, served: Served, place: Place
) -> None:
    context = browser.new_context()
    page = context.new_page()
    sign_in_as(page, served, "ann@example.org", "/denials?period=all")
    page.wait_for_url("**/denials?period=all**")
    page.wait_for_selector(IDLE)
    page.get_by_text("ann@example.org").first.wait_for()
    names = {str(cookie.get("name")) for cookie in context.cookies(f"http://{served.host}")}
    assert not {name for name in names if name.startswith(("_streamlit_user", "kxwatch-next"))}
    assert CLIENT_SECRET not in page.content()
    page.get_by_role("link", name="Sign out").first.click()
    page.get_by_role("link", name="Sign in with your organization").wait_for()
    page.goto(f"http://{served.host}/overview")
    page.get_by_role("link", name="Sign in with your organization").wait_for()
    assert list_kinds(place.home, "ann@example.org")[0] == "signed_in"
    assert list_kinds(place.home, "ann@example.org")[-1] == "signed_out"
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("person", ["eve@example.org", "mallory"])
def test_somebody_who_is_no_user_sees_nothing(browser: Browser, served: Served, person: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sign_in_as(page, served, person)
    page.get_by_text("kxwatch has no user with that name").wait_for()
    page.goto(f"http://{served.host}/overview")
    page.get_by_role("link", name="Sign in with your organization").wait_for()
    context.close()


def test_without_the_provider_nothing_opens(served: Served) -> None:
    """No page, no file, no websocket, no password, and no identity that Streamlit did not sign just now."""
    for path in ("/overview", "/static/index.html", "/_stcore/host-config", "/auth/logout"):
        assert served.ask(path).status == 401, path
    assert served.ask(STREAM, **UPGRADE).status == 403
    assert post(served, "ann@example.org", "correct horse").status == 200  # the way to the provider, not a session
    for forged in ("_streamlit_user=eyJlbWFpbCI6ImFubiJ9.aaaa.bbbb", "_streamlit_user=", "_streamlit_user=é"):
        cookie = forged.encode().decode("latin-1")
        assert served.ask("/overview", Cookie=cookie).status == 401, forged
        assert served.ask(STREAM, Cookie=cookie, **UPGRADE).status == 403
    assert served.ask("/oauth2callback?state=x&code=y").status == 302
    assert served.ask("/auth/login?provider=forged").status == 302
    assert served.ask("/auth/login", Host="evil.example").status == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"client_secret": ""}, "no client_secret"),
        ({"cookie_secret": "short"}, "shorter than 32"),
        ({"redirect_uri": "http://evil.example/oauth2callback"}, "redirect_uri"),
        ({"redirect_uri": "http://127.0.0.1:{port}/"}, "redirect_uri"),
        (None, "cannot be read"),
    ],
)
def test_2_settings_that_cannot_work_are_named_without_their_values(
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    changes: dict[str, str] | None,
    said: str,
) -> None:
    lines = place.file.read_text("utf-8").splitlines()
    for name, value in (changes or {}).items():
        lines = [f'{name} = "{value}"' if line.startswith(name) else line for line in lines]
    path = tmp_path / "provider.toml"
    path.write_text("\n".join(lines) if changes else "[auth", encoding="utf-8")
    monkeypatch.setenv("KXWATCH_OIDC_FILE", str(path))
    assert run(["serve", "--home", str(place.home), "--port", str(find_free_port())]) == 2
    err = capfd.readouterr().err
    assert said in err
    assert CLIENT_SECRET not in err
