"""The command line: one module a group of commands; words from the catalogue, work from the services."""
