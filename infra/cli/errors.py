"""Declares the error that ends a command early."""


class CommandError(Exception):
    """Says that the command cannot go on; the text tells the person at the terminal why, and what helps."""
