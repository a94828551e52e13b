"""Where the project is at home in public: a placeholder, since nothing is published yet and neither address answers.

Everything that names the home reads it here. Files in formats that cannot (`pyproject.toml`, `package.json`, YAML, Markdown)
hold copies: `python -m tools.release home SOURCE DOCUMENTATION` writes all of them and this file anew, and
`tests/release/test_public_home.py` holds that there is no other address.
"""

from __future__ import annotations

from typing import Final

SOURCE: Final = "https://github.com/wflint/wflint"
"""The repository, without a slash at its end."""

DOCUMENTATION: Final = "https://wflint.readthedocs.io/en/stable/"
"""The documentation, with a slash at its end."""

ISSUES: Final = f"{SOURCE}/issues"
RULE_PAGES: Final = f"{DOCUMENTATION}rules"
SOURCE_FILES: Final = f"{SOURCE}/blob/main"
