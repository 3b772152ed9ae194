"""Find prices that prove a plan, and make them exact.

The duals of the linear relaxation are such prices, but for rounding. `prover` looks for them, and
splits plans into parts where prices alone do not do; `exact_prices` rounds them; `parts` is what
comes of it. What they prove is worked out by the functions of `verify`, which the check uses too.
"""

from clusterer.certificates.proof.parts import Costed, Entry, Part, Proof
from clusterer.certificates.proof.prover import Prover

__all__ = ["Costed", "Entry", "Part", "Proof", "Prover"]
