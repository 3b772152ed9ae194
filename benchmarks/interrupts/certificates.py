"""Certificates that Ctrl-C interrupts at random moments, as users do: by the real signal.

``python -m benchmarks.interrupts.certificates 200 0`` draws 200 moments with seed 0, and checks
what comes back each time; it ends with code 1 if a certificate was lost or does not hold.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import Counter
from random import Random
from typing import Any

import clusterer as cl
from clusterer.solving.proof import Proof


def interrupted_certificate(plan: cl.Plan, seconds: float) -> dict[str, Any] | None:
    """Return the certificate of a plan that is interrupted after so many seconds.

    Only in the main thread, which Python has hear of signals.

    Returns
    -------
    dict or None
        What came back, also if it was there before the signal; None if there was nothing to give
        yet, since candidates were still being listed or costed.

    Raises
    ------
    RuntimeError
        If nothing came back although something was proved already.
    """
    phases: set[str] = set()
    over = threading.Event()
    certificate: dict[str, Any] | None = None

    def press() -> None:
        if not over.wait(seconds):
            os.kill(os.getpid(), signal.SIGINT)

    finger = threading.Thread(target=press)
    try:
        finger.start()
        try:
            certificate = plan.certificate(progress=lambda news: phases.add(news.phase))
        finally:
            over.set()
            finger.join()
    except KeyboardInterrupt:
        over.set()
        finger.join()
    if certificate is None and "proof" in phases:
        raise RuntimeError(f"Ctrl-C after {seconds} s lost a certificate; phases: {sorted(phases)}")
    return certificate


def main(count: int, seed: int) -> int:
    """Interrupt so many certificates at random moments; print what came of them."""
    boroughs, country = cl.datasets.london(), cl.datasets.synthetic(100)
    problems = [
        cl.Problem(boroughs, cl.preset("central"), [cl.MaxSize(6)]),
        cl.Problem(boroughs, cl.preset("business-case"), [cl.MaxSize(5)]),
        cl.Problem(country, cl.preset("business-case"), [cl.MaxSize(2)]),
    ]
    plans = [cl.solve(problem) for problem in problems]
    seconds = []
    for plan in plans:
        began = time.perf_counter()
        plan.certificate()
        seconds.append(time.perf_counter() - began)
    random, came = Random(seed), Counter[str]()
    for _ in range(count):
        k = random.randrange(len(plans))
        # A problem of its own, so that candidates are listed anew.
        problem = problems[k].replace()
        optimal = plans[k].status == "optimal"
        proof = Proof(bound=plans[k].bound, optimal=optimal, seconds=0.0, n_candidates=0)
        plan = cl.Plan(problem.evaluate(plans[k].assignment), proof)
        try:
            certificate = interrupted_certificate(plan, random.uniform(0.0, 1.1 * seconds[k]))
            if certificate is not None:
                cl.verify(problems[k], certificate)
            came["nothing yet" if certificate is None else certificate["status"]] += 1
        except (RuntimeError, cl.CertificateError) as error:
            came["lost or wrong"] += 1
            print(error)
    print(dict(came), "threads left:", threading.active_count() - 1)
    return int(came["lost or wrong"] > 0 or threading.active_count() > 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
