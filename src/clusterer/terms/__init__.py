"""Terms: what a cluster costs, one kind of cost a file."""

from clusterer.terms.balance import Balance
from clusterer.terms.base import Term
from clusterer.terms.coordination import Coordination
from clusterer.terms.function import FunctionTerm
from clusterer.terms.loss_of_control import LossOfControl
from clusterer.terms.mip_form import Curve, MIPForm
from clusterer.terms.politics import Politics
from clusterer.terms.population_target import PopulationTarget
from clusterer.terms.present_value import annuity
from clusterer.terms.presets import PRESETS, PresetName, preset
from clusterer.terms.risk import Risk
from clusterer.terms.scale import Scale
from clusterer.terms.services import Service, back_office, services
from clusterer.terms.setup import SetUp
from clusterer.terms.staff import Staff
from clusterer.terms.systems import Systems
from clusterer.terms.timing import Timing
from clusterer.terms.travel import Travel

__all__ = [
    "PRESETS",
    "Balance",
    "Coordination",
    "Curve",
    "FunctionTerm",
    "LossOfControl",
    "MIPForm",
    "Politics",
    "PopulationTarget",
    "PresetName",
    "Risk",
    "Scale",
    "Service",
    "SetUp",
    "Staff",
    "Systems",
    "Term",
    "Timing",
    "Travel",
    "annuity",
    "back_office",
    "preset",
    "services",
]
