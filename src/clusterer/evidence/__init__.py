"""What councils did: beside a plan (`reality`), and as prices (`calibration`)."""
