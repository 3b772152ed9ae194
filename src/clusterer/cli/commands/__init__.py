"""The commands, one a file: each is its help page, its options, and what it asks of the library."""
