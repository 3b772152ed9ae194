"""The search for the best portfolio: column generation over services that are tied."""
