"""Plans that several tests report on, and their pages, made once."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from html_read import Page

import clusterer as cl


@pytest.fixture(scope="session")
def essex() -> cl.Appraisal:
    """Return the published proposals for Greater Essex as options to share services."""
    plt.switch_backend("Agg")
    districts = cl.datasets.england()
    districts = districts[districts["lgr"] == "ESS"]
    problem = cl.Problem(districts, cl.preset("central"), [cl.MaxSize(5)])
    proposals = cl.datasets.reorganisation_proposals("ESS")
    options = proposals.pivot(index="council", columns="proposal", values="cluster")
    return cl.appraise(problem, {name: options[name] for name in options})


@pytest.fixture(scope="session")
def essex_file(essex, tmp_path_factory) -> Path:
    """Return the page about Greater Essex."""
    place = tmp_path_factory.mktemp("reports") / "essex.html"
    return cl.report(place, essex, title="Shared services in Greater Essex")


@pytest.fixture(scope="session")
def essex_page(essex_file) -> Page:
    """Return the same as a test reads it."""
    return Page(essex_file.read_text(encoding="utf-8"))
