"""The search for the best portfolio: what nothing ties is solved apart, the rest together.

`search` finds out which services are tied. `tied` searches those together: the `relaxation` over
all `joint` clusters, a proof of each service at its prices (`one_by_one`), and a search among the
joint clusters that these leave.
"""
