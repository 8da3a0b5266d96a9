"""Settings from the environment: paths and limits, frozen, each with a help text."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.errors import UsageError
from pipelines.store.key_text import explain_unusable

DEFAULT_HOME = Path("kxwatch-data")


class Settings(BaseSettings):
    """What a clinic may set; the environment variable is KXWATCH_ and the name in upper case."""

    model_config = SettingsConfigDict(
        env_prefix="KXWATCH_", env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    home: Path = Field(default=DEFAULT_HOME, description="Data folder.")
    key: SecretStr | None = Field(
        default=None, description="Encrypts all data in the data folder; warehouse.duckdb opens with exactly this text."
    )
    casebook_url: SecretStr | None = Field(
        default=None, description="PostgreSQL database of the casebook; default: a file in the data folder."
    )
    idle_minutes: float = Field(
        default=15, gt=0, le=60, description="Minutes without activity after which a user is signed off, 60 at most."
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[a-z0-9.:\-]+/?$",
        description="Address of a reverse proxy in front of the dashboard, for example https://kx.example.org.",
    )
    proxy_user_header: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]+$",
        description="Header in which a reverse proxy names the user that it signed in; needs KXWATCH_PROXY_SECRET.",
    )
    proxy_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="What that proxy sends in X-Kxwatch-Proxy-Secret, at least 16 characters.",
    )
    oidc_file: Path | None = Field(
        default=None,
        description="TOML file with the [auth] section of an identity provider (OIDC), as st.login takes it.",
    )
    practice: str | None = Field(
        default=None, description="Name of the practice on the pages; default: the payee name on most service lines."
    )
    memory_limit: str = Field(
        default="2GB",
        pattern=r"^\d+(\.\d+)?\s*[KMGT]i?B$",
        description="Memory that a build is planned for, for example 2GB; the database takes two thirds of it.",
    )
    threads: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="Files and queries that run in parallel.",
    )

    @property
    def database_memory(self) -> str:
        """The limit of the database; the libraries around it and the statistics take the rest."""
        number = self.memory_limit.rstrip("KMGTiB ")
        return f"{float(number) * 2 / 3:.3f}{self.memory_limit[len(number) :].strip()}"

    @field_validator("key")
    @classmethod
    def _usable(cls, key: SecretStr | None) -> SecretStr | None:
        reason = explain_unusable(key.get_secret_value()) if key else None
        if reason:
            raise ValueError(reason)
        return key

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()


def load_settings(home: Path | None = None) -> Settings:
    """The settings of this call; `home` from the command line goes before KXWATCH_HOME.

    Raises UsageError naming the variable that holds something unusable, without its value.
    """
    try:
        return Settings() if home is None else Settings(home=home)
    except ValidationError as error:
        sentence = _explain(error)
    # Outside the block above, so that no error carries another one that knows the value.
    raise UsageError(sentence)


def _explain(error: ValidationError) -> str:
    first = error.errors(include_input=False)[0]
    name = str(first["loc"][0])
    field = Settings.model_fields.get(name)
    reason = first["msg"].removeprefix("Value error, ")
    return (
        f"KXWATCH_{name.upper()} cannot be used: {reason}. {field.description if field else ''} Correct it or unset it."
    )
