"""The committee pack: what a report says, and the files that say it."""
