"""A session ends after idle time, after a working day and at sign-out; a cookie of another server opens nothing."""

from __future__ import annotations

from dashboard.sessions import LONGEST_SECONDS, Sessions

IDLE_SECONDS = 900.0


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


def test_an_expired_cookie_opens_nothing_however_busy_the_person_was() -> None:
    clock = Clock()
    sessions = Sessions(IDLE_SECONDS, clock)
    cookie = sessions.open("rosa", "1")
    ends = clock.at + LONGEST_SECONDS
    while clock.at < ends - 60:
        found = sessions.find([cookie])
        assert found is not None
        assert found.name == "rosa"
        sessions.touch(found)
        clock.at += 60
    clock.at = ends + 1
    assert sessions.find([cookie]) is None


def test_fifteen_idle_minutes_end_a_session_and_activity_goes_on() -> None:
    clock = Clock()
    sessions = Sessions(IDLE_SECONDS, clock)
    cookie = sessions.open("rosa", "1")
    clock.at += IDLE_SECONDS - 1
    session = sessions.find([cookie])
    assert session is not None
    sessions.touch(session)
    clock.at += IDLE_SECONDS - 1
    assert sessions.find([cookie]) is session
    clock.at += 2
    assert sessions.find([cookie]) is None


def test_a_closed_session_and_a_cookie_of_another_server_are_nothing() -> None:
    clock = Clock()
    sessions, other = Sessions(IDLE_SECONDS, clock), Sessions(IDLE_SECONDS, clock)
    cookie = sessions.open("rosa", "1")
    assert other.find([cookie]) is None
    session = sessions.find([cookie])
    assert session is not None
    sessions.close(session)
    assert sessions.find([cookie]) is None
