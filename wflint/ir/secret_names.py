"""Names that say that a secret stands behind them."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = frozenset(
    {
        "key", "keys", "apikey", "token", "tokens", "secret", "secrets", "password", "passwd", "pwd", "pass",
        "passphrase", "auth", "authorization", "dsn", "credential", "credentials", "jwt", "pem", "salt", "private",
    }
)  # fmt: skip
_STORES: Final = re.compile(
    r"database|db|postgres\w*|pg|mysql|mongo\w*|redis|amqp|rabbitmq|connection", re.IGNORECASE
)
"""What an address belongs to that mostly holds a password."""
_ADDRESSES: Final = frozenset({"url", "uri", "string"})


def is_secret_name(name: str) -> bool:
    """Return whether what has a name is a secret: `STRIPE_API_KEY`, `authToken`, `DATABASE_URL`."""
    words = [each.lower() for each in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
    return not _WORDS.isdisjoint(words) or (
        bool(_ADDRESSES.intersection(words)) and any(_STORES.fullmatch(each) for each in words)
    )
