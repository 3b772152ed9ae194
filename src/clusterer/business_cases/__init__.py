"""The business case of a plan, a cluster or a council: cash by year, and what it comes to."""

from clusterer.business_cases.case import BusinessCase
from clusterer.business_cases.of_plan import business_case

__all__ = ["BusinessCase", "business_case"]
