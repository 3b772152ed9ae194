"""What is to be grouped and what a grouping costs: problems, portfolios, evaluations."""
