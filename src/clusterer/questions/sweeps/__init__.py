"""Sweeps: the best plan under each of many changes of figures, and what all of them depend on."""
