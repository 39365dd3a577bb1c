"""Placeholder."""


def init_app(_app):
    """Nothing."""
