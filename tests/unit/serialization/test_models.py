"""Which pydantic models come back from their own JSON, held to what pydantic makes of them."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

import pytest
from interpreted import Run

from wflint.serialization.codecs import codec_of

_HEAD = """
import datetime, decimal, enum, uuid
from typing import Annotated, Any, Literal, Optional
from pydantic import (
    BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, PrivateAttr, computed_field, field_serializer,
    field_validator, model_serializer, model_validator,
)

class Kind(enum.Enum):
    BOOK = "book"
class Line(BaseModel):
    sku: str
    amount: int = 1
class Gift(Line):
    note: str = ""
"""

_REMADE = {
    "plain": "class M(BaseModel):\n    n: int = 1\n    name: str | None = None",
    "dated": "class M(BaseModel):\n    at: datetime.datetime = datetime.datetime(2030, 1, 1)\n    id: uuid.UUID = uuid.UUID(int=1)",
    "priced": "class M(BaseModel):\n    price: decimal.Decimal = decimal.Decimal('1.50')\n    kind: Kind = Kind.BOOK",
    "nested": "class M(BaseModel):\n    line: Line = Line(sku='a')\n    more: list[Line] = [Line(sku='b', amount=2)]",
    "inherits": "class M(Line):\n    sku: str = 'a'\n    day: datetime.date = datetime.date(2030, 1, 1)",
    "configured": "class M(BaseModel):\n    model_config = ConfigDict(frozen=True, extra='forbid')\n    n: int = 1",
    "configured by a dictionary": "class M(BaseModel):\n    model_config = {'frozen': True}\n    n: int = 1",
    "described": "class M(BaseModel):\n    n: int = Field(default=1, ge=0, description='how many')",
    "annotated": "class M(BaseModel):\n    n: Annotated[int, Field(ge=0)] = 1",
    "methods": "class M(BaseModel):\n    n: int = 1\n    def twice(self): return 2 * self.n\n    @property\n    def half(self): return self.n / 2",
}  # fmt: skip

_LOST = {
    "a serializer of its own": "class M(BaseModel):\n    model_config = ConfigDict(extra='forbid')\n    n: int = 1\n"
    "    @model_serializer(mode='wrap')\n    def typed(self, handler): return {**handler(self), '_type': 'M'}",
    "a serializer of a field": "class M(BaseModel):\n    n: int = 1\n    @field_serializer('n')\n    def shown(self, n): return f'{n} pieces'",
    "a serializer in an annotation": "class M(BaseModel):\n    n: Annotated[int, PlainSerializer(lambda n: n + 1)] = 1",
    "a validator that reads text": "class M(BaseModel):\n    words: list[str] = ['a', 'b']\n"
    "    @field_validator('words', mode='before')\n    @classmethod\n    def split(cls, words): return words.split()",
    "a validator in an annotation": "class M(BaseModel):\n    n: Annotated[int, BeforeValidator(lambda n: n + 1)] = 1",
    "a validator of the whole": "class M(BaseModel):\n    n: int = 1\n    @model_validator(mode='before')\n    @classmethod\n"
    "    def inner(cls, data): return data['data'] if data else data",
    "a private attribute": "class M(BaseModel):\n    n: int = 1\n    _seen: int = PrivateAttr(default=0)\n"
    "    def see(self): self._seen = 1; return self",
    "an alias": "class M(BaseModel):\n    n: int = Field(alias='count')",
    "a field that is left out": "class M(BaseModel):\n    n: int = Field(default=1, exclude=True)",
    "what is computed": "class M(BaseModel):\n    model_config = ConfigDict(extra='forbid')\n    n: int = 1\n"
    "    @computed_field\n    @property\n    def twice(self) -> int: return 2 * self.n",
    "strictness": "class M(BaseModel):\n    model_config = ConfigDict(strict=True)\n    at: datetime.datetime = datetime.datetime(2030, 1, 1)",
    "strictness of old": "class M(BaseModel):\n    class Config:\n        strict = True\n    at: datetime.datetime = datetime.datetime(2030, 1, 1)",
    "work behind it": "class M(BaseModel):\n    n: int = 1\n    def model_post_init(self, context): self.n += 1",
    "a field that may be anything": "class M(BaseModel):\n    what: Any = None",
    "a nested one that is lost": "class Inner(BaseModel):\n    n: int = Field(default=1, exclude=True)\n"
    "class M(BaseModel):\n    inner: list[Inner] = [Inner()]",
    "bytes": "class M(BaseModel):\n    data: bytes = b'a'",
}  # fmt: skip
_MADE = {
    "a private attribute": "M().see()",
    "an alias": "M(count=2)",
    "a field that is left out": "M(n=2)",
    "a validator that reads text": "M(words='a b')",
    "a nested one that is lost": "M(inner=[{'n': 2}])",
    "a field that may be anything": "M(what=datetime.date(2030, 1, 1))",
    "bytes": "M(data=b'\\xff')",
}


def _abstractly_carried(definitions: str) -> bool:
    """Return whether there is a codec for a model of which only the class is known."""
    run = Run(_HEAD + definitions + "\ndef load() -> M:\n    return vendor.load()")
    codec = codec_of(run.evaluate("load()"), run.interpreter.semantics.external_bases)
    return codec is not None and codec.decode is not None


def _comes_back(definitions: str, made: str) -> bool:
    module = ModuleType("carried_models")
    sys.modules[module.__name__] = module
    try:
        exec(_HEAD + definitions, module.__dict__)  # noqa: S102 - the text stands above
        value: Any = eval(made, module.__dict__)  # noqa: S307 - as above
        carried = json.loads(json.dumps(value.model_dump(mode="json")))
        return bool(type(value).model_validate(carried) == value)
    except Exception:  # noqa: BLE001 - whatever pydantic says of it
        return False
    finally:
        del sys.modules[module.__name__]


@pytest.mark.parametrize("definitions", _REMADE.values(), ids=_REMADE)
def test_models_come_back(definitions: str) -> None:
    assert _abstractly_carried(definitions)
    assert _comes_back(definitions, "M()")


@pytest.mark.parametrize("name", _LOST)
def test_models_that_do_not_come_back_have_no_codec(name: str) -> None:
    assert not _abstractly_carried(_LOST[name])
    assert not _comes_back(_LOST[name], _MADE.get(name, "M()"))
