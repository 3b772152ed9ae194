"""Find prices that prove a plan, and make them exact.

The duals of the linear relaxation are such prices, except for rounding. Where candidates are too
many to list, `start` finds prices that leave few; so does `start_of_portfolio` for several
services. `prover` looks for prices that prove the plan, and splits plans in two where prices alone
do not do; `exact_prices` rounds them; `proof_tree` is what comes of it. What they prove is worked
out by the functions of `verify`, which the check uses too.
"""

from clusterer.certificates.proof.proof_tree import Costed, Entry, Node, Proof
from clusterer.certificates.proof.prover import Prover
from clusterer.certificates.proof.start import Started, started
from clusterer.certificates.proof.start_of_portfolio import joint_plan, started_together

__all__ = [
    "Costed",
    "Entry",
    "Node",
    "Proof",
    "Prover",
    "Started",
    "joint_plan",
    "started",
    "started_together",
]
