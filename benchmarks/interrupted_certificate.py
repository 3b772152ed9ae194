"""One certificate that Ctrl-C interrupts at a given moment, as users do: by the real signal."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import clusterer as cl


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
