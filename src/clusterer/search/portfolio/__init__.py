"""The search for the best portfolio: what nothing ties is solved apart, the rest together.

`search` finds out which services are tied. `tied` searches those together: the `relaxation` over
all, a proof of each service at its prices (`one_by_one`), and what these leave open, as `joint`
clusters or, where posts are to balance, as one `program`.
"""
