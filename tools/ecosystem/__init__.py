"""Run wflint over repositories of others, and compare what it says with what another wflint said.

`measure` runs the commands on one repository, each in a process of its own (`child`), `compare` tells two runs apart.
"""
