"""The search: how a problem becomes a plan and a proof, step by step.

1. `contradictions`: rules and limits that contradict each other plainly end it at once, and so do
   bounds that some council cannot come to (`sums_in_reach`).
2. `simple_plans`: all alone, all in one; where limits leave one plan only, that is the answer.
   Where these are poor or none, `construction` makes a plan without candidates: a `draft` whose
   clusters merge and make `exchanges`, by the `appraisal` of those that would come.
3. The candidates are `listed` and costed (`columns`), and those that break a limit by themselves
   go. Where they are too many to list, `sifting` prices them without a list (`bounded_walk`,
   `closed_form`, `implicit_relaxation`), and goes on with those within the gap (`windows`). Before
   that, where pairs cost nothing, `host_search` assigns councils to hosts (`host_model`,
   `host_relaxation`, `contiguity`), and tries whether a cap on size proves itself (`capped`).
4. Parts of the map that nothing ties are solved `apart` (`map_parts`). `set_partition` runs the
   rest for each. `column_generation` solves the linear relaxation over a few columns in `master`;
   the duals give a bound that needs no trust in a solver (`prices.price`). On maps of thousands
   the master is solved by an interior point, and annealing goes on beside it.
5. `plan_search` looks for plans: a dive (`diving`), `annealing` where the gap leaves many columns,
   and regions that are solved again (`neighbourhood`). The best is the `incumbent`.
6. `branches`: the number of clusters is branched on where that lifts the bound (`counts`), and
   where the relaxation has the fewest that there can be, so are their sizes (`profiles`).
7. `closing` ends each branch over the columns that may be in a better plan, by `turns`: a `sweep`
   over the map with a beam finds a plan, each `subset_row` that the relaxation breaks
   (`subset_rows`, `parity_rows`, `rank_one`) lifts the bound (`cutting_planes`), and an exact sweep
   ends it. Where that would take too many labels, what is left is a `binary_program`, window by
   window of rising reduced cost.
8. `decision` decides that: by `implicit_enumeration`, or by a solver whose word is checked, HiGHS
   (`highs_backend`, `highs_run`) or any other (`pulp_backend`).
9. If there is no plan, `infeasibility` finds out which rules and limits conflict.

`compact` states the problem as one MIP, to check all this against. `portfolio` brings several
services to these steps: those that nothing ties are solved `apart`; of the others, clusters of one
service or more are sifted, and are the candidates. `solution` has what is given back and told on
the way.
"""
