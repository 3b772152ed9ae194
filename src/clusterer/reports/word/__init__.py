"""The document for Word: what a report says, in the styles that Word has itself."""
