"""Steps in comprehensions, generators, ternaries, `match`, walrus and recursion."""

from collections.abc import Iterator

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def ask(question: str) -> str:
    LOG.append(question)
    return question


def answers(questions: list[str]) -> Iterator[str]:
    for question in questions:
        yield ask(question)


def countdown(number: int) -> list[str]:
    return [] if number == 0 else [ask(f"n{number}"), *countdown(number - 1)]


@DBOS.workflow()
def survey(questions: list[str]) -> list[str]:
    given = [*answers(questions), *countdown(2)]
    if (last := ask("last")) and ask("sure"):
        given.append(last)
    match ask("kind"):
        case "kind":
            given.append(ask("one"))
        case _:
            given.append(ask("other"))
    return given
