"""Verbs on the rows: keyword-only, actor and time as arguments, nothing here commits."""
