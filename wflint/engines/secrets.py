"""Credentials of engines: finding them in text, and keeping them out of what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from wflint.engines.profile import Profile, Secret
from wflint.files.text import SourceText
from wflint.findings import Span


def secrets_in(text: str, profiles: tuple[Profile, ...]) -> Iterator[tuple[Secret, int, int]]:
    """Find the credentials in a text, each with where it starts and ends; public ones are none."""
    for profile in profiles:
        for secret in profile.secret:
            for match in re.finditer(secret.pattern, text):
                if match.group() not in secret.public:
                    yield secret, match.start(), match.end()


@dataclass
class Secrets:
    """What must not be shown.

    Attributes:
        profiles: The engines whose credentials are looked for.
        found: The places that rules say hold a secret, whatever it looks like.
    """

    profiles: tuple[Profile, ...]
    found: list[Span] = field(default_factory=list[Span])

    def seen_in(self, data: bytes) -> bool:
        """Tell whether a file's bytes hold something that looks like a credential."""
        return any(pattern.search(data) for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> list[re.Pattern[bytes]]:
        # One by one: each begins with text that is found at once, which is lost where they are joined.
        found = {secret.pattern for profile in self.profiles for secret in profile.secret}
        return [re.compile(pattern.encode()) for pattern in sorted(found)]

    def hidden_in(self, source: SourceText) -> SourceText:
        """Return a text that keeps its secrets to itself when its lines are shown."""
        stretches = {(start, end) for _, start, end in secrets_in(source.text, self.profiles)}
        stretches |= {(span.start, span.end) for span in self.found if span.path == source.path}
        return replace(source, secrets=tuple(sorted(stretches))) if stretches else source
