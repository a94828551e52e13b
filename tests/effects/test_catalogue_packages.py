"""The rows of third-party packages against the installed packages; what is not installed is skipped.

`make test-catalogue` installs them all (catalogue-requirements.txt) and sets WFLINT_CATALOGUE=all, so that a package
that cannot be imported fails there.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import inspect
import os
import re
import warnings
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from effect_names import (
    context_problems,
    import_quietly,
    problem_with,
    resolve,
    signature_problems,
    types_named_by,
)

from wflint.effects import Access, Catalogue, EffectKind, Row, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CATALOGUE = load_catalogue("python")
ROWS = [row for row in CATALOGUE.rows() if row.origin.startswith("effects/python/packages/")]

# Packages that share a top-level name; one may be installed without the others.
NAMESPACES = (
    "google.cloud.bigquery",
    "google.cloud.pubsub",
    "google.cloud.firestore",
    "google.cloud.storage",
    "google.genai",
    "azure.storage.blob",
    "llama_index.core",
)
AWS_KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
# Names that another release or distribution of a package has, and that users still write.
OF_ANOTHER_RELEASE = {"mistralai.Mistral", "ulid.new", "whenever.SystemDateTime.now"}
# The metaclasses of Django and MongoEngine give each model its own manager.
MADE_BY_A_METACLASS = {"django.db.models.Model.objects", "mongoengine.Document.objects"}


def package_of(row: Row) -> str:
    """What must be importable for the row to be checked."""
    for namespace in NAMESPACES:
        if row.name.startswith(namespace):
            return namespace
    return row.name.partition(".")[0]


PACKAGES = sorted({package_of(row) for row in ROWS})


REQUIREMENTS = Path(__file__).with_name("catalogue-requirements.txt")
DISTRIBUTIONS = {
    "PIL": "pillow",
    "agents": "openai-agents",
    "aiobotocore": "aioboto3",  # depends on it
    "attr": "attrs",
    "botocore": "boto3",  # depends on it
    "bs4": "beautifulsoup4",
    "bson": "pymongo",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "environ": "django-environ",
    "fitz": "pymupdf",
    "github": "pygithub",
    "googleapiclient": "google-api-python-client",
    "jwt": "pyjwt",
    "kafka": "kafka-python",
    "ksuid": "svix-ksuid",
    "opentelemetry": "opentelemetry-api",
    "postgrest": "supabase",  # depends on it
    "psycopg2": "psycopg2-binary",
    "pydantic_ai": "pydantic-ai-slim",
    "starlette": "fastapi",  # depends on it
    "telegram": "python-telegram-bot",
    "tortoise": "tortoise-orm",
    "ulid": "python-ulid",
    "werkzeug": "flask",  # depends on it
    "yaml": "pyyaml",
}
"""What has to be installed for a package whose distribution bears another name."""


def test_every_package_is_installed_by_make_test_catalogue() -> None:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    required = {normalized(found[0]) for line in lines if (found := re.match(r"[\w.-]+", line))}
    needed = {package: DISTRIBUTIONS.get(package, package) for package in PACKAGES}
    missing = [package for package, name in needed.items() if normalized(name) not in required]
    assert missing == [], f"add what has to be installed for it to {REQUIREMENTS.name}"
    assert sorted(DISTRIBUTIONS.keys() - needed.keys()) == []


def normalized(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def made(path: str, *arguments: object, **keywords: object) -> Callable[[], object]:
    """A function that imports and calls a name."""

    def make() -> object:
        constructor: Any = resolve(path)
        return constructor(*arguments, **keywords)

    return make


def cloud_client(service: str) -> Callable[[], object]:
    return made("boto3.client", service, region_name="eu-central-1", **AWS_KEYS)


def async_cloud_client(service: str) -> Callable[[], object]:
    async def enter() -> object:
        session: Any = made("aioboto3.Session", region_name="eu-central-1", **AWS_KEYS)()
        async with session.client(service) as client:
            return client

    return lambda: asyncio.run(enter())


# Attributes that only an instance has: properties, and what a constructor or `__getattr__` makes.
INSTANCES: dict[str, list[Callable[[], object]]] = {
    "openai.OpenAI": [made("openai.OpenAI", api_key="key")],
    "openai.AsyncOpenAI": [made("openai.AsyncOpenAI", api_key="key")],
    "anthropic.Anthropic": [made("anthropic.Anthropic", api_key="key")],
    "anthropic.AsyncAnthropic": [made("anthropic.AsyncAnthropic", api_key="key")],
    "groq.Groq": [made("groq.Groq", api_key="key")],
    "groq.AsyncGroq": [made("groq.AsyncGroq", api_key="key")],
    "mistralai.client.Mistral": [made("mistralai.client.Mistral", api_key="key")],
    "replicate.client.Client": [made("replicate.client.Client", api_token="key")],
    "pinecone.Pinecone": [made("pinecone.Pinecone", api_key="key")],
    "google.genai.Client": [made("google.genai.Client", api_key="key")],
    "supabase.Client": [made("supabase.Client", "https://x.supabase.co", "a.b.c")],
    "supabase.AsyncClient": [made("supabase.AsyncClient", "https://x.supabase.co", "a.b.c")],
    "qstash.QStash": [made("qstash.QStash", "token")],
    "qstash.AsyncQStash": [made("qstash.AsyncQStash", "token")],
    "upstash_workflow.AsyncWorkflowContext": [
        made("upstash_workflow.AsyncWorkflowContext", None, "run", {}, [], "https://x", None, {})
    ],
    "upstash_workflow.WorkflowContext": [
        made("upstash_workflow.WorkflowContext", None, "run", {}, [], "https://x", None, {})
    ],
    "twilio.rest.Client": [made("twilio.rest.Client", "sid", "token")],
    "sendgrid.SendGridAPIClient": [made("sendgrid.SendGridAPIClient", "key")],
    "faker.Faker": [made("faker.Faker")],
    "aiobotocore.client.AioBaseClient": [async_cloud_client(service) for service in ("s3", "sqs", "sns")],
    "botocore.client.BaseClient": [
        cloud_client(service) for service in ("s3", "dynamodb", "sqs", "sns", "ses", "lambda")
    ],
}


@cache
def instances_of(path: str) -> list[object]:
    return [make() for make in INSTANCES[path]]


def resolve_in_package(name: str) -> object:
    """The object that a name stands for, looked for on instances of a class where the class does not have it."""
    problem = problem_with(name)
    if problem is None:
        return resolve(name)
    for path in INSTANCES:
        if name.startswith(f"{path}."):
            for instance in instances_of(path):
                with contextlib.suppress(AttributeError):
                    return attrgetter(name.removeprefix(f"{path}."))(instance)
    raise ImportError(problem)


def problems_with(row: Row) -> Iterator[str]:
    """All that the row says and the package does not bear out."""
    problems = [problem_with(name, resolve_in_package) for name in types_named_by(row)]
    problems.append(problem_with(row.name.removesuffix(".*"), resolve_in_package))
    yield from filter(None, problems)
    if problems[-1] is not None or row.is_prefix or row.same_as is not None:
        return
    found = resolve_in_package(row.name)
    if callable(found) is row.attribute:
        yield f"{row.name}: `attribute` is {row.attribute}"
    if inspect.iscoroutinefunction(found) and not row.awaitable:
        yield f"{row.name}: a coroutine function that is not `awaitable`"
    if inspect.isasyncgenfunction(found) and row.awaitable:
        yield f"{row.name}: an asynchronous generator is not `awaitable`"
    yield from context_problems(row, found)
    yield from signature_problems(row, resolve_in_package)


def import_or_skip(package: str) -> None:
    try:
        import_quietly(package)
    except ImportError as error:
        if os.environ.get("WFLINT_CATALOGUE") == "all":
            raise
        pytest.skip(f"{package} is not installed: {error}")
    if package == "django":
        configure_django()


def configure_django() -> None:
    settings: Any = resolve("django.conf.settings")
    if not settings.configured:
        settings.configure()
        importlib.import_module("django").setup()


@pytest.mark.parametrize("package", PACKAGES)
def test_the_installed_package_bears_out_every_row(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "LITELLM_LOCAL_MODEL_COST_MAP", "True"
    )  # or it asks a server for prices when it is imported
    import_or_skip(package)
    rows = [
        row
        for row in ROWS
        if package_of(row) == package and row.name not in MADE_BY_A_METACLASS | OF_ANOTHER_RELEASE
    ]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the package deprecates is not this test's concern
        assert [problem for row in rows for problem in problems_with(row)] == []


def lookup(name: str, catalogue: Catalogue = CATALOGUE) -> Row:
    row = catalogue.lookup(name)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("name", "effect", "access"),
    [
        ("requests.get", EffectKind.NETWORK, Access.READ),
        ("requests.api.post", EffectKind.NETWORK, Access.WRITE),
        ("requests.Response.json", EffectKind.NONE, None),
        ("httpx.AsyncClient.post", EffectKind.NETWORK, Access.WRITE),
        ("httpx.AsyncClient", EffectKind.NONE, None),
        ("aiohttp.ClientSession.get", EffectKind.NETWORK, Access.READ),
        ("sqlalchemy.select", EffectKind.NONE, None),
        ("sqlalchemy.orm.session.Session.commit", EffectKind.DATABASE, Access.WRITE),
        ("sqlmodel.Session.exec", EffectKind.DATABASE, None),
        ("sqlmodel.Session.commit", EffectKind.DATABASE, Access.WRITE),
        ("django.utils.timezone.now", EffectKind.CLOCK, Access.READ),
        ("django.db.models.Model.objects.filter", EffectKind.NONE, None),
        ("django.db.models.Model.objects.create", EffectKind.DATABASE, Access.WRITE),
        ("django.conf.settings.DEBUG", EffectKind.ENVIRONMENT, Access.READ),
        ("redis.asyncio.Redis.get", EffectKind.DATABASE, Access.READ),
        ("redis.Redis.some_new_command", EffectKind.DATABASE, None),
        ("boto3.client", EffectKind.NONE, None),
        ("botocore.client.BaseClient.put_object", EffectKind.NETWORK, Access.WRITE),
        ("openai.AzureOpenAI.chat.completions.create", EffectKind.NETWORK, Access.WRITE),
        ("stripe.PaymentIntent.create", EffectKind.NETWORK, Access.WRITE),
        ("stripe.Invoice.create_preview", EffectKind.NETWORK, None),
        ("numpy.random.default_rng", EffectKind.RANDOM, Access.READ),
        ("pandas.DataFrame.merge", EffectKind.HEAVY, None),
        ("pendulum.now", EffectKind.CLOCK, Access.READ),
        ("structlog.stdlib.BoundLogger.info", EffectKind.OUTPUT, None),
        ("pydantic_settings.BaseSettings", EffectKind.ENVIRONMENT, Access.READ),
        ("pydantic.BaseModel.model_dump", EffectKind.NONE, None),
        ("orjson.dumps", EffectKind.NONE, None),
    ],
)
def test_well_known_names_have_the_effect_that_they_have(
    name: str, effect: EffectKind, access: Access | None
) -> None:
    row = lookup(name)

    assert (row.effect, row.access) == (effect, access)


def test_a_request_that_is_entered_gives_its_response() -> None:
    row = lookup("aiohttp.ClientSession.post")

    assert (row.awaitable, row.context_manager, row.returns) == (
        True,
        "aiohttp.ClientResponse",
        "aiohttp.ClientResponse",
    )
