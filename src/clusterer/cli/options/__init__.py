"""The options that several commands share, each with its help: a file a heading of help pages."""
