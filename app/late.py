"""What a web process rarely needs is read when something is asked of it: its memory holds what its pages use.

Libraries import it at their top, whoever uses it, and every process would carry it. What two of them
import by its plain name cannot be here: the second import reads it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

#: Module → who asks something of it.
LATE = {
    "cryptography.x509": "nobody here",
    "jsonschema": "whoever filters by the programs' interface",
    "PIL.Image": "whoever hands a picture in",
    "PIL.ImageOps": "whoever hands a picture in",
    "pydoc": "nobody here",
    "ruamel.yaml": "whoever brings a package in or takes one out",
    "segno": "whoever draws a paper",
    "sqlalchemy.dialects.oracle": "nobody here",
}


class _Late(MetaPathFinder):
    """Finds those as the path does, and has them read at the first question."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in LATE else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


def put_off() -> None:
    """From now on; what was read before stays read."""
    if not any(isinstance(finder, _Late) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Late())
