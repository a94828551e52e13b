"""Which signing keys an environment file lacks, with those that are used together with it."""

from __future__ import annotations

from wflint.rules.api import EnvFile, Verification

_LOCAL = ("//localhost", "//127.", "//0.0.0.0", "//[::1]", "//host.docker.internal")
_COMMON = frozenset({".env", ".env.local", ".env.shared", ".env.defaults"})


def unset_keys(file: EnvFile, files: tuple[EnvFile, ...], rules: Verification) -> list[str]:
    """Return the keys that are missing where a file is used, alone or on top of the project's common ones."""
    if not file.value(rules.token) or any(mark in file.value(rules.endpoint) for mark in _LOCAL):
        return []
    together = [file, *(each for each in files if _goes_with(each, file))]
    return [key for key in rules.keys if not any(each.value(key) for each in together)]


def _goes_with(other: EnvFile, file: EnvFile) -> bool:
    """Return whether a file may be used together with another one: common ones with all, others with the common ones."""
    return other.path.name in _COMMON or file.path.name in _COMMON
