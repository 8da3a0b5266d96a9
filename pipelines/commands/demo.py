"""Generates the demo practice in a home of its own and builds it when it is out of date."""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

from pipelines.build import build
from pipelines.errors import UsageError
from pipelines.progress import Progress
from pipelines.settings import Settings, load_settings
from pipelines.simulate import DEMO_LINES, DEMO_SEED, simulate_practice
from pipelines.store.attach import is_encrypted
from pipelines.store.home import Home

DEMO_HOME = Path("kxwatch-demo")
_CODE = Path(__file__).parents[1]


def build_demo(progress: Progress, lines: int = DEMO_LINES) -> Settings:
    """Make sure that ./kxwatch-demo holds a built synthetic practice; the settings to serve it with.

    Raises UsageError if the folder holds something else.
    """
    settings = load_settings(DEMO_HOME).model_copy(update={"practice": None})
    home = Home(settings.home)
    _claim_folder(home)
    if _read_marker(home) == _fingerprint() and _stands(home, settings):
        return settings
    practice = home.root / "simulated"
    if not practice.exists():
        progress.say(f"Generating a synthetic practice of about {lines:,} service lines.")
        draft = home.root / "simulated.partial"
        shutil.rmtree(draft, ignore_errors=True)
        simulate_practice(lines, DEMO_SEED, draft, has_claims=True)
        os.replace(draft, practice)
    progress.say("Building its warehouse.")
    # a practice that an earlier version generated has no documented units
    offered = [practice / name for name in ("remittances", "documented_units") if (practice / name).exists()]
    outcome = build(settings, offered, None, progress)
    progress.say(outcome.message)
    _marker(home).write_text(json.dumps({"built_with": _fingerprint()}), encoding="utf-8")
    return settings


def _marker(home: Home) -> Path:
    return home.root / "demo.json"


def _claim_folder(home: Home) -> None:
    """Take the folder if it is new or empty; one that is neither must carry our marker."""
    if home.root.exists() and not home.root.is_dir():
        raise UsageError(f"{home.root} is a file. The demo needs a folder of that name; start it somewhere else.")
    if not _marker(home).exists() and home.root.is_dir() and any(home.root.iterdir()):
        raise UsageError(
            f"{home.root} contains files that the demo did not create. No changes were made; start the demo somewhere"
            " else, or give that folder another name."
        )
    if not _marker(home).exists():
        home.root.mkdir(parents=True, exist_ok=True)
        _marker(home).write_text("{}", encoding="utf-8")


def _read_marker(home: Home) -> str | None:
    try:
        content = json.loads(_marker(home).read_text(encoding="utf-8"))
    except ValueError:
        return None
    return str(content.get("built_with")) if isinstance(content, dict) else None


def _stands(home: Home, settings: Settings) -> bool:
    return home.warehouse.exists() and is_encrypted(home.warehouse) == (settings.key is not None)


def _fingerprint() -> str:
    """Changes with any rule or list of ours, so that a demo never shows what an older kxwatch thought."""
    digest = sha256()
    for path in sorted(_CODE.rglob("*")):
        if path.suffix in {".py", ".sql", ".csv", ".toml", ".json"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()
