"""External types that `json.dumps` rejects, and what makes JSON of their values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wflint.engines import load_profiles

# Type, as a qualified name: what makes JSON of a value of it; `{}` stands for the value.
_REMEDIES = {
    "datetime.datetime": "{}.isoformat()",
    "datetime.date": "{}.isoformat()",
    "datetime.time": "{}.isoformat()",
    "datetime.timedelta": "{}.total_seconds()",
    "datetime.timezone": "str({})",
    "decimal.Decimal": "str({})",
    "fractions.Fraction": "str({})",
    "uuid.UUID": "str({})",
    "builtins.bytes": "base64.b64encode({}).decode()",
    "builtins.bytearray": "base64.b64encode({}).decode()",
    "builtins.memoryview": "base64.b64encode({}).decode()",
    "builtins.complex": "str({})",
    "builtins.set": "sorted({})",
    "builtins.frozenset": "sorted({})",
    "builtins.range": "list({})",
    "builtins.map": "list({})",
    "builtins.zip": "list({})",
    "builtins.filter": "list({})",
    "builtins.enumerate": "list({})",
    "builtins.reversed": "list({})",
    "builtins.generator": "list({})",
    "builtins.dict_keys": "list({})",
    "builtins.dict_values": "list({})",
    "builtins.dict_items": "list({})",
    "builtins.object": "",
    "collections.deque": "list({})",
    "collections.ChainMap": "dict({})",
    "collections.UserDict": "dict({})",
    "collections.UserList": "list({})",
    "collections.UserString": "str({})",
    "types.SimpleNamespace": "vars({})",
    "types.MappingProxyType": "dict({})",
    "array.array": "{}.tolist()",
    "calendar.Calendar": "",
    "ipaddress.IPv4Address": "str({})",
    "ipaddress.IPv6Address": "str({})",
    "ipaddress.IPv4Network": "str({})",
    "ipaddress.IPv6Network": "str({})",
    "re.Pattern": "{}.pattern",
    "re.Match": "{}.group()",
    "zoneinfo.ZoneInfo": "{}.key",
    "io.BytesIO": "",
    "io.StringIO": "{}.getvalue()",
    "io.TextIOWrapper": "{}.read()",
    "io.BufferedReader": "",
    "email.message.Message": "{}.as_string()",
    "email.message.EmailMessage": "{}.as_string()",
    "xml.etree.ElementTree.Element": "",
    "subprocess.CompletedProcess": "{}.stdout",
    "subprocess.Popen": "",
    "sqlite3.Connection": "",
    "sqlite3.Cursor": "{}.fetchall()",
    "http.client.HTTPResponse": "{}.read().decode()",
    "urllib.request.Request": "",
    "urllib3.response.HTTPResponse": "{}.data.decode()",
    "httpx.Response": "{}.json()",
    "requests.Response": "{}.json()",
    "requests.models.Response": "{}.json()",
    "requests.Session": "",
    "httpx.Client": "",
    "httpx.AsyncClient": "",
    "aiohttp.ClientResponse": "await {}.json()",
    "aiohttp.ClientSession": "",
    "flask.Response": "{}.get_json()",
    "fastapi.Response": "",
    "fastapi.responses.JSONResponse": "",
    "starlette.responses.Response": "",
    "starlette.responses.JSONResponse": "",
    "pandas.DataFrame": '{}.to_dict("records")',
    "pandas.Series": "{}.to_list()",
    "pandas.Timestamp": "{}.isoformat()",
    "numpy.ndarray": "{}.tolist()",
    "numpy.int64": "int({})",
    "numpy.int32": "int({})",
    "numpy.float32": "float({})",
    "numpy.bool_": "bool({})",
    "PIL.JsonShape.JsonShape": "",
    "pendulum.DateTime": "{}.isoformat()",
    "pendulum.Date": "{}.isoformat()",
    "pendulum.Duration": "{}.total_seconds()",
    "arrow.Arrow": "{}.isoformat()",
    "ulid.ULID": "str({})",
    "uuid_utils.UUID": "str({})",
    "bson.ObjectId": "str({})",
    "bson.objectid.ObjectId": "str({})",
    "slack_sdk.web.SlackResponse": "{}.data",
    "slack_sdk.web.async_client.AsyncSlackResponse": "{}.data",
    "slack_sdk.web.async_slack_response.AsyncSlackResponse": "{}.data",
    "openai.types.chat.ChatCompletion": '{}.model_dump(mode="json")',
    "openai.types.responses.Response": '{}.model_dump(mode="json")',
    "openai.types.CreateEmbeddingResponse": '{}.model_dump(mode="json")',
    "anthropic.types.Message": '{}.model_dump(mode="json")',
    "langchain_core.messages.AIMessage": "{}.content",
    "telegram.Message": "{}.to_dict()",
    "sqlalchemy.engine.Row": "dict({}._mapping)",
    "sqlalchemy.engine.Result": "[dict(row) for row in {}.mappings()]",
    "sqlalchemy.engine.CursorResult": "[dict(row) for row in {}.mappings()]",
    "sqlalchemy.engine.ScalarResult": "{}.all()",
    "sqlalchemy.orm.Query": "{}.all()",
    "sqlalchemy.orm.Session": "",
    "django.db.models.QuerySet": "list({}.values())",
    "tortoise.queryset.QuerySet": "",
    "peewee.ModelSelect": "list({}.dicts())",
    "postgrest.APIResponse": "{}.data",
    "redis.Redis": "",
    "celery.result.AsyncResult": "{}.id",
}
_NAMES = {
    "pathlib.Path": ("PosixPath", "str({})"),
    "pathlib.PosixPath": ("PosixPath", "str({})"),
    "pathlib.PurePath": ("PurePosixPath", "str({})"),
    "pathlib.PurePosixPath": ("PurePosixPath", "str({})"),
    "collections.abc.KeysView": ("dict_keys", "list({})"),
    "collections.abc.ValuesView": ("dict_values", "list({})"),
    "collections.abc.ItemsView": ("dict_items", "list({})"),
}

JSON_BASES = frozenset(
    {
        "builtins.str",
        "builtins.int",
        "builtins.float",
        "builtins.dict",
        "builtins.list",
        "builtins.tuple",
        "enum.StrEnum",
        "enum.IntEnum",
        "enum.IntFlag",
        "http.HTTPStatus",
        "http.HTTPMethod",
        "typing.NamedTuple",
        "typing.TypedDict",
        "typing_extensions.TypedDict",
        "collections.OrderedDict",
        "collections.defaultdict",
        "collections.Counter",
    }
)
"""Bases by which a first-party class is JSON after all."""

MODEL_BASES = frozenset({"sqlmodel.SQLModel", "pydantic_settings.BaseSettings", "beanie.Document"})
"""Bases of pydantic models, beside every `BaseModel`."""

ROW_BASES = frozenset(
    {
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.DeclarativeBaseNoMeta",
        "sqlalchemy.orm.MappedAsDataclass",
        "sqlalchemy.ext.asyncio.AsyncAttrs",
        "django.db.models.Model",
        "tortoise.models.Model",
        "tortoise.Model",
        "peewee.Model",
        "mongoengine.Document",
        "mongoengine.EmbeddedDocument",
    }
)
"""Bases of a database's rows."""

PLAIN_BASES = ("builtins.", "abc.", "enum.", "typing.Generic")
"""Beginnings of bases that make a class no more of JSON than it is."""

BAD_KEYS = frozenset(
    {
        "builtins.bytes",
        "builtins.tuple",
        "builtins.frozenset",
        "uuid.UUID",
        "datetime.date",
        "datetime.datetime",
        "decimal.Decimal",
        "pathlib.Path",
    }
)
"""Types that can be keys in Python and not in JSON."""


@cache
def response_types() -> Mapping[str, str]:
    """The types of what steps that send requests give, with what makes JSON of it."""
    responses = (profile.response for profile in load_profiles())
    return {each.type: f"{{}}.{each.body}" for each in responses if each is not None}


def rejected_type(name: str) -> tuple[str, str] | None:
    """The name of a type in the error message of `json.dumps` and a remedy; `None` where it is not known to be rejected."""
    if name in _NAMES:
        return _NAMES[name]
    last = name.rpartition(".")[2]
    remedy = _REMEDIES.get(name, response_types().get(name))
    if remedy is not None:
        return last, remedy
    return (last, "str({})") if is_exception(name) else None


def is_exception(name: str) -> bool:
    """Whether a qualified name is that of an exception, judged by its spelling."""
    return name.endswith(("Error", "Exception", "Warning"))


def is_model_base(name: str) -> bool:
    """Whether a base makes a class a pydantic model."""
    return name.endswith(".BaseModel") or name in MODEL_BASES
