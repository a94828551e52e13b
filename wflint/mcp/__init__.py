"""The server for coding agents: what the commands do, as tools of the Model Context Protocol."""
