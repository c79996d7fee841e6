"""The end of help: why, what was reached, until when the provider still sees it."""
