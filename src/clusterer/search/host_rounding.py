"""Connected clusters near a solution of the host model, whole or not."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from clusterer.search.closed_form import ClosedForm
from clusterer.search.host_model import HostModel

Floats = NDArray[np.float64]
Clusters = list[list[int]]


def rounded(model: HostModel, form: ClosedForm, x: Floats) -> Clusters:
    """Return connected clusters near a solution, which need not be a plan.

    Hosts keep the councils that are connected to them; one by one, each other
    council joins the neighbour's cluster where it costs the least.
    """
    around = model.contiguity.around
    own = np.diag(x)
    number = max(1, round(own.sum()))
    hosts = np.sort(np.argsort(-own, kind="stable")[:number]).tolist()
    place = np.full(own.size, -1)
    place[hosts] = hosts
    cost = form.host - x
    for h in hosts:
        near = {i for i in np.flatnonzero(x[:, h] > 0.5).tolist() if place[i] < 0}
        place[list(model.contiguity.part(h, near))] = h
    ends = [
        (cost[j, place[i]], j, int(place[i]))
        for i in np.flatnonzero(place >= 0).tolist()
        for j in around[i]
        if place[j] < 0
    ]
    heapq.heapify(ends)
    while (place < 0).any():
        if not ends:  # A part of the map without a host.
            first = int(np.flatnonzero(place < 0)[0])
            ends.append((0.0, first, first))
        _, i, h = heapq.heappop(ends)
        if place[i] < 0:
            place[i] = h
            for j in around[i]:
                if place[j] < 0:
                    heapq.heappush(ends, (cost[j, h], j, h))
    return [np.flatnonzero(place == h).tolist() for h in np.unique(place)]
