"""Answers kept."""


def answered(key, act, location):
    """Later."""
