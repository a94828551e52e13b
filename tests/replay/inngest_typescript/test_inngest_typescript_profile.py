"""What the profiles say of the SDK is there in the version that they are for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from replay.typescript.node import PACKAGES
from wflint.engines import load_profiles

from .node import missing

if TYPE_CHECKING:
    from wflint.engines import Profile

    from .node import Driver

_PROFILES = {profile.id: profile for profile in load_profiles()}
_OF_4, _OF_3 = _PROFILES["inngest-typescript"], _PROFILES["inngest-typescript-3"]
_INSTALLED = [(_OF_4, "inngest"), (_OF_3, "inngest-3")]
_BODY = """
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(OPTIONS, async (ctx) => {
  const at = (path) => path.split(".").reduce((owner, name) => owner?.[name], ctx);
  return Object.fromEntries(NAMES.map((path) => [path, typeof at(path)]));
});
"""


def _kinds(drive: Driver, profile: Profile, names: list[str]) -> dict[str, str]:
    trigger = '{ event: "shop/order.placed" }'
    options = (
        f'{{ id: "order", triggers: [{trigger}] }}' if profile is _OF_4 else f'{{ id: "order" }}, {trigger}'
    )
    source = _BODY.replace("OPTIONS", options).replace("NAMES", json.dumps(names))
    kinds: dict[str, str] = drive("order", sources=[source]).result
    return kinds


def test_the_tools_have_the_steps_of_the_profile(drive: Driver, drive_3: Driver) -> None:
    for driver, profile in ((drive, _OF_4), (drive_3, _OF_3)):
        # A middleware of another package adds `publish` to the context.
        names = [step.method for step in profile.step if step.method != "publish"]

        assert _kinds(driver, profile, names) == dict.fromkeys(names, "function")


def test_the_context_has_the_members_of_the_profile(drive: Driver, drive_3: Driver) -> None:
    # Only failure functions are told an error; the others come with a request of the server, or with middleware.
    elsewhere = {"error", "sessions", "jobId", "requestId", "step.sandbox"}
    for driver, profile in ((drive, _OF_4), (drive_3, _OF_3)):
        members = profile.members
        names = [*members.payload, *members.delivery, *members.plain]
        kinds = _kinds(driver, profile, [name for name in names if name not in elsewhere])

        assert {name for name, kind in kinds.items() if kind == "undefined"} == set()


@pytest.mark.skipif(missing() != "", reason=missing())
@pytest.mark.parametrize(("profile", "folder"), _INSTALLED)
def test_the_package_has_the_version_and_the_entries_of_the_profile(profile: Profile, folder: str) -> None:
    package: dict[str, Any] = json.loads((PACKAGES / folder / "package.json").read_text(encoding="utf-8"))
    (wanted,) = profile.engine.packages
    bounds = re.fullmatch(r"inngest>=(\d+),<(\d+)", wanted)

    assert bounds is not None
    assert int(bounds[1]) <= int(package["version"].partition(".")[0]) < int(bounds[2])
    entries = {name.replace(".", "inngest", 1).removesuffix("/") for name in package["exports"]}
    assert set(profile.engine.imports) <= entries


@pytest.mark.skipif(missing() != "", reason=missing())
@pytest.mark.parametrize(("profile", "folder"), _INSTALLED)
def test_the_package_exports_the_types_of_the_profile(profile: Profile, folder: str) -> None:
    declared = (PACKAGES / folder / "index.d.ts").read_text(encoding="utf-8")
    types = {name.split(".")[1] for context in profile.context for name in context.types}

    assert {name for name in types if not re.search(rf"\b{name}\b", declared)} == set()
