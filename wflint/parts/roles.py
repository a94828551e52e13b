"""What each file of a run is to the others: where that stays, a file may change without the run being taken apart anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, cast

from wflint.parts.asked import digest_of
from wflint.parts.codec import decoded, encoded
from wflint.parts.partition import Partition, is_told_of
from wflint.record import record
from wflint.workspace.record import FileRecord, Words
from wflint.workspace.session import Session
from wflint.workspace.shared_names import SharedNames

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
class _Questions:
    several: tuple[_Question, ...]


@record
class _Offers:
    names: Mapping[str, tuple[str, ...]]


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


def roles_in(session: Session, partition: Partition, given: str, digests: Mapping[str, str]) -> object:
    """Return what to remember of the files of a run, as JSON.

    Args:
        session: The run.
        partition: How it was taken apart.
        given: What names it with all contents.
        digests: The digests of contents, by the paths that are shown.
    """
    numbers: dict[Words, int] = {}
    shared, roots = session.shared, session.roots
    parsed = {*roots.candidates, *roots.users} if shared is not None else set()
    files: dict[str, object] = {}
    for path, file in session.given.items():
        asked = tuple(numbers.setdefault(words, len(numbers)) for words in file.answers)
        offer = shared.part_of(file.display) if shared is not None and path in parsed else ""
        digest = _digest(file, file.answers.values(), offer, is_told=path in partition.others)
        files[file.display] = encoded(_Role(digests[file.display], asked, path in parsed, digest))
    offers = shared.offers if shared is not None else {}
    return {
        "given": given,
        "questions": [encoded(_Question.of(words)) for words in numbers],
        "offers": {name: sorted(names) for name, names in offers.items()},
        "files": files,
    }


def roles_stay(
    entry: object,
    given: str,
    digests: Mapping[str, str],
    session_over: Callable[[Sequence[str]], Session],
    *,
    is_whole: bool,
) -> bool:
    """Return whether the files of a run are to each other what they were when it was taken apart.

    Args:
        entry: What was remembered of that run, or anything.
        given: What names that run.
        digests: The digests of contents now, of the same files, by the paths that are shown.
        session_over: Makes a run over some of them.
        is_whole: Whether ignore comments are judged in files without handlers, too.

    Raises:
        TypeError: The entry makes no sense.
        ValueError: The same.
        LookupError: The same.
    """
    known = cast("dict[str, object]", entry)
    if known["given"] != given:
        return False
    files = cast("dict[str, list[object]]", known["files"])
    changed = [path for path, digest in digests.items() if files[path][0] != digest]
    questions = [each.asked for each in decoded(_Questions, [known["questions"]]).several]
    session = session_over(changed)
    shared = SharedNames.with_offers(session.scope.profiles, decoded(_Offers, [known["offers"]]).names)
    naming = {file.path for file in session.candidates}
    for path, file in session.given.items():
        role = decoded(_Role, files[file.display])
        offer = ""
        if role.is_parsed:
            modules = session.modules([file])
            for module in modules if path in naming else ():
                shared.add(module)
            shared.add_users(modules)
            offer = shared.part_of(file.display)
        answers = (file.mentions(questions[number]) for number in role.asked)
        is_told = is_told_of(session, file, is_whole=is_whole)
        if role.digest != _digest(file, answers, offer, is_told=is_told):
            return False
    return not session.errors and not session.failures


def _digest(file: FileRecord, answers: Iterable[bool], offer: str, *, is_told: bool) -> str:
    imports = [(line.origin, *sorted(line.names)) for line in file.imports]
    return digest_of(ascii((imports, *answers, offer, is_told)).encode())
