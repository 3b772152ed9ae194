"""What is asked after the cheapest plan: what else is nearly as good, and what choices cost."""
