"""The languages that handlers are written in, one package each."""
