"""Which candidates are in one part of the map."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

import clusterer as cl
from clusterer.candidates.joined import part_of_each

LONDON = cl.Councils.validated(cl.datasets.london())

clusters = st.lists(st.sets(st.integers(0, 31), min_size=1, max_size=4), min_size=1, max_size=30)


@given(clusters)
def test_candidates_are_in_one_part_if_a_chain_of_candidates_joins_them(chosen):
    graph = nx.Graph()
    for cluster in chosen:
        nx.add_path(graph, sorted(cluster))
    part = {i: k for k, some in enumerate(nx.connected_components(graph)) for i in some}
    number: dict[int, int] = {}
    expected = [number.setdefault(part[min(cluster)], len(number)) for cluster in chosen]
    assert part_of_each(cl.Candidates.of(LONDON, chosen)).tolist() == expected
