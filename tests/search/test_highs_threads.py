"""A program that has run HiGHS with a number of threads of its own can solve all the same."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import highspy
import numpy as np
from clusterer.search.highs_run import linear_program, solve_linear

rng = np.random.default_rng(0)
mip = highspy.Highs()
mip.setOptionValue("output_flag", False)
mip.setOptionValue("threads", 2)
mip.setOptionValue("presolve", "off")
for _ in range(40):
    mip.addCol(-float(rng.integers(1, 50)), 0.0, 1.0, 0, [], [])
mip.changeColsIntegrality(40, np.arange(40, dtype=np.int32), [highspy.HighsVarType.kInteger] * 40)
for _ in range(10):
    mip.addRow(-1e30, 100.0, 40, np.arange(40, dtype=np.int32), rng.integers(1, 30, 40) * 1.0)
mip.run()
program = linear_program()
program.addCol(1.0, 2.0, 3.0, 0, [], [])
print(solve_linear(program, lambda: 60.0).col_value)
"""


def test_another_number_of_threads_is_no_obstacle():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["[2.0]"], ran.stderr
