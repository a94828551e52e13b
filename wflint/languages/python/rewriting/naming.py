"""Names for steps, made of what the code says: a verb and an object."""

from __future__ import annotations

import re

import libcst as cst
from libcst.helpers import get_full_name_for_node

from wflint.languages.python.rewriting.syntax_context import SyntaxContext

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
    "subprocess.run": "run-command",
    "subprocess.check_output": "run-command",
    "os.system": "run-command",
}
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
        "api", "client", "cls", "conn", "connection", "cur", "cursor", "data", "db", "http", "httpx",
        "requests", "res", "resp", "response", "result", "self", "session", "value", "x"
    }
)  # fmt: skip


def stem_of(syntax: SyntaxContext, anchor: cst.CSTNode, target: str | None) -> str:
    """Return the stem of a name for a step: `get-order-id`, `create-user`.

    Args:
        syntax: Where it is.
        anchor: The call that the step is made for.
        target: The variable that takes what the step gives.
    """
    call = anchor.expression if isinstance(anchor, cst.Await) else anchor
    dotted = get_full_name_for_node(call) or ""
    *owners, last = [part for part in dotted.split(".") if part] or [""]
    if isinstance(call, (cst.Attribute, cst.Subscript)) or last == "getenv" or "environ" in owners:
        return f"get-{_dashed(target or _key(syntax, call) or last.removeprefix('request_'))}"
    words = _words(last)
    if len(words) > 1 and words[0] in _VERBS:
        return "-".join(words)
    if last in _OBJECTS:
        return f"get-{_dashed(target or _OBJECTS[last])}"
    if target is not None and target not in _VAGUE and len(target) > 2:
        return _stem_for(target, "fetch" if last in _FETCHES else "get")
    if dotted in _SPECIAL:
        return _SPECIAL[dotted]
    if last in _OUTPUT:
        return "print" if last == "print" else "log"
    owner = next((name for name in reversed(owners) if name.lower() not in _VAGUE), "")
    if last in _BARE and owner and _words(owner)[0] not in _VERBS:
        return f"{words[0]}-{_singular(_dashed(owner))}"
    if last in _REQUESTS:
        return "fetch-response" if last == "get" else f"{last}-request"
    if words and words[0] in _VERBS:
        about = _dashed(owner) if owner and len(words) == 1 and owner not in _LIBRARIES else ""
        return "-".join(filter(None, [*words, _singular(about)]))
    if words and words[0] in _ASKS:
        return "-".join(["check", *words[1:]])
    is_statement = isinstance(syntax.tree.parent(syntax.tree.awaited(anchor)), cst.Expr)
    return "-".join(["do" if is_statement else "get", *(words or ["work"])])


def _stem_for(target: str, verb: str) -> str:
    """Return a name for what gives a variable its value."""
    words = _words(target)
    return "-".join(words if words[0] in _VERBS and len(words) > 1 else [verb, *words])


def function_name(syntax: SyntaxContext, stem: str) -> str:
    """Return a name for a function that does what a step of that name does; nothing in the file has it."""
    name = re.sub(r"\W", "_", stem)
    return syntax.view.free_word(name, f"{name}_step")


def target_of(syntax: SyntaxContext, whole: cst.CSTNode) -> str | None:
    """Return what the code calls the value of an expression: the variable, keyword or key that takes it as it is."""
    inner = whole
    for outer in syntax.tree.ancestors(whole):
        match outer:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
                return name if name != "_" else None
            case cst.AnnAssign(target=cst.Name(value=name)) | cst.NamedExpr(target=cst.Name(value=name)):
                return name
            case cst.Arg(keyword=cst.Name(value=name)):
                return name
            case cst.DictElement(key=cst.SimpleString() as key) if inner is outer.value:
                return str(key.evaluated_value)
            case cst.BooleanOperation() | cst.IfExp():
                inner = outer
            case _:
                return None
    return None


def _key(syntax: SyntaxContext, call: cst.CSTNode) -> str | None:
    """Return the constant that an expression asks for: `HOME` of `os.environ["HOME"]`."""
    for each in syntax.tree.find(syntax.tree.parent(call) or call, cst.SimpleString):
        value = each.evaluated_value
        if isinstance(value, str) and re.fullmatch(r"\w+", value):
            return value
    return None


def _words(name: str) -> list[str]:
    """Return the words of a name in snake_case or camelCase."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in re.split(r"[\W_]+", spaced.lower()) if word]


def _dashed(name: str) -> str:
    return "-".join(_words(name)) or "value"


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us")) else name
