"""Portfolios: several services, each with clusters of its own, that are tied together."""

from clusterer.model.portfolio.balance import PostsBalance
from clusterer.model.portfolio.portfolio import Portfolio, PortfolioEvaluation

__all__ = ["Portfolio", "PortfolioEvaluation", "PostsBalance"]
