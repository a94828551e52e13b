"""# hardcoded-secret

## What it does

Finds tokens and signing keys of the engine that are written out in the source.

## Why it matters

Whoever can read the source, its history or an image built from it can start runs in your name with the token. With a signing key
anybody can post a log of steps that never ran, and the handler goes on from there: an order that was never paid is shipped.

The secret itself is never shown, in no output format. The token of the public development server is not a
secret.

## Example

```python
client = AsyncQStash("eyJVc2VySUQiOiJ1c2VyLW9mLXRoZS1kb2NzIiwiUGFzc3dvcmQiOiJwYXNzd29yZC1vZi10aGUtZG9jcyJ9")
```

```typescript
const started = new Client({ token: "eyJVc2VySUQiOiJ1c2VyLW9mLXRoZS1kb2NzIiwiUGFzc3dvcmQiOiJwYXNzd29yZC1vZi10aGUtZG9jcyJ9" });
```

## Use instead

```python
client = AsyncQStash(os.environ["QSTASH_TOKEN"])
```

```typescript
const started = new Client({ token: process.env.QSTASH_TOKEN! });
```

## Fix safety

The secret is in the history of the source by now: replace it with a new one, in the engine's console, as well.
"""

from __future__ import annotations

from wflint.rules.api import (
    Level,
    ProjectContext,
    Report,
    Rule,
    Site,
    literals,
    secrets_in,
    with_article,
)

RULE = Rule(
    code="WF702",
    summary="A secret of the engine is written out in the source",
    level=Level.ERROR,
    holds_for=lambda engine: bool(engine.secret),
)


def check_project(project: ProjectContext, report: Report) -> None:
    """Report secrets in literals."""
    for module in project.modules_with_secrets:
        for literal, enclosing_definition in literals(module):
            text = literal.value
            found = next(secrets_in(text, project.profiles), None) if isinstance(text, str) else None
            if found is None:
                continue
            secret, _, _ = found
            message = f"{with_article(secret.title)} is written in the source: whoever reads it can act in your name"
            finding = (
                report.error(Site(module, literal, enclosing_definition), message)
                .label(with_article(secret.title))
                .secret()
            )
            finding.help(
                f"replace it with a new one, and read that from the environment: `{module.words.setting.format(secret.name)}`"
            )
