"""The rows of npm packages: that they fit together, and the installed packages bear them out.

`make test-catalogue` installs the packages (tests/node/catalogue/package.json) and runs this as well.
"""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache

import pytest
from node import NODE, is_modelled

from wflint.effects import Access, CalledWhen, EffectKind, Row, load_catalogue

CATALOGUE = load_catalogue("javascript")
ROWS = [row for row in CATALOGUE.rows() if row.origin.startswith("effects/javascript/packages/")]
INSTALLED = NODE / "catalogue"
UNREACHED = {
    "@libsql/client.Transaction.": "a transaction needs a database",
    "knex.Transaction.": "a transaction needs a database",
    "typeorm.DataSource.manager": "the constructor sets it, and wants a driver",
}
"""Rows of things that cannot be made here, by the beginning of their names, and why."""

NOT_INSTALLED = {
    "prisma.toml": "what @prisma/client exports is made from a schema",
}
"""Files of packages that `make test-catalogue` does not install, and why."""
OF_MANY_PACKAGES = "others.toml"


def test_every_file_of_a_package_is_held_to_what_make_test_catalogue_installs() -> None:
    document = json.loads((INSTALLED / "package.json").read_text(encoding="utf-8"))
    packages_of: dict[str, set[str]] = {}
    for row in ROWS:
        package = re.match(r"(@[\w.-]+/)?[\w-]+(\.js)?", row.name)
        packages_of.setdefault(row.origin.rpartition("/")[2], set()).add(package[0] if package else "")
    missing = [
        name
        for name, packages in packages_of.items()
        if name != OF_MANY_PACKAGES and packages.isdisjoint(document["dependencies"])
    ]
    assert sorted(missing) == sorted(NOT_INSTALLED), "add the package to tests/node/catalogue/package.json"


def test_every_type_that_a_row_gives_has_members() -> None:
    names = {row.subject for row in CATALOGUE.rows()}
    given = {row.returns for row in ROWS if row.returns not in (None, "json")}

    bare = {type_ for type_ in given if not any(name.startswith(f"{type_}.") for name in names)}
    assert sorted(each for each in bare if each and each not in names) == []


def test_what_can_be_awaited_later_says_so_whichever_way_it_is_waited_for() -> None:
    lazy = [row for row in ROWS if row.name.endswith(".__await__")]

    assert len(lazy) >= 15
    for row in lazy:
        then = CATALOGUE.lookup(row.name.replace("__await__", "then"))
        assert then is not None
        assert (then.effect, then.access, then.awaitable) == (row.effect, row.access, True)


@cache
def installed() -> dict[str, str | None]:
    """What each row's name stands for, for rows of packages that are installed."""
    rows = [row for row in ROWS if not row.is_prefix and row.same_as is None]
    done = subprocess.run(
        ["node", "packages.mjs"],  # noqa: S607 - the one on the path
        cwd=INSTALLED,
        input="\n".join(row.name for row in rows if not row.name.endswith(".__getattr__")),
        capture_output=True,
        text=True,
        check=True,
    )
    kinds: dict[str, str | None] = json.loads(done.stdout)
    return kinds


@pytest.mark.external
@pytest.mark.skipif(
    not (INSTALLED / "node_modules").is_dir(),
    reason="the packages are not installed: make test-catalogue",
)
def test_the_installed_packages_bear_out_every_row() -> None:
    kinds = installed()
    checked = [row for row in ROWS if row.name in kinds and not row.name.startswith(tuple(UNREACHED))]

    assert len(checked) >= 2000
    assert [row.name for row in checked if kinds[row.name] is None] == []
    assert [
        row.name
        for row in checked
        if not is_modelled(row.name) and (kinds[row.name] == "value") is not row.attribute
    ] == []


def lookup(name: str) -> Row:
    row = CATALOGUE.lookup(name)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("name", "effect", "access"),
    [
        ("@upstash/redis.Redis.get", EffectKind.DATABASE, Access.READ),
        ("@upstash/redis/cloudflare.Redis.set", EffectKind.DATABASE, Access.WRITE),
        ("@upstash/qstash.Client.publishJSON", EffectKind.NETWORK, Access.WRITE),
        ("@upstash/workflow.Client.trigger", EffectKind.NETWORK, Access.WRITE),
        ("ioredis.Redis.hget", EffectKind.DATABASE, Access.READ),
        ("drizzle-orm/postgres-js.PostgresJsDatabase.select", EffectKind.NONE, None),
        ("drizzle-orm.Query.where", EffectKind.NONE, None),
        ("drizzle-orm.Query.__await__", EffectKind.DATABASE, Access.READ),
        ("drizzle-orm.Change.__await__", EffectKind.DATABASE, Access.WRITE),
        ("drizzle-orm/pg-core.pgTable", EffectKind.NONE, None),
        ("@prisma/client.Model.create", EffectKind.NONE, None),
        ("@prisma/client.PrismaClient.$transaction", EffectKind.DATABASE, Access.WRITE),
        ("@supabase/supabase-js.Table.insert", EffectKind.NONE, None),
        ("axios", EffectKind.NETWORK, None),
        ("axios.post", EffectKind.NETWORK, Access.WRITE),
        ("openai.chat.completions.create", EffectKind.NETWORK, Access.WRITE),
        ("openai.OpenAI.models.list", EffectKind.NETWORK, Access.READ),
        ("openai.OpenAI.new", EffectKind.NONE, None),
        ("ai.generateText", EffectKind.NETWORK, Access.WRITE),
        ("stripe.charges.create", EffectKind.NETWORK, Access.WRITE),
        ("stripe.webhooks.constructEvent", EffectKind.NONE, None),
        ("resend.Resend.emails.send", EffectKind.NETWORK, Access.WRITE),
        ("@aws-sdk/client-s3.PutObjectCommand.new", EffectKind.NONE, None),
        ("@aws-sdk/client.Client.send", EffectKind.NETWORK, None),
        ("date-fns.isPast", EffectKind.CLOCK, Access.READ),
        ("date-fns.addDays", EffectKind.NONE, None),
        ("date-fns/isToday", EffectKind.CLOCK, Access.READ),
        ("date-fns/addDays", EffectKind.NONE, None),
        ("luxon.DateTime.now", EffectKind.CLOCK, Access.READ),
        ("uuid.v4", EffectKind.RANDOM, Access.READ),
        ("uuid.v5", EffectKind.NONE, None),
        ("nanoid.nanoid", EffectKind.RANDOM, Access.READ),
        ("lodash.shuffle", EffectKind.RANDOM, Access.READ),
        ("lodash/shuffle", EffectKind.RANDOM, Access.READ),
        ("lodash-es.sortBy", EffectKind.NONE, None),
        ("glob.globSync", EffectKind.ORDER, Access.READ),
        ("pino.Logger.info", EffectKind.OUTPUT, None),
        ("bcryptjs.compare", EffectKind.HEAVY, None),
        ("zod.z.object", EffectKind.NONE, None),
        ("@vercel/functions.waitUntil", EffectKind.PROCESS, None),
    ],
)
def test_well_known_names_have_the_effect_that_they_have(
    name: str, effect: EffectKind, access: Access | None
) -> None:
    row = lookup(name)

    assert (row.effect, row.access) == (effect, access)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("@upstash/redis.Redis.new", "@upstash/redis.Redis"),
        ("drizzle-orm/neon-http.drizzle", "drizzle-orm.Database"),
        ("drizzle-orm.Database.update", "drizzle-orm.Change"),
        ("drizzle-orm.Change.returning", "drizzle-orm.Change"),
        ("@prisma/client.PrismaClient.new", "@prisma/client.PrismaClient"),
        ("@prisma/client.PrismaClient.__getattr__", "@prisma/client.Model"),
        ("openai.new", "openai"),
        ("@supabase/supabase-js.createClient", "@supabase/supabase-js.SupabaseClient"),
        ("dayjs", "dayjs.Dayjs"),
    ],
)
def test_what_makes_an_object_says_of_which_type(name: str, type_: str) -> None:
    assert lookup(name).returns == type_


@pytest.mark.parametrize("name", ["dayjs", "moment", "luxon.DateTime.utc"])
def test_only_a_moment_that_is_made_of_nothing_reads_the_clock(name: str) -> None:
    row = lookup(name)

    assert row.effect is EffectKind.CLOCK
    assert row.unless_argument is not None
    assert row.unless_argument.position == 0


def test_what_runs_after_the_response_is_called_in_the_background() -> None:
    row = lookup("next/server.after")

    assert (row.calls, row.called_when) == ((0,), CalledWhen.BACKGROUND)
