"""Find prices that prove a plan, and make them exact.

The duals of the linear relaxation are such prices, except for rounding. `prover` looks for them,
and splits plans in two where prices alone do not do; `exact_prices` rounds them; `proof_tree` is
what comes of it. What they prove is worked out by the functions of `verify`, which the check uses
too.
"""

from clusterer.certificates.proof.proof_tree import Costed, Entry, Node, Proof
from clusterer.certificates.proof.prover import Prover

__all__ = ["Costed", "Entry", "Node", "Proof", "Prover"]
