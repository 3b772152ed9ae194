"""The way from today's clusters to a plan's: who moves in which year, under a budget."""
