"""The semantics of languages, one package each; the core of the interpreter is given one."""
