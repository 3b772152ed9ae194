"""Certificates: `certificate` writes one down, `proof` finds it, `verify` checks it."""
