"""Ctrl-C at random moments: whether the plan so far comes back, with a bound that holds.

`python -m benchmarks.interrupts --count 1000 --seed 0` presses Ctrl-C, by real signals, in
processes of their own. Each draw says what is solved and when the signals come; the same seed
draws the same, but how far a solve is by then hangs on the machine.
"""
