"""The one project that the npm package is installed into."""

from __future__ import annotations

import pytest

from .npm_project import NpmProject, install, missing


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> NpmProject:
    reason = missing()
    if reason:
        pytest.skip(reason)
    return install(tmp_path_factory.mktemp("npm"))
