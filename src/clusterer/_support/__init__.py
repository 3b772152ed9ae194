"""What every room leans on and no user sees: checks, words, files, threads, Ctrl-C."""
