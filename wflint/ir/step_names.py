"""Names for steps, made of what the code says: a verb and an object."""

from __future__ import annotations

import re

_VERBS = frozenset(
    {
        "add", "allocate", "approve", "archive", "ask", "assign", "build", "bump", "calculate", "call",
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
    "open": "read-file",
    "fetch": "fetch-response",
    "subprocess.run": "run-command",
    "subprocess.check_output": "run-command",
    "os.system": "run-command",
    "exec": "run-command",
    "execFile": "run-command",
    "spawn": "run-command",
}
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
    is_read: bool = False,
    is_statement: bool = False,
) -> str:
    """Return the stem of a name for a step: `get-order-id`, `create-user`.

    Args:
        dotted: What the step does, as the code spells it: the function that is called, or what is read.
        target: The variable that takes what the step gives.
        part_of: The variable that takes the text which what the step gives is put into.
        key: The constant that is asked for, `HOME` of `os.environ["HOME"]`.
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
    if len(words) > 1 and words[0] in _VERBS:
        read = words_of(target) if says and target is not None else []
        is_any = words[0] in _READS and _KINDS.issuperset(words[1:]) and read and _KINDS.isdisjoint(read)
        return "-".join([words[0], *read] if is_any else words)
    if says and target is not None:
        return _stem_for(target, words, "fetch" if last in _FETCHES else "get")
    if is_statement and dotted in _SENDERS:
        return "send-request"
    if dotted in _SPECIAL:
        return _SPECIAL[dotted]
    if last in _OUTPUT:
        return "print" if last == "print" else "log"
    owner = next((name for name in reversed(owners) if name.lower() not in _VAGUE), "")
    if last in _BARE and owner and words_of(owner)[0] not in _VERBS:
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
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us")) else name
