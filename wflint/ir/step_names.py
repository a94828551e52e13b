"""Names for steps, made of what the code says: a verb and an object."""

from __future__ import annotations

import re
from collections.abc import Sequence

_VERBS = frozenset(
    {
        "add", "allocate", "append", "approve", "archive", "ask", "assign", "build", "bump", "calculate", "call",
        "cancel", "capture", "charge", "check", "choose", "claim", "clear", "close", "collect",
        "commit", "complete", "compute", "convert", "copy", "count", "create", "debit", "decide",
        "delete", "deliver", "deploy", "describe", "detect", "do", "download", "draft", "emit",
        "encode", "enqueue", "estimate", "evaluate", "execute", "export", "extract", "fail", "fetch",
        "fill", "filter", "find", "finish", "flush", "format", "generate", "get", "give", "grant",
        "handle", "hash", "import", "index", "ingest", "insert", "invoke", "issue", "join", "list",
        "load", "lock", "log", "look", "make", "mark", "measure", "merge", "move", "next", "notify",
        "open", "parse", "patch", "pay", "persist", "pick", "ping", "plan", "poll", "pop", "post",
        "prepare", "process", "produce", "publish", "pull", "push", "put", "query", "queue", "random",
        "rank", "read", "record", "refresh", "refund", "register", "release", "remove", "render",
        "renew", "reply", "report", "request", "reserve", "reset", "resize", "resolve", "retrieve",
        "rotate", "run", "sample", "save", "scan", "schedule", "score", "scrape", "search", "select",
        "send", "set", "ship", "shuffle", "sign", "sleep", "split", "start", "stop", "store", "submit",
        "subscribe", "sum", "summarise", "summarize", "sync", "tag", "take", "test", "touch", "track",
        "train", "transcode", "transfer", "transform", "translate", "trigger", "unlock", "update",
        "upload", "upsert", "validate", "verify", "wait", "warm", "write"
    }
)  # fmt: skip

# What such calls give, where no variable says it.
_OBJECTS = {
    "now": "now", "utcnow": "now", "today": "today", "time": "time", "time_ns": "time", "monotonic": "time",
    "perf_counter": "time", "localtime": "time", "gmtime": "time", "strftime": "time", "ctime": "time",
    "uuid1": "id", "uuid4": "id", "uuid6": "id", "uuid7": "id", "uuid8": "id", "token_hex": "token",
    "token_urlsafe": "token", "token_bytes": "token", "urandom": "random-bytes", "random": "random-number",
    "randint": "random-number", "randrange": "random-number", "uniform": "random-number", "getcwd": "folder",
    "randomUUID": "id", "nanoid": "id", "createId": "id", "ulid": "id", "cuid": "id", "Date": "now", "hrtime": "time",
    "randomBytes": "random-bytes", "randomInt": "random-number", "readdir": "files", "readdirSync": "files",
    "choice": "choice", "sample": "sample", "getpid": "pid", "listdir": "files", "scandir": "files", "glob": "files", "iterdir": "files", "argv": "arguments",
}  # fmt: skip

_FETCHES = frozenset({"execute", "fetch", "fetchall", "fetchone", "get", "json", "query", "request"})
_REQUESTS = frozenset({"delete", "get", "head", "options", "patch", "post", "put", "request"})
_OUTPUT = frozenset({"critical", "debug", "error", "exception", "info", "log", "print", "warning"})
_LIBRARIES = frozenset(
    {
        "asyncio", "httpx", "os", "random", "requests", "shutil", "smtplib", "subprocess", "time"
    }
)  # fmt: skip
_SPECIAL = {
    "fetch": "fetch-response",
    "subprocess.run": "run-command",
    "subprocess.check_output": "run-command",
    "os.system": "run-command",
    "exec": "run-command",
    "execFile": "run-command",
    "spawn": "run-command",
}
_FILES = {
    "append_file": "append-to-file", "appendFile": "append-to-file", "copy2": "copy-file", "copyfile": "copy-file", "copytree": "copy-folder",
    "getmtime": "check-file", "getsize": "check-file", "is_dir": "check-folder", "is_file": "check-file", "isdir": "check-folder",
    "isfile": "check-file", "makedirs": "make-folder", "mkdir": "make-folder", "mkdtemp": "make-folder", "rmdir": "remove-folder",
    "rmtree": "remove-folder", "unlink": "remove-file", "write_bytes": "write-file", "write_text": "write-file",
}  # fmt: skip
"""What is done to files and folders, by the name of what does it, where nobody takes what it gives."""

_OF_FILES = {
    "exists": "check-file",
    "remove": "remove-file",
    "rename": "rename-file",
    "rm": "remove-file",
    "stat": "check-file",
}
"""The same for names that are about files only where a module or a path is asked."""

_FILE_OWNERS = frozenset({"fs", "os", "path", "Path"})

_MODES = {"a": "append-to-file", "w": "write-file", "x": "write-file"}
"""What is done to a file that is opened, by the first letter of the mode."""

_CONVERSIONS = frozenset(
    {
        "date",
        "getTime",
        "isoformat",
        "lower",
        "strip",
        "timestamp",
        "toISOString",
        "toString",
        "trim",
        "upper",
        "valueOf",
    }
)
"""Methods that give the same in another form."""

_SENDERS = frozenset({"fetch", "axios"})
"""Functions that send any request: nothing is fetched where nobody takes the response."""

_WAITS = frozenset({"all", "gather", "race"})
"""What says how work is done, and not which."""

_PAUSES = frozenset({"delay", "pause", "promise", "set", "sleep", "timeout", "timer", "wait"})
"""What functions that only let time pass are called."""

_CLOCKS = frozenset({"anyio", "asyncio", "eventlet", "gevent", "time", "timers", "trio"})

_READS = frozenset({"load", "read"})
_KINDS = frozenset({"bytes", "content", "contents", "file", "text"})
"""What any file holds."""

_FRESH = frozenset({"make", "new", "next"})

_ASKS = frozenset({"can", "has", "is", "should"})

# Methods that say nothing without the object that they belong to.
_BARE = frozenset(
    {
        "add", "commit", "create", "delete", "execute", "fetch", "get", "insert", "list", "publish",
        "remove", "save", "send", "update", "upload"
    }
)  # fmt: skip
_VAGUE = frozenset(
    {
        "api", "axios", "client", "cls", "conn", "connection", "cur", "cursor", "data", "db", "http", "httpx",
        "requests", "res", "resp", "response", "result", "self", "session", "value", "x"
    }
)  # fmt: skip


def stem_of(
    dotted: str,
    *,
    target: str | None,
    part_of: str | None = None,
    key: str | None = None,
    mode: str = "",
    is_read: bool = False,
    is_statement: bool = False,
) -> str:
    """Return the stem of a name for a step: `get-order-id`, `create-user`.

    Args:
        dotted: What the step does, as the code spells it: the function that is called, or what is read.
        target: The variable that takes what the step gives.
        part_of: The variable that takes the text which what the step gives is put into.
        key: The constant that is asked for, `HOME` of `os.environ["HOME"]`.
        mode: How a file is opened, where that is written out.
        is_read: Whether something is read, and nothing called.
        is_statement: Whether nobody takes what the step gives.
    """
    *owners, last = [part for part in dotted.split(".") if part] or [""]
    if is_read or last == "getenv" or "environ" in owners:
        return f"get-{dashed(target or key or last).removeprefix('request-')}"
    words = words_of(last)
    if last in _OBJECTS:
        return f"get-{dashed(target or part_of or _OBJECTS[last])}"
    says = target is not None and target not in _VAGUE and len(target) > 2
    if not says and words and _PAUSES.issuperset(words) and _CLOCKS.issuperset(owners):
        return "pause" if "pause" in words else "wait"
    if last == "open" and (mode[:1] in _MODES or "+" in mode):
        return _MODES.get(mode[:1], "update-file")
    if dotted in _SPECIAL and not says and not (is_statement and dotted in _SENDERS):
        return _SPECIAL[dotted]
    on_files = {**_FILES, **_OF_FILES} if owners and owners[-1] in _FILE_OWNERS else _FILES
    if last in on_files and not says:
        return on_files[last]
    if len(words) > 1 and words[0] in _VERBS and dotted not in _SPECIAL:
        read = words_of(target) if says and target is not None else []
        is_any = words[0] in _READS and _KINDS.issuperset(words[1:]) and read and _KINDS.isdisjoint(read)
        return "-".join([words[0], *read] if is_any else words)
    if says and target is not None:
        verb = "read" if last == "open" else "fetch" if last in _FETCHES else "get"
        return _stem_for(target, words, verb)
    if last == "open":
        return "read-file"
    if is_statement and dotted in _SENDERS:
        return "send-request"
    if last in _OUTPUT:
        return "print" if last == "print" else "log"
    owner = next((name for name in reversed(owners) if name.lower() not in _VAGUE), "")
    if last in _BARE and owner and owner not in _LIBRARIES and words_of(owner)[0] not in _VERBS:
        return f"{words[0]}-{_singular(dashed(owner))}"
    if last in _REQUESTS:
        return "fetch-response" if last == "get" else f"{last}-request"
    if words and words[0] in _VERBS:
        about = dashed(owner) if owner and len(words) == 1 and owner not in _LIBRARIES else ""
        return "-".join(filter(None, [*words, _singular(about)]))
    if words and words[0] in _ASKS:
        return "-".join(["check", *words[1:]])
    if is_statement and words and words[0] not in _WAITS:
        return "-".join(words)  # what is called for what it does is a verb, if not one of the known
    return "-".join(["do" if is_statement else "get", *(words or ["work"])])


def stem_of_condition(
    dotted: str, *, target: str | None, members: Sequence[str], other: str | None, key: str | None = None
) -> str:
    """Return the stem of a name for a step that finds out whether a condition holds: `check-deadline`.

    Args:
        dotted: What is called, or read, on one side of the condition.
        target: The variable that takes what the step gives.
        members: What is taken of it: `weekday` of `now().weekday()`.
        other: What stands on the other side, where that has a name.
        key: The constant that is asked for.
    """
    last = dotted.rpartition(".")[2]
    taken = [each for each in members if each not in _CONVERSIONS and each != "get"]
    about = target or other or key or (taken or [_OBJECTS.get(last, last)])[-1]
    words = words_of(about)
    if len(words) > 1 and words[0] in {*_ASKS, "get"}:
        words = words[1:]
    return "-".join(["check", *(words or ["condition"])])


def _stem_for(target: str, called: list[str], verb: str) -> str:
    """Return a name for what gives a variable its value; what is called may say more of it: `newInvoiceNumber()`."""
    words = words_of(target)
    if called[:1] and called[0] in _FRESH and called[-len(words) :] == words:
        words = called[1:]
    return "-".join(words if words[0] in _VERBS and len(words) > 1 else [verb, *words])


def is_verb(name: str) -> bool:
    """Return whether a name says what is done: `insertInto`, `send`."""
    words = words_of(name)
    return bool(words) and words[0] in _VERBS


def words_of(name: str) -> list[str]:
    """Return the words of a name in snake_case or camelCase."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in re.split(r"[\W_]+", spaced.lower()) if word]


def dashed(name: str) -> str:
    """Return a name in kebab-case."""
    return "-".join(words_of(name)) or "value"


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith(("is", "ss", "us")) else name
