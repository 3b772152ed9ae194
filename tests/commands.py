"""The command line, as a test runs it."""

from __future__ import annotations

from typer.testing import CliRunner

from clusterer.cli import program as cli


def run(*args) -> str:
    """Return what the command line prints if all goes well."""
    result = CliRunner().invoke(cli.app, [str(arg) for arg in args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output
