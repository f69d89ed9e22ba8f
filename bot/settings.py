"""Reads the environment into Settings, once; secrets stay in this module."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Annotated, Final, Literal

from dotenv.parser import Original, parse_stream
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
from bot.domain.signer_secret import SHORTEST_SECRET, is_weak
from bot.exits import CannotStart, Exit

ENV_FILE: Final = Path(".env")
BESIDE_THE_DATABASE: Final = "signer.secret"

HOW_TO_MAKE_ONE: Final = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'


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
    port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        default=None, description="a number from 1 to 65535"
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
        in_file = {name.lower(): value for name, value in _env_file().items() if value}
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
                "or try the bot without Discord: python -m bot rehearse.",
                Exit.TOKEN,
            )
        return self.discord_token.get_secret_value()

    def refuse_ephemeral_disk(self) -> None:
        """Refuse to keep pledges in a file on a host that wipes its disk at every restart.

        Raises:
            CannotStart: with `Exit.EPHEMERAL_DISK`.
        """
        if self.dyno and self.sqlite_file and not self.allow_ephemeral:
            raise CannotStart(
                "This host (Heroku: DYNO is set) wipes its disk at every restart, and the pledges "
                "in a SQLite file with it: add a PostgreSQL database so that DATABASE_URL is set, "
                "or, only for a trial, set ALLOW_EPHEMERAL=1.",
                Exit.EPHEMERAL_DISK,
            )


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


def misspelt() -> dict[str, str]:
    """Return names in `.env` that the bot does not know but nearly does, with the name it knows."""
    known = [name.upper() for name in Settings.model_fields]
    found = {
        name: get_close_matches(name.upper(), known, n=1, cutoff=0.8)
        for name in _env_file()
        if name.upper() not in known
    }
    return {name: close[0] for name, close in found.items() if close}


def _env_file() -> dict[str, str | None]:
    """Return what `.env` says, to the letter: the same secret in every environment.

    Raises:
        OSError, UnicodeDecodeError: it cannot be read, or is no text in UTF-8.
        CannotStart: with `Exit.CONFIGURATION`; one sentence for each line that says nothing.
    """
    # some hosts put a folder in the place of a file that they do not find
    if not (ENV_FILE.is_file() or ENV_FILE.is_dir()):
        return {}
    # some editors begin a file with a byte order mark
    bindings = list(parse_stream(StringIO(ENV_FILE.read_text(encoding="utf-8-sig"))))
    if wrong := [one.original for one in bindings if one.error]:
        raise CannotStart("\n".join(map(_not_understood, wrong)), Exit.CONFIGURATION)
    return {one.key: one.value for one in bindings if one.key is not None}


def _not_understood(found: Original) -> str:
    """Say where a line is that is no setting; what stands there may be a secret."""
    skipped = len(found.string) - len(found.string.lstrip())
    line = found.line + found.string[:skipped].count("\n")
    return (
        f"{ENV_FILE}:{line}:1: this is not understood: write NAME=value, with quotes around the "
        "value at both ends or at none."
    )
