"""The README's script runs, and prints what the README says that it prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
    assert found is not None, f"the README has no {language} block"
    return found[1]


def test_the_script_of_the_readme_prints_what_the_readme_shows(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", block("python")],
        cwd=tmp_path,
        env={"MPLBACKEND": "Agg", "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == block("text")
    assert (tmp_path / "london.png").stat().st_size > 10_000
    assert (tmp_path / "london.gpkg").stat().st_size > 10_000


def test_the_readme_links_to_files_that_there_are() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text("utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []
