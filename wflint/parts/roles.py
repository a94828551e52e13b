"""What each file of a run is to the others: where that stays, a file may change without the run being taken apart anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from wflint.engines.secrets import Secrets
from wflint.parts.asked import digest_of
from wflint.parts.codec import decoded, encoded
from wflint.record import record
from wflint.workspace.record import OURS, FileRecord, Words

if TYPE_CHECKING:
    from wflint.workspace.session import Session

_PATTERN: Final = re.compile(r"(?:\\b|\\\.)\(\?:(?:\w|\||\\[^\w\n])+\)\\b")
"""A pattern of words and nothing else, so that no entry makes a search take long."""


@record
class _Question:
    """What was looked for in the bytes of files: one of some words, or a pattern where there is one."""

    words: tuple[str, ...]
    pattern: str

    @classmethod
    def of(cls, words: Words) -> _Question:
        """Write down what was looked for."""
        if isinstance(words, tuple):
            return cls(tuple(word.decode() for word in words), "")
        return cls((), words.pattern.decode())

    @property
    def asked(self) -> Words:
        """Return what was looked for.

        Raises:
            ValueError: It is a pattern that was never asked.
        """
        if not self.pattern:
            return tuple(word.encode() for word in self.words)
        if not _PATTERN.fullmatch(self.pattern):
            raise ValueError("expected a pattern of words")
        return re.compile(self.pattern.encode())


@record
class _Role:
    """What is remembered of a file.

    Attributes:
        content: The digest of its content.
        asked: The numbers of the questions that were asked about it.
        is_parsed: Whether it was asked what it offers.
        digest: The digest of its role.
    """

    content: str
    asked: tuple[int, ...]
    is_parsed: bool
    digest: str


def is_reportable(secrets: Secrets, file: FileRecord, *, is_whole: bool) -> bool:
    """Return whether there may be something to say about a file although nothing in it is replayed.

    Args:
        secrets: Recognises secrets.
        file: The file.
        is_whole: Whether ignore comments are judged in files without handlers, too.
    """
    return secrets.seen_in(file.data) or (is_whole and file.mentions(OURS))


def roles_in(session: Session, others: Container[Path], given: str, digests: Mapping[str, str]) -> object:
    """Return what to remember of the files of a run, as JSON.

    Args:
        session: The run, which has been taken apart.
        others: The files that there may be something to say about although nothing in them is replayed.
        given: What names it with all contents.
        digests: The digests of contents, by the paths that are shown.
    """
    numbers: dict[Words, int] = {}
    shared, roots = session.shared, session.roots
    parsed = {*roots.candidates, *roots.users} if shared is not None else set[Path]()
    files: dict[str, object] = {}
    for path, file in session.given.items():
        asked = tuple(numbers.setdefault(words, len(numbers)) for words in file.answers)
        offer = shared.part_of(file.display) if shared is not None and path in parsed else ""
        digest = _digest(file, file.answers.values(), offer, reportable=path in others)
        files[file.display] = encoded(_Role(digests[file.display], asked, path in parsed, digest))
    offers = {name: sorted(names) for name, names in shared.offers.items()} if shared is not None else {}
    return {
        "given": given,
        "questions": [encoded(_Question.of(words)) for words in numbers],
        "offers": offers,
        "files": files,
    }


@record
class _Shared:
    """What was looked for in files, and what modules offer, by the last part of their names."""

    questions: tuple[_Question, ...]
    offers: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Roles:
    """What an earlier run has remembered of its files."""

    _shared: _Shared
    _files: Mapping[str, object]

    @classmethod
    def of(cls, entry: object, given: str) -> Roles | None:
        """Return what an entry says; `None` where it speaks of another run.

        Args:
            entry: The entry, or anything.
            given: What names the run with all contents.

        Raises:
            TypeError: It makes no sense.
            LookupError: The same.
            ValueError: The same.
        """
        known = cast("dict[str, object]", entry)
        if known["given"] != given:
            return None
        shared = decoded(_Shared, [known["questions"], known["offers"]])
        return cls(shared, cast("dict[str, object]", known["files"]))

    def changed(self, digests: Mapping[str, str], kept: Mapping[str, str]) -> list[str]:
        """Return the paths, as they are shown, of the files that had another content.

        Args:
            digests: The digests of contents now, of the same files.
            kept: The digests of contents that are known to change no role.
        """
        files = cast("Mapping[str, list[object]]", self._files)
        return [path for path, digest in digests.items() if files[path][0] != digest != kept.get(path)]

    def stays(self, file: FileRecord, session: Callable[[], Session], *, reportable: bool) -> bool:
        """Return whether a file is to the others what it was.

        Args:
            file: The file.
            session: Makes a run over all files that have changed, for those that have to be parsed.
            reportable: Whether there may be something to say about it although nothing in it is replayed.
        """
        role = decoded(_Role, self._files[file.display])
        offer = self._offer(file, session()) if role.is_parsed else ""
        answers = (file.mentions(self._shared.questions[number].asked) for number in role.asked)
        return role.digest == _digest(file, answers, offer, reportable=reportable)

    def _offer(self, file: FileRecord, session: Session) -> str:
        """Return what a file offers now, where others offer what they did."""
        from wflint.workspace.shared_names import SharedNames

        names = SharedNames.with_offers(session.scope.profiles, self._shared.offers)
        modules = session.modules([file])
        for module in modules if file in session.candidates else ():
            names.add(module)
        names.add_users(modules)
        return names.part_of(file.display)


def _digest(file: FileRecord, answers: Iterable[bool], offer: str, *, reportable: bool) -> str:
    imports = [(line.origin, *sorted(line.names)) for line in file.imports]
    return digest_of(ascii((imports, *answers, offer, reportable)).encode())
