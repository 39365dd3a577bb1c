"""Templates compiled once for all the applications of a run: half the time of a page went into it."""

from __future__ import annotations

from jinja2 import BytecodeCache


class Compiled(BytecodeCache):
    """Kept in memory by template and source, as Jinja keeps it in files."""

    def __init__(self):
        self.code = {}

    def load_bytecode(self, bucket):
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket):
        self.code[bucket.key] = bucket.bytecode_to_string()
