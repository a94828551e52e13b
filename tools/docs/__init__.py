"""The pages of the documentation that are made from code, and the picture in the README.

`python -m tools.docs` writes them into `docs/`, where git ignores them; `make docs` builds the site from all pages.
"""
