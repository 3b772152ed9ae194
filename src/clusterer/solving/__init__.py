"""From a problem to a result: `solve`, and the plans that it gives."""
