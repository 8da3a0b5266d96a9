"""Serves one page over many practices: sums them up, keeps the sums current, and opens each one's own dashboard."""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import monotonic

from pydantic import SecretStr

from pipelines.commands.dashboard_process import ADDRESS, choose_port, find_dashboard, run_dashboard
from pipelines.commands.serve import TOKEN_BYTES
from pipelines.portfolio.environment import make_environment, spell_name
from pipelines.portfolio.members import Member
from pipelines.portfolio.overview_file import write_overview
from pipelines.portfolio.summary import Summary, look, summarize, summarize_one

_LOOK_SECONDS = 5.0
_KEY_BYTES = 32
# Of one practice; the portfolio page has none of them.
_NOT_SHARED = (
    "KXWATCH_HOME",
    "KXWATCH_OIDC_FILE",
    "KXWATCH_PUBLIC_URL",
    "KXWATCH_PROXY_USER_HEADER",
    "KXWATCH_PROXY_SECRET",
)


def serve_portfolio(
    members: Sequence[Member],
    environment: Mapping[str, str],
    port: int | None,
    say: Callable[[str], None],
    *,
    is_open: bool,
) -> int:
    """Run the portfolio page over `members` until it is stopped, and say where it answers; its exit code.

    Raises UsageError when `port` is taken.
    """
    chosen, token = choose_port(port), None if is_open else secrets.token_urlsafe(TOKEN_BYTES)
    say(f"Reading {len(members):,} data folder{'' if len(members) == 1 else 's'}.")
    folder = Path(tempfile.mkdtemp(prefix="kxwatch-portfolio-"))
    try:
        watch = Watch(folder, members, environment)
        return run_dashboard(
            find_dashboard() / "portfolio/server.py",
            chosen,
            {**_share(watch, environment), "KXWATCH_PORT": str(chosen), "KXWATCH_TOKEN": token or ""},
            lambda: say(_greet(chosen, token)),
            watch.look,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Watch:
    """The summaries of all practices and the file that the page reads, made again when a practice was built."""

    def __init__(self, folder: Path, members: Sequence[Member], environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.key = SecretStr(secrets.token_hex(_KEY_BYTES))
        self._environment = environment
        self._looked = monotonic()
        self.summaries: list[Summary] = summarize(members, environment, date.today())  # noqa: DTZ011
        write_overview(folder, self.summaries, self.key, date.today())  # noqa: DTZ011

    def look(self) -> None:
        """Every few seconds, read again what changed; at midnight that is everything."""
        if monotonic() - self._looked < _LOOK_SECONDS:
            return
        today = date.today()  # noqa: DTZ011
        changed = {each.member for each in self.summaries if look(each.member, today) != each.seen}
        if changed:
            self.summaries = [
                summarize_one(each.member, self._environment, today) if each.member in changed else each
                for each in self.summaries
            ]
            write_overview(self.folder, self.summaries, self.key, today)
        self._looked = monotonic()


def _share(watch: Watch, environment: Mapping[str, str]) -> dict[str, str]:
    """What the page's process gets: the file and its key, and where the practices are, each with its own key."""
    keys = {
        f"KXWATCH_KEY_{spell_name(each.member)}": key
        for each in watch.summaries
        if (key := make_environment(each.member, environment).get("KXWATCH_KEY"))
    }
    practices = {each.practice_key: [each.member.name, str(each.member.home)] for each in watch.summaries}
    kept = {name: value for name, value in environment.items() if name not in _NOT_SHARED}
    own = {"KXWATCH_HOME": str(watch.folder), "KXWATCH_KEY": watch.key.get_secret_value()}
    return {**kept, **keys, **own, "KXWATCH_PORTFOLIO": json.dumps(practices)}


def _greet(port: int, token: str | None) -> str:
    address = f"http://{ADDRESS}:{port}/"
    if token is None:
        return (
            f"The portfolio is running at {address}. --open: no token is required, so every user and program of this"
            " computer can see it. Ctrl+C stops it."
        )
    return f"The portfolio is running at {address}?token={token}. Ctrl+C stops it."
