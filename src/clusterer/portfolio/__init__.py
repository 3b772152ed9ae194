"""Portfolios: several services, each with clusters of its own, that are tied together."""

from clusterer.portfolio.balance import PostsBalance
from clusterer.portfolio.evaluation import PortfolioEvaluation
from clusterer.portfolio.portfolio import Portfolio

__all__ = ["Portfolio", "PortfolioEvaluation", "PostsBalance"]
