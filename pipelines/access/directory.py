"""The users as a running dashboard asks for them: read again whenever the file changes."""

from __future__ import annotations

from threading import Lock

from pydantic import SecretStr

from pipelines.access.passwords import is_password
from pipelines.access.user_file import read_users
from pipelines.access.users import User
from pipelines.settings import Settings
from pipelines.store.home import Home
from pipelines.store.home_key import load_key

# scrypt takes some 30 MB and a tenth of a second; one at a time keeps a flood of attempts from filling the memory.
_ONE_AT_A_TIME = Lock()


class Directory:
    """The users of one home. A file that cannot be read lets nobody in: every question raises KxwatchError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = Home(settings.home)
        self._seen: tuple[int, int, int] | None = None
        self._users: dict[str, User] = {}

    def has_users(self) -> bool:
        """Whether anybody has to sign in."""
        return bool(self._read())

    def find(self, name: str) -> User | None:
        """The user of this name, however its letters are written; None when there is none (any more)."""
        return self._read().get(name.casefold())

    def check(self, name: str, password: SecretStr) -> User | None:
        """The user whose name and password these are, else None; takes as long for a name that nobody has."""
        user = self.find(name)
        with _ONE_AT_A_TIME:
            return user if is_password(password, user.password_hash if user else None) else None

    def _read(self) -> dict[str, User]:
        try:
            found = self._home.users.stat()
        except FileNotFoundError:
            self._seen, self._users = None, {}
            return self._users
        now = (found.st_mtime_ns, found.st_size, found.st_ino)
        if now != self._seen:
            users = read_users(self._home, load_key(self._home, self._settings.key))
            self._seen, self._users = now, {user.name.casefold(): user for user in users}
        return self._users
