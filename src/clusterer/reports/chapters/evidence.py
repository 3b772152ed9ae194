"""What studies say of sharing services: it belongs beside every figure of a saving."""

ILLUSTRATIVE = (
    "The figures are illustrative defaults, and not a forecast: few of them were read in sources, "
    "most are assumptions."
)

NO_SAVING = (
    "The best studies of English councils found no saving from sharing administration (Dixon and "
    "Elston 2019; Elston and Dixon 2020)."
)

STUDIES = (
    (
        "R. Dixon and T. Elston (2019), “Should councils collaborate? Evaluating shared "
        "administration and tax services in English local government”, Public Money & Management "
        "39(1), 26–36. It looked at shared administration and tax services, and found no saving."
    ),
    (
        "T. Elston and R. Dixon (2020), “The effect of shared service centers on administrative "
        "intensity in English local government: a longitudinal evaluation”, Journal of Public "
        "Administration Research and Theory 30(1), 113–129. It looked at the share of spending "
        "that goes to administration from 2008 to 2016, and found no saving."
    ),
    (
        "T. Niaounakis and J. Blank (2017), “Inter-municipal cooperation, economies of scale and "
        "cost efficiency”, Local Government Studies 43(4), 533–554. Dutch tax offices gain from "
        "scale, but hardly beyond some 60,000 residents."
    ),
)

MARKS = {
    "V": "read in a source",
    "D": "computed from figures that were read in sources",
    "A": "assumed: a starting point for a figure of one's own, and not a finding",
    "M": "from memory or at second hand, not verified",
    "?": "two sources differ",
}
"""What the marks of figures mean."""
