"""Reads the environment into Settings, once; secrets stay in this module."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.database_url import SqliteFile, target_of
from bot.disks import goes_with_a_container, on_a_volume
from bot.domain.signer_secret import SHORTEST_SECRET, is_weak
from bot.env_file import ENV_FILE, read_env_file
from bot.exits import CannotStart, Exit, typed

BESIDE_THE_DATABASE: Final = "signer.secret"

HOW_TO_MAKE_ONE: Final = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'


HOSTS: Final = {
    "dyno": "Heroku",
    "fly_app_name": "Fly.io",
    "k_service": "Cloud Run",
    "koyeb_app_name": "Koyeb",
    "railway_environment": "Railway",
    "render": "Render",
    "repl_id": "Replit",
}
"""Hosts that wipe their disk at every restart, by the setting that each of them sets."""
_WITHOUT_VOLUMES: Final = frozenset({"dyno", "repl_id"})


class LogFormat(StrEnum):
    """How a log line looks: for eyes, or for a machine that collects lines."""

    PLAIN = "plain"
    JSON = "json"


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


Level = Annotated[Literal["debug", "info", "warning", "error", "critical"], BeforeValidator(_lower)]


class Settings(BaseSettings):
    """What the operator set in the environment, or else in `.env`.

    An empty value counts as unset. A description completes the sentence "NAME should be …".
    """

    model_config = SettingsConfigDict(
        env_ignore_empty=True,  # an empty variable does not hide what `.env` says
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    discord_token: SecretStr | None = Field(
        default=None,
        description="the token from the Bot page of your application, without quotes, spaces or "
        "the word Bot",
    )
    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///data/outreach.sqlite3"),
        description="sqlite:///path/to/file or postgres://user:password@host/name",
    )
    signer_secret: SecretStr | None = Field(
        default=None,
        description=f"at least {SHORTEST_SECRET} random characters that nobody could guess, made "
        f"once and never changed, for example by: {HOW_TO_MAKE_ONE}",
    )
    campaign_config: Path = Field(
        default=Path("config"), description="the folder that holds campaign.yaml"
    )
    log_format: Annotated[LogFormat, BeforeValidator(_lower)] = Field(
        default=LogFormat.PLAIN, description="plain or json"
    )
    log_level: Level = Field(default="info", description="debug, info, warning, error or critical")
    allow_ephemeral: bool = Field(
        default=False, description="1 (yes, pledges may vanish at a restart) or 0"
    )
    dyno: str | None = Field(default=None, description="set by Heroku, never by you")
    fly_app_name: str | None = Field(default=None, description="set by Fly.io, never by you")
    k_service: str | None = Field(default=None, description="set by Cloud Run, never by you")
    koyeb_app_name: str | None = Field(default=None, description="set by Koyeb, never by you")
    railway_environment: str | None = Field(default=None, description="set by Railway alone")
    render: str | None = Field(default=None, description="set by Render, never by you")
    repl_id: str | None = Field(default=None, description="set by Replit, never by you")
    port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        default=None, description="a number from 1 to 65535"
    )
    health_host: str = Field(
        default="0.0.0.0",  # noqa: S104 - a host asks from outside of the container
        description="an address of this machine, such as 127.0.0.1",
    )
    backup_dir: Path | None = Field(
        default=None, description="a folder that is there, for the backup of each day"
    )
    backup_keep: Annotated[int, Field(ge=1, le=10_000)] = Field(
        default=7, description="a number from 1 to 10000: how many backups are kept"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read `.env` ourselves: pydantic's way would put `${NAME}` in from the environment."""
        del dotenv_settings, file_secret_settings
        said = read_env_file(NAMES)
        in_file = {name.lower(): value for name, value in said.items() if not _blank(value)}
        return init_settings, env_settings, InitSettingsSource(settings_cls, in_file)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: dict[str, object]) -> dict[str, object]:
        return {name: one for name, one in values.items() if not _blank(one)}

    @field_validator("discord_token", "database_url", "signer_secret")
    @classmethod
    def _trimmed(cls, value: SecretStr | None) -> SecretStr | None:
        """Forgive the space that copying adds at the ends, but no quotes and no line breaks."""
        text = value.get_secret_value().strip() if value else ""
        if text[:1] in ("'", '"') or not text.isprintable() or text.startswith("Bot "):
            raise ValueError
        return SecretStr(text) if text else None

    @field_validator("database_url")
    @classmethod
    def _known_store(cls, value: SecretStr) -> SecretStr:
        try:
            target_of(value.get_secret_value())
        except CannotStart as refusal:
            raise ValueError(refusal.sentence) from None
        return value

    @field_validator("signer_secret")
    @classmethod
    def _hard_to_guess(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and is_weak(value.get_secret_value()):
            raise ValueError
        return value

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file, or None where the store is PostgreSQL."""
        target = target_of(self.database_url.get_secret_value())
        return target.path if isinstance(target, SqliteFile) else None

    @property
    def lock_file(self) -> Path | None:
        """The lock of the database's file, or None where the store is PostgreSQL."""
        target = target_of(self.database_url.get_secret_value())
        return target.lock_path if isinstance(target, SqliteFile) else None

    @property
    def secret_file(self) -> Path | None:
        """Where the signer secret lies, or None where SIGNER_SECRET must hold it."""
        return self.sqlite_file and self.sqlite_file.with_name(BESIDE_THE_DATABASE)

    def token(self) -> str:
        """Return the bot's token.

        Raises:
            CannotStart: with `Exit.TOKEN` when there is none.
        """
        if self.discord_token is None:
            raise CannotStart(
                "DISCORD_TOKEN is not set: copy the token from the Bot page of your application "
                "(https://discord.com/developers/applications) into .env as DISCORD_TOKEN=…, "
                f"or try the bot without Discord: {typed('rehearse')}",
                Exit.TOKEN,
            )
        return self.discord_token.get_secret_value()

    def refuse_ephemeral_disk(self) -> None:
        """Refuse to keep pledges in a file on a host that wipes its disk at every restart.

        Raises:
            CannotStart: with `Exit.EPHEMERAL_DISK`.
        """
        mark = next((one for one in HOSTS if getattr(self, one)), None)
        file = self.sqlite_file
        if mark is None or file is None or self.allow_ephemeral:
            return
        has_volumes = mark not in _WITHOUT_VOLUMES
        if has_volumes and on_a_volume(file):
            return
        volume = "or mount a volume and let DATABASE_URL name a file on it, " * has_volumes
        raise CannotStart(
            f"This host ({HOSTS[mark]}: {mark.upper()} is set) wipes its disk at every restart, "
            "and the pledges in a SQLite file with it: add a PostgreSQL database so that "
            f"DATABASE_URL is set, {volume}or, only for a trial, set ALLOW_EPHEMERAL=1.",
            Exit.EPHEMERAL_DISK,
        )

    @property
    def goes_with_the_container(self) -> bool:
        """Whether the database's file lies in a container, on no volume, and nobody accepted it."""
        file = self.sqlite_file
        return file is not None and not self.allow_ephemeral and goes_with_a_container(file)


NAMES: Final = tuple(name.upper() for name in Settings.model_fields)
"""Every name that means something here, as it stands in the environment and in `.env`."""


def load_settings() -> Settings:
    """Read the settings from the environment and from `.env`, where there is one.

    Raises:
        CannotStart: with `Exit.CONFIGURATION`; one line for each wrong value, never the value.
    """
    try:
        return Settings()
    except ValidationError as invalid:  # its own words may hold the values
        sentence = "\n".join(dict.fromkeys(map(_should_be, invalid.errors(include_input=False))))
    except UnicodeDecodeError:
        sentence = f"{ENV_FILE} is not a text file in UTF-8: save it again as UTF-8."
    except OSError as fault:
        sentence = (
            f"{ENV_FILE} cannot be read ({fault.strerror}): it should be a file that this user may "
            "read."
        )
    raise CannotStart(sentence, Exit.CONFIGURATION)


def _should_be(fault: ErrorDetails) -> str:
    """Say what a value should be: what its own check said, or what its field says of itself."""
    name = str(fault["loc"][0])
    said = str(fault.get("ctx", {}).get("error", ""))
    return said or f"{name.upper()} should be {Settings.model_fields[name].description}."
