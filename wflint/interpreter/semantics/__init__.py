"""What languages mean, one package each; the core of the interpreter is handed one."""
