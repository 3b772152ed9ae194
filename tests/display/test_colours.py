"""Colours of clusters: neighbours never look alike."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, grid, square
from matplotlib.colors import to_rgb

from clusterer.display.colours import ALONE, PALETTE, cluster_colours, colour
from clusterer.errors import InputError


def clustered(frame, labels):
    return frame.assign(cluster=labels)


@given(st.lists(st.integers(0, 40), min_size=100, max_size=100))
def test_neighbouring_clusters_never_share_a_colour(labels):
    frame = clustered(grid(10, 10), labels)
    colours = cluster_colours(frame)
    touch = frame.sindex.query(frame.geometry, predicate="touches").T
    for i, j in touch:
        if labels[i] != labels[j] and ALONE not in (colours[labels[i]], colours[labels[j]]):
            assert colours[labels[i]] != colours[labels[j]]


def test_sixty_clusters_make_do_with_the_palette():
    labels = np.repeat(np.arange(60), 4).reshape(12, 20).repeat(2, axis=0).ravel()
    frame = clustered(grid(24, 20), labels)
    colours = cluster_colours(frame)
    assert len(colours) == 60
    assert set(colours.values()) <= set(PALETTE)


def test_up_to_eight_clusters_have_a_colour_each():
    frame = clustered(grid(2, 16), [k // 2 for k in range(16)] * 2)
    assert len(set(cluster_colours(frame).values())) == 8


def test_clusters_on_two_banks_of_a_river_differ():
    north = {f"n{k}": square(1000 * k, 1150) for k in range(20)}
    south = {f"s{k}": square(1000 * k, 0) for k in range(20)}
    frame = clustered(councils_of(north | south), [k // 2 for k in range(40)])
    colours = cluster_colours(frame)
    assert all(colours[k] != colours[k + 10] for k in range(10))


def test_more_mutual_neighbours_than_the_palette_has_still_differ():
    # A wheel: twelve thin clusters that all meet in the middle.
    points = [(np.cos(a) * 1000, np.sin(a) * 1000) for a in np.linspace(0, 2 * np.pi, 25)]
    wedges = {f"w{k}": shapely.Polygon([(0, 0), points[k], points[k + 1]]) for k in range(24)}
    frame = clustered(councils_of(wedges), [k // 2 for k in range(24)])
    assert len(set(cluster_colours(frame).values())) == 12


def test_standalone_councils_are_grey_and_clusters_are_not():
    colours = cluster_colours(clustered(grid(1, 3), ["a", "a", "b"]))
    assert colours["b"] == ALONE != colours["a"]


def test_a_partition_of_councils_that_all_stand_alone_is_grey():
    assert set(cluster_colours(clustered(grid(1, 3), [1, 2, 3])).values()) == {ALONE}


@pytest.mark.parametrize("chosen", [*PALETTE, ALONE, *(colour(k) for k in range(8, 60))])
def test_black_names_are_legible_on_every_colour(chosen):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(chosen)]
    luminance = np.dot(linear, [0.2126, 0.7152, 0.0722])
    assert (luminance + 0.05) / 0.05 > 7


def test_colours_beyond_the_palette_are_distinct():
    assert len({colour(k) for k in range(60)}) == 60


def test_a_table_without_clusters_is_refused():
    with pytest.raises(InputError, match="no column 'cluster'"):
        cluster_colours(grid(1, 2))


def test_a_council_without_a_cluster_is_named():
    with pytest.raises(InputError, match="'r0c1' has no cluster"):
        cluster_colours(clustered(grid(1, 2), ["a", None]))
