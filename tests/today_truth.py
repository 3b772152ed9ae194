"""What starting from today's partnerships adds to the cost of a cluster, in plain Python."""

from __future__ import annotations


class FromToday:
    """What starting from today adds to the cost of a cluster, in plain Python."""

    def __init__(self, facts, partnerships, exits, once, saving):
        self.partnerships, self.exits = [set(p) for p in partnerships], exits
        self.once, self.saving = once, saving

    def behind(self, part):
        """Return what a partnership has behind it: what is spent once, and the ramp."""
        total = sum(min(cost(part, host) for host in part) for cost in self.once)
        return total + sum(
            ramped(part, part[0]) - full(part, part[0]) for ramped, full in self.saving
        )

    def __call__(self, cluster, host):
        here = set(cluster)
        going_on = [p for p in self.partnerships if 2 * len(p & here) > len(p)]
        left = [i for p in self.partnerships if p not in going_on for i in sorted(p & here)]
        behind = max((self.behind(tuple(sorted(p & here))) for p in going_on), default=0.0)
        return sum(self.exits[i] for i in left) - behind
