"""Colours of clusters: near ones never look alike, in colour, in grey, or to the colour-blind."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import councils_of, grid, square
from matplotlib.colors import to_rgb

from clusterer.display import draw_map
from clusterer.display.colours import cluster_colours
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.hatching import PATTERNS, patterns_of_all
from clusterer.display.palette import ALONE, PALETTE, alike_in_grey, colour, lightness
from clusterer.errors import InputError

SEEN = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""How linear RGB is seen with each kind of eyes, at full severity.

Machado, G., Oliveira, M. and Fernandes, L. (2009). A physiologically-based model for simulation of
color vision deficiency. *IEEE Transactions on Visualization and Computer Graphics* 15(6),
1291–1298; the tables for severity 1.0.
"""

APART = 10.0
"""CIEDE2000: two colours side by side differ from 1 on, and 10 is seen at a glance."""

GREY_APART = 7.0
"""CIE L*: three times what is just noticed, 2.3."""


def linear(chosen):
    return np.array(
        [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(chosen)]
    )


def luminance(chosen):
    return float(linear(chosen) @ [0.2126, 0.7152, 0.0722])


def as_lab(rgb):
    """Return CIELAB of linear RGB under D65."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    t = (to_xyz @ np.clip(rgb, 0, 1)) / to_xyz.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one, other):
    """Return the difference of two colours in CIELAB.

    Sharma, G., Wu, W. and Dalal, E. (2005). The CIEDE2000 color-difference formula. *Color
    Research and Application* 30(1), 21–30.
    """
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    by_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    light, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    cos = lambda angle: np.cos(np.radians(angle))  # noqa: E731
    t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63)
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c, 1 + 0.015 * c * t
    r_t = -2 * np.sqrt(c**7 / (c**7 + 25.0**7))
    r_t *= np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    parts = np.array([(l2 - l1) / s_l, (c2 - c1) / s_c, by_hue / s_h])
    return float(np.sqrt(parts @ parts + r_t * parts[1] * parts[2]))


def difference(one, other, eyes):
    matrix = np.array(SEEN[eyes])
    return ciede2000(as_lab(matrix @ linear(one)), as_lab(matrix @ linear(other)))


def clustered(frame, labels):
    return frame.assign(cluster=labels)


def looks(frame):
    """Return the colour and the pattern of each shared cluster, by label."""
    colours = cluster_colours(frame)
    (patterns,) = patterns_of_all([frame], [colours])
    return {label: (colours[label], number) for label, number in patterns.items()}


def near_pairs(frame):
    """Return the pairs of shared clusters that are near, in plain terms.

    They touch, or touch the same cluster, or their middles (the mean of the middles of their
    councils) are at most a fifth of the map's longer side apart.
    """
    groups = {k: rows for k, rows in rows_by_cluster(frame).items() if len(rows) > 1}
    areas = {k: shapely.union_all(frame.geometry.to_numpy()[rows]) for k, rows in groups.items()}
    touching = nx.Graph()
    touching.add_nodes_from(groups)
    touching.add_edges_from(
        (a, b) for a in groups for b in groups if a != b and areas[a].touches(areas[b])
    )
    near = {frozenset(edge) for edge in nx.power(touching, 2).edges} if groups else set()
    west, south, east, north = frame.total_bounds
    middle = {
        k: np.mean([c.centroid.coords[0] for c in frame.geometry.iloc[rows]], axis=0)
        for k, rows in groups.items()
    }
    for a in groups:
        for b in groups:
            if a != b and np.hypot(*(middle[a] - middle[b])) <= max(east - west, north - south) / 5:
                near.add(frozenset((a, b)))
    return [tuple(pair) for pair in near]


def twelve(seed):
    """Return twelve clusters, each connected, on a grid of six by eight."""
    rng = np.random.default_rng(seed)
    frame = grid(6, 8)
    graph, home = nx.grid_2d_graph(6, 8), {}
    for k, at in enumerate(rng.choice(48, size=12, replace=False).tolist()):
        home[divmod(at, 8)] = k
    while len(home) < 48:
        edge = [(a, b) for a, b in graph.edges if (a in home) != (b in home)]
        a, b = edge[rng.integers(len(edge))]
        home[b if a in home else a] = home[a if a in home else b]
    return clustered(frame, [home[divmod(k, 8)] for k in range(48)])


@pytest.mark.parametrize("seed", range(8))
def test_of_twelve_clusters_no_two_near_ones_can_be_confused(seed):
    frame = twelve(seed)
    look = looks(frame)
    colours = [chosen for chosen, _ in look.values()]
    assert len(set(colours)) == len(colours)
    for a, b in near_pairs(frame):
        (one, pattern), (other, another) = look[a], look[b]
        for eyes in SEEN:
            assert difference(one, other, eyes) >= APART, (one, other, eyes)
        grey = abs(as_lab(np.full(3, luminance(one)))[0] - as_lab(np.full(3, luminance(other)))[0])
        assert grey >= GREY_APART or PATTERNS[pattern] != PATTERNS[another]


def test_most_of_twelve_clusters_are_plain():
    for seed in range(8):
        plain = [pattern for _, pattern in looks(twelve(seed)).values()]
        assert plain.count(0) >= len(plain) / 2


def test_all_colours_of_the_palette_differ_to_all_eyes():
    assert len(PALETTE) == 12
    for k, one in enumerate([*PALETTE, ALONE]):
        for other in PALETTE[:k]:
            assert min(difference(one, other, eyes) for eyes in SEEN) >= APART


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ],
)
def test_the_difference_is_that_of_the_published_pairs(one, other, expected):
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_lightness_is_that_of_the_definition():
    for chosen in [*PALETTE, "#000000", "#010101", "#777777", "#FFFFFF"]:
        assert lightness(chosen) == pytest.approx(as_lab(linear(chosen))[0], abs=0.02)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 40), min_size=100, max_size=100))
def test_neighbouring_clusters_never_share_a_colour(labels):
    frame = clustered(grid(10, 10), labels)
    colours = cluster_colours(frame)
    touch = frame.sindex.query(frame.geometry, predicate="touches").T
    for i, j in touch:
        if labels[i] != labels[j] and ALONE not in (colours[labels[i]], colours[labels[j]]):
            assert colours[labels[i]] != colours[labels[j]]


def test_near_ones_of_sixty_clusters_differ_by_colour_or_pattern():
    labels = np.repeat(np.arange(60), 4).reshape(12, 20).repeat(2, axis=0).ravel()
    frame = clustered(grid(24, 20), labels)
    look = looks(frame)
    assert len(look) == 60
    assert {chosen for chosen, _ in look.values()} <= set(PALETTE)
    beside = [p for p in near_pairs(frame) if abs(p[0] - p[1]) in (1, 5)]
    assert all(look[a] != look[b] for a, b in beside)


def test_clusters_that_are_far_apart_need_no_pattern():
    frame = clustered(grid(2, 16), [k // 2 for k in range(16)] * 2)
    assert len({chosen for chosen, _ in looks(frame).values()}) == 8


def test_the_same_partition_has_the_same_colours_whatever_its_labels(london):
    one = clustered(london, [k // 3 for k in range(32)])
    other = clustered(london, [f"c{k // 3}" for k in range(32)])
    assert list(looks(one).values()) == list(looks(other).values())
    assert looks(one) == looks(one)


def test_clusters_on_two_banks_of_a_river_differ():
    north = {f"n{k}": square(1000 * k, 1150) for k in range(20)}
    south = {f"s{k}": square(1000 * k, 0) for k in range(20)}
    frame = clustered(councils_of(north | south), [k // 2 for k in range(40)])
    colours = cluster_colours(frame)
    assert all(colours[k] != colours[k + 10] for k in range(10))


def test_more_mutual_neighbours_than_the_palette_has_still_differ():
    # A wheel: fourteen thin clusters that all meet in the middle.
    points = [(np.cos(a) * 1000, np.sin(a) * 1000) for a in np.linspace(0, 2 * np.pi, 29)]
    wedges = {f"w{k}": shapely.Polygon([(0, 0), points[k], points[k + 1]]) for k in range(28)}
    frame = clustered(councils_of(wedges), [k // 2 for k in range(28)])
    assert len(set(cluster_colours(frame).values())) == 14


def test_standalone_councils_are_grey_and_clusters_are_not():
    colours = cluster_colours(clustered(grid(1, 3), ["a", "a", "b"]))
    assert colours["b"] == ALONE != colours["a"]


def test_a_partition_of_councils_that_all_stand_alone_is_grey():
    assert set(cluster_colours(clustered(grid(1, 3), [1, 2, 3])).values()) == {ALONE}


@pytest.mark.parametrize("chosen", [*PALETTE, ALONE, *(colour(k) for k in range(12, 60))])
def test_black_names_are_legible_on_every_colour(chosen):
    assert (luminance(chosen) + 0.05) / 0.05 > 7


def test_colours_beyond_the_palette_are_distinct():
    assert len({colour(k) for k in range(60)}) == 60


def test_near_clusters_in_colours_of_a_users_own_are_hatched_where_grey_confuses_them():
    frame = clustered(grid(1, 4), ["a", "a", "b", "b"])
    alike = {"a": "#DD7777", "b": "#77A5DD"}
    assert alike_in_grey(list(alike.values()))[0, 1]
    ax = draw_map(frame, colours=alike)
    assert [part.get_gid() for part in ax.collections].count("hatching") == 1
    ax = draw_map(frame, colours={"a": "#DD7777", "b": "#EEEEEE"})
    assert "hatching" not in [part.get_gid() for part in ax.collections]


def test_hatching_leaves_room_for_names_and_keeps_within_its_cluster():
    frame = clustered(grid(2, 4), ["a", "a", "b", "b"] * 2)
    ax = draw_map(frame, colours={"a": "#DD7777", "b": "#77A5DD"})
    (drawn,) = [part for part in ax.collections if part.get_gid() == "hatching"]
    lines = shapely.linestrings([path.vertices for path in drawn.get_paths()])
    areas = {k: part.geometry.union_all().buffer(1.0) for k, part in frame.groupby("cluster")}
    hatched = [k for k, area in areas.items() if shapely.covers(area, lines).all()]
    assert len(hatched) == 1
    ax.figure.canvas.draw()
    for text in ax.texts:
        if text.get_gid() == "label":
            at = shapely.Point(text.get_position())
            assert shapely.distance(lines, at).min() > 0


def test_a_table_without_clusters_is_refused():
    with pytest.raises(InputError, match="no column 'cluster'"):
        cluster_colours(grid(1, 2))


def test_a_council_without_a_cluster_is_named():
    with pytest.raises(InputError, match="'r0c1' has no cluster"):
        cluster_colours(clustered(grid(1, 2), ["a", None]))
