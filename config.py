"""What differs between development, testing and production, read from the environment.

Production is ``YOUSHI_ENV=production`` and ``DATABASE_URL``; it does not start without its keys.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import secrets
from pathlib import Path
from typing import Any

from app import cipher

ROOT = Path(__file__).resolve().parent
INSTANCE = Path(os.environ.get("YOUSHI_INSTANCE", ROOT / "instance"))


class NotConfigured(RuntimeError):
    """Something production needs is missing; the sentence says what."""


def count(name: str) -> int:
    """A small number from the environment, 0 where it is not set. Raises NotConfigured."""
    text = os.environ.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) == 1):
        raise NotConfigured(f"{name} is {text!r}; it is a number from 0 to 9")
    return int(text)


def networks(name: str) -> tuple[Any, ...]:
    """Networks from the environment, with blanks between them; none where it is not set. Raises NotConfigured."""
    text = os.environ.get(name, "")
    try:
        return tuple(ipaddress.ip_network(one) for one in text.split())
    except ValueError as wrong:
        raise NotConfigured(f"{name} is {text!r}; it takes networks as 10.3.0.0/24") from wrong


class Base:
    """What holds everywhere."""

    APP_NAME = "有事"
    ENVIRONMENT = "development"
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, Any] = {}
    MAX_CONTENT_LENGTH = 12 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    MAX_FORM_PARTS = 2000
    SESSION_COOKIE_NAME = "youshi"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = False
    WTF_CSRF_TIME_LIMIT = None
    BABEL_DEFAULT_LOCALE = "zh"
    BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
    LANGUAGES = {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}}
    AUTH_RATE_LIMITED = False
    FAB_CREATE_DB = False
    FAB_UPDATE_PERMS = False
    FAB_ADD_SECURITY_API = False
    FAB_API_SWAGGER_UI = False
    FAB_ADD_MENU_API = False
    FAB_ADD_OPENAPI_VIEWS = False
    FAB_ADD_SECURITY_PERMISSION_VIEW = False
    FAB_ADD_SECURITY_VIEW_MENU_VIEW = False
    FAB_ADD_SECURITY_PERMISSION_VIEWS_VIEW = False
    FAB_BASE_TEMPLATE = "base.html"
    FAB_SAFE_REDIRECT_HOSTS: list[str] = []
    PUBLIC_URL = "http://localhost:8000"
    SEEDS = str(ROOT / "seeds")

    def __init__(self) -> None:
        """Read the environment; raises NotConfigured."""
        self.SQLALCHEMY_DATABASE_URI = (
            os.environ.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'youshi.db'}"
        )
        # A folder, or a url as s3://bucket/prefix with its keys in the environment.
        self.YOUSHI_FILES = os.environ.get("YOUSHI_FILES") or str(INSTANCE / "files")
        # A folder for the night's backups, best on another disk; what is not set is not written.
        self.YOUSHI_BACKUPS = os.environ.get("YOUSHI_BACKUPS", "")
        # What the square on a paper leads to; a host that a request names may be anybody's.
        self.PUBLIC_URL = os.environ.get("PUBLIC_URL") or Base.PUBLIC_URL
        # How many proxies of ours stand before it: so many addresses are believed, from the nearest on.
        self.YOUSHI_PROXIES = count("YOUSHI_PROXIES")
        # The counters' own network: nobody rates from a machine that stands there.
        self.YOUSHI_COUNTERS = networks("YOUSHI_COUNTERS")
        # How messages go out (app.outside); what is not set is not used.
        for name in ("MAIL", "MAIL_FROM", "WEBHOOK", "WEBHOOK_SECRET", "APPRISE"):
            setattr(self, f"YOUSHI_{name}", os.environ.get(f"YOUSHI_{name}", ""))
        self.SECRET_KEY = os.environ.get("SECRET_KEY") or self.made(
            "secret_key", lambda: secrets.token_hex(32)
        )
        self.YOUSHI_KEYS = os.environ.get("YOUSHI_KEYS") or self.made("keys", cipher.fresh)

    def made(self, name: str, make: Any) -> str:
        """A secret made once in the instance folder, readable by its owner only; whole or not there."""
        path = INSTANCE / name
        if not path.exists():
            INSTANCE.mkdir(parents=True, exist_ok=True)
            fresh = INSTANCE / f"{name}.{os.getpid()}"
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
                out.write(make())
            with contextlib.suppress(
                FileExistsError
            ):  # another process was first: its secret counts
                os.link(fresh, path)
            fresh.unlink()
        return path.read_text().strip()


class Development(Base):
    """A single machine with demo accounts; secrets are made once in ``instance/``."""


class Testing(Base):
    """In memory, no secrets on disk."""

    ENVIRONMENT = "testing"
    TESTING = True
    WTF_CSRF_ENABLED = True
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"  # noqa: S105 - a method, no password; one round keeps tests fast

    def made(self, name: str, make: Any) -> str:
        """Fresh each time."""
        return str(make()) or name


class Production(Base):
    """No demo account, secure cookies, nothing made up."""

    ENVIRONMENT = "production"
    SESSION_COOKIE_SECURE = True

    def __init__(self) -> None:
        """Refuse to start without the database and the keys; raises NotConfigured."""
        missing = [
            name
            for name in ("DATABASE_URL", "SECRET_KEY", "YOUSHI_KEYS")
            if not os.environ.get(name)
        ]
        if missing:
            raise NotConfigured("production does not start without " + ", ".join(missing))
        super().__init__()


BY_NAME = {"development": Development, "testing": Testing, "production": Production}


def chosen() -> Base:
    """The configuration that YOUSHI_ENV names; raises NotConfigured."""
    name = os.environ.get("YOUSHI_ENV", "development")
    if name not in BY_NAME:
        raise NotConfigured(f"YOUSHI_ENV is {name!r}; it is one of {', '.join(BY_NAME)}")
    return BY_NAME[name]()
