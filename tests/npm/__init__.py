"""The npm package, which runs wflint for projects that know npm only."""
