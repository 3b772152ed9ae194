"""Fixtures that many tests share. Makers of maps are in maps.py, for tests to import."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import geopandas as gpd
import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import settings
from maps import grid

import clusterer as cl
from clusterer.certificates.proof import prover
from clusterer.cli import program as cli

# A run in the background begins with Ctrl-C ignored, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no fault of the code; and the examples are the same on every machine.
settings.register_profile("patient", deadline=None, derandomize=True, database=None)
settings.load_profile("patient")


@pytest.fixture
def closed_figures() -> Iterator[None]:
    """Draw without windows, and leave neither figures nor settings behind."""
    with matplotlib.rc_context():
        plt.switch_backend("Agg")
        yield
        plt.close("all")


@pytest.fixture(scope="session")
def london() -> gpd.GeoDataFrame:
    return cl.datasets.london()


@pytest.fixture(scope="session")
def thames_crossings() -> pd.DataFrame:
    return cl.datasets.thames_crossings()


@pytest.fixture
def chessboard() -> gpd.GeoDataFrame:
    """Return three rows of four square councils: 17 borders."""
    return grid(3, 4)


@pytest.fixture(scope="session")
def borough_borders() -> pd.DataFrame:
    """Return the 75 official borders of London's boroughs, ``thames`` 1 for the 12 along it."""
    return cl.datasets.borough_borders()


@pytest.fixture
def split_only(monkeypatch):
    """Leave a proof nothing but prices and splits by two councils."""
    monkeypatch.setattr(prover, "_EASY", 0)
    monkeypatch.setattr(prover, "_TRY", 0)
    monkeypatch.setattr(prover, "QUICK", ())


@pytest.fixture
def refused(monkeypatch, capsys):
    """Return a function that runs the program and gives the message that it ends with."""

    def message(*args) -> str:
        monkeypatch.setattr(sys, "argv", ["clusterer", *map(str, args)])
        with pytest.raises(SystemExit) as ending:
            cli.main()
        assert ending.value.code == 1
        told = capsys.readouterr().err
        return told[told.index("clusterer: ") :].strip()  # After the progress, if there was any.

    return message
