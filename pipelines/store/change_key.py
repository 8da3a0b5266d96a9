"""Changes the key of an encrypted home: everything is encrypted anew, and a change that was cut short goes on."""

from __future__ import annotations

from pydantic import SecretStr

from pipelines.errors import UsageError, WrongKey
from pipelines.settings import Settings
from pipelines.store.archive import connect
from pipelines.store.build_status import report_failure
from pipelines.store.crash_recovery import open_archive
from pipelines.store.encrypt_home import change_key
from pipelines.store.home import Home, clear_drafts, hold_home
from pipelines.store.home_key import load_key
from pipelines.store.home_layout import check_not_newer
from pipelines.store.key_text import check_new_key

_DONE = "The key was changed. Use the new key from now on, and restart the dashboard with it."


def change_home_key(settings: Settings, text: SecretStr) -> str:
    """Encrypt the home of `settings` anew, so that only `text` opens it; what to say then.

    Raises UsageError when nothing was changed: no encrypted home, a wrong key, or a new one that cannot be used.
    """
    home = Home(settings.home)
    current = settings.key
    if not home.archive.exists() or current is None:
        raise UsageError(
            f"Set KXWATCH_KEY to the current key of {home.root}. No changes were made. To encrypt a data folder for the"
            " first time, set KXWATCH_KEY and run `kxwatch build`."
        )
    check_not_newer(home, current)
    check_new_key(text, "KXWATCH_NEW_KEY")
    if current == text:
        raise UsageError("KXWATCH_NEW_KEY is the current key. No changes were made; choose another one.")
    is_unfinished = _is_open_with(home, text)
    if not is_unfinished and load_key(home, current) is None:
        raise UsageError(
            f"{home.root} is not encrypted. No changes were made. To encrypt it, set KXWATCH_KEY and build."
        )
    with hold_home(home), report_failure(home), connect(settings, home) as connection:
        clear_drafts(home)
        archive = open_archive(connection, home, text if is_unfinished else current)
        if not is_unfinished:
            change_key(archive, text)
    return _DONE


def _is_open_with(home: Home, text: SecretStr) -> bool:
    """Whether the new key opens the home already: an earlier change came so far, or there is nothing to change."""
    if not (home.key_file.exists() or home.key_copy.exists()):
        return False
    try:
        load_key(home, text)
    except WrongKey:
        return False
    return True
