"""Benchmarks: instances by methods, each run in a process of its own."""
