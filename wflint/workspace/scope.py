"""What the user says about the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from wflint.effects import Catalogue, load_catalogue
from wflint.engines import Profile, load_profiles
from wflint.model.handler import DEFAULT_DEPLOYMENT, Deployment
from wflint.record import record


@record
class Scope:
    """What the user says about the code and where it runs.

    Attributes:
        roots: Folders from which first-party modules are imported, beside those that the files imply.
        effects: Rows of the user's own, by qualified name or prefix.
        effect_places: Where these rows stand, for messages.
        deployment: Where the handlers run.
        profiles: The engines to look for.
    """

    roots: tuple[Path, ...] = ()
    effects: Mapping[str, object] = field(default_factory=dict[str, object])
    effect_places: Mapping[str, str] = field(default_factory=dict[str, str])
    deployment: Deployment = DEFAULT_DEPLOYMENT
    profiles: tuple[Profile, ...] = field(default_factory=load_profiles)

    def catalogue(self, folder: str) -> Catalogue:
        """Return what calls do in a language, the user's rows included.

        Args:
            folder: The folder of the packaged rows.

        Raises:
            DataError: A row of the user's is not well formed.
        """
        found = load_catalogue(folder)
        for name, row in self.effects.items():
            found = found.with_rows({name: row}, self.effect_places.get(name, "effects"))
        return found
