"""Consent: who would leave a plan, and what keeps them. Charges that members bargain for, or a key.

`offers` has every cluster that could form by itself, and `result` the answer for both games.
"""
