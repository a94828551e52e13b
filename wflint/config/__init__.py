"""The configuration: options, where their values come from, and what is made from their one definition.

`settings.py` defines every option; reading (`load.py`), the reference in Markdown and the JSON Schema follow from it.
To add an option, add a field there and use it.
"""
