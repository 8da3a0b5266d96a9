"""With users, nobody sees a page or a websocket without having signed in: checked in the real server."""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from pipelines.access.changes import add_user, remove_user, set_password
from pipelines.casebook import open_casebook
from pipelines.settings import load_settings
from tests.dashboard.test_gate import STREAM, UPGRADE, Served, serving
from tests.serving import IDLE, find_chromium, open_browser

PASSWORD = "correct horse"
PROXY_SECRET = "a secret of the proxy"
PAGE = {"Accept": "text/html"}
USERS = ("rosa", "ben", "carl", "dora")


@dataclass(frozen=True)
class Place:
    """A home whose users were added while it was served, and a cookie of the time when it was open to all."""

    home: Path
    served: Served
    open_to_all: str


def copy_home(sample_home: Path, folder: Path, *names: str) -> Path:
    """A copy of the sample home with these users."""
    shutil.copytree(sample_home, folder / "home")
    add_users(folder / "home", *names)
    return folder / "home"


def add_users(home: Path, *names: str) -> None:
    """These people may sign in with the password of the tests."""
    for name in names:
        add_user(load_settings(home), name, None, [], SecretStr(PASSWORD))


@pytest.fixture(scope="module")
def place(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = copy_home(sample_home, tmp_path_factory.mktemp("users"))
    with serving(home) as found:
        open_to_all = found.open_once()
        assert found.ask("/overview", Cookie=open_to_all).status == 200
        add_users(home, *USERS)
        yield Place(home, found, open_to_all)


@pytest.fixture
def users_home(place: Place) -> Path:
    return place.home


@pytest.fixture
def served(place: Place) -> Served:
    return place.served


def post(served: Served, name: str, password: str, path: str = "/sign-in") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    headers = {"Origin": f"http://{served.host}", "Content-Type": "application/x-www-form-urlencoded"}
    with closing(connection):
        connection.request("POST", path, urlencode({"name": name, "password": password}), headers)
        return connection.getresponse()


def sign_in(served: Served, name: str = "rosa", password: str = PASSWORD) -> str:
    answer = post(served, name, password)
    assert answer.status == 303, answer.status
    return str(answer.getheader("Set-Cookie")).partition(";")[0]


def test_without_a_session_only_the_form_shows(served: Served) -> None:
    token = f"/overview?token={served.token}"
    for path in ("/overview", "/static/index.html", "/_stcore/host-config", "/overview?token=", token, "/component/x"):
        assert served.ask(path).status == 401, path
    answer = served.ask("/providers?npi=1234567893", **PAGE)
    assert (answer.status, answer.getheader("Location")) == (303, "/sign-in?next=/providers%3Fnpi%3D1234567893")
    assert served.ask("/sign-in", **PAGE).status == 200
    assert served.ask(STREAM, **UPGRADE).status == 403
    assert served.ask("/sign-in", **UPGRADE).status == 403
    assert served.ask("/_stcore/upload_file/a/b", method="PUT").status == 401


def test_name_and_password_open_pages_and_websocket(served: Served) -> None:
    answer = post(served, "ROSA", PASSWORD, "/sign-in?next=/denials%3Fpool%3DOT")
    assert answer.getheader("Location") == "/denials?pool=OT"
    attributes = str(answer.getheader("Set-Cookie")).lower()
    assert "httponly" in attributes
    assert "samesite=strict" in attributes
    cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    page = served.ask("/overview", Cookie=cookie, **PAGE)
    assert page.status == 200
    assert page.getheader("Cache-Control") == "no-store"
    assert served.ask(STREAM, Cookie=cookie, Origin=f"http://{served.host}", **UPGRADE).status == 101
    assert served.ask("/session", Cookie=cookie).status == 204


def test_a_form_leads_to_no_other_host(served: Served) -> None:
    for path in ("//evil.example", "https://evil.example", "/%5Cevil.example", "javascript:alert(1)"):
        assert post(served, "rosa", PASSWORD, f"/sign-in?next={path}").getheader("Location") == "/"


def test_forged_and_changed_cookies_open_nothing(served: Served) -> None:
    name, _, value = sign_in(served).partition("=")
    number, ends_at, signature = value.split(".")
    later = int(ends_at) + 10_000
    for forged in (
        f"{number}.{later}.{signature}",
        f"{number}.{ends_at}.{signature[:-1]}0{signature[-1]}",
        f"x{number}.{ends_at}.{signature}",
        f"{number}.{ends_at}",
        "..",
        "",
        "é.1.2",
    ):
        sent = f"{name}={forged}".encode().decode("latin-1")
        assert served.ask("/overview", Cookie=sent).status == 401, forged
        assert served.ask(STREAM, Cookie=sent, **UPGRADE).status == 403


def test_a_session_ends_when_the_person_signs_out(served: Served) -> None:
    cookie = sign_in(served)
    assert served.ask("/sign-out", Cookie=cookie).status == 303
    assert served.ask("/overview", Cookie=cookie).status == 401
    assert served.ask(STREAM, Cookie=cookie, **UPGRADE).status == 403
    assert served.ask("/session", Cookie=cookie).status == 401


def test_wrong_passwords_are_alike_and_make_the_name_wait(served: Served) -> None:
    answers = [post(served, name, "wrong horse") for name in ("ben", "nobody")]
    assert [answer.status for answer in answers] == [401, 401]
    for _ in range(4):
        post(served, "ben", "wrong horse")
    assert post(served, "ben", PASSWORD).status == 429
    assert post(served, "BEN", PASSWORD).status == 429
    assert sign_in(served, "rosa")


def test_a_form_of_another_origin_is_refused(served: Served) -> None:
    assert served.ask("/sign-in", method="POST", Origin="http://evil.example").status == 403
    assert served.ask("/sign-in", method="POST", Origin="null").status == 403
    assert served.ask("/sign-in", method="POST").status == 403


def test_a_removed_user_and_an_old_password_are_out_at_once(served: Served, users_home: Path) -> None:
    carl, dora = sign_in(served, "carl"), sign_in(served, "dora")
    remove_user(load_settings(users_home), "carl")
    set_password(load_settings(users_home), "dora", SecretStr("battery staple"))
    assert served.ask("/overview", Cookie=carl).status == 401
    assert served.ask("/overview", Cookie=dora).status == 401
    assert sign_in(served, "dora", "battery staple")


def test_users_added_later_are_asked_for_at_once_and_unreadable_ones_let_nobody_in(place: Place) -> None:
    served, users = place.served, place.home / "users.json"
    assert served.ask("/overview", Cookie=place.open_to_all).status == 401
    cookie = sign_in(served)
    assert served.ask("/overview", Cookie=cookie).status == 200
    readable = users.read_bytes()
    users.write_text("{}", encoding="utf-8")
    try:
        assert served.ask("/overview", Cookie=cookie).status == 503
        assert served.ask("/sign-in").status == 503
        assert served.ask(STREAM, Cookie=cookie, **UPGRADE).status == 403
    finally:
        users.write_bytes(readable)


def test_sign_ins_wrong_passwords_and_sign_outs_are_recorded_without_what_was_typed(place: Place) -> None:
    book = open_casebook(load_settings(place.home))
    before = len(book.read((), "access"))
    post(place.served, "rosa", "wrong horse")
    post(place.served, "typed a password here", "wrong horse")
    cookie = sign_in(place.served)
    assert place.served.ask("/sign-out", Cookie=cookie).status == 303
    assert [(event.kind, event.actor) for event in book.read((), "access")[before:]] == [
        ("sign_in_failed", "rosa"),
        ("sign_in_failed", "unknown"),
        ("signed_in", "rosa"),
        ("signed_out", "rosa"),
    ]


@pytest.fixture
def _behind_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_PUBLIC_URL", "https://kx.example.org")
    monkeypatch.setenv("KXWATCH_PROXY_USER_HEADER", "X-Forwarded-User")
    monkeypatch.setenv("KXWATCH_PROXY_SECRET", PROXY_SECRET)


@pytest.mark.usefixtures("_behind_proxy")
def test_only_a_proxy_that_knows_the_secret_names_a_user(users_home: Path) -> None:
    with serving(users_home) as found:
        named = {"Host": "kx.example.org", "X_Forwarded_User": "rosa"}
        proven = {**named, "X_Kxwatch_Proxy_Secret": PROXY_SECRET}
        assert found.ask("/overview", **proven).status == 200
        origin = {"Origin": "https://kx.example.org"}
        assert found.ask(STREAM, **proven, **origin, **UPGRADE).status == 101
        assert found.ask("/overview", **named).status == 401
        assert found.ask("/overview", **{**proven, "X_Kxwatch_Proxy_Secret": "guess"}).status == 401
        assert found.ask("/overview", **{**proven, "X_Forwarded_User": "nobody"}).status == 401
        assert found.ask("/overview", **{**proven, "Origin": "http://kx.example.org"}).status == 403


# What a page asks when its window is shown again, here twice a second.
ASK_ALL_THE_TIME = "setInterval(() => dispatchEvent(new Event('online')), 500)"


@pytest.mark.browser
def test_idle_people_are_signed_off_and_asking_is_no_activity(
    users_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("There is no Chromium on this machine; CI installs one.")
    monkeypatch.setenv("KXWATCH_IDLE_MINUTES", "0.2")
    with serving(users_home) as found, open_browser(chromium) as browser:
        assert found.token == ""
        cookie, page = sign_in(found, "ben"), browser.new_page()
        page.goto(f"http://{found.host}/providers")
        page.fill("#name", "rosa")
        page.fill("#password", PASSWORD)
        page.click("button")
        page.wait_for_selector(IDLE, timeout=60_000)
        page.wait_for_selector("h1", timeout=60_000)
        assert page.url.endswith("/providers")
        page.evaluate(ASK_ALL_THE_TIME)
        page.wait_for_url("**/sign-in?ended=1*", timeout=60_000)
        assert "Your session has ended" in page.content()
        assert found.ask("/session", Cookie=cookie).status == 401
        assert found.ask("/overview", Cookie=cookie).status == 401
        assert found.ask(STREAM, Cookie=cookie, **UPGRADE).status == 403
