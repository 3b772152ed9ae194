"""The search: ways to find the best plan and to prove it."""
