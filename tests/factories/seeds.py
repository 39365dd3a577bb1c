"""The seeds read once: the package, what is wrong with it (nothing), and its names resolved."""

from __future__ import annotations

from pathlib import Path

from app.domain.package import normalise, problems
from app.services.package_files import read_package

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PACKAGE = read_package(SEEDS).content
PROBLEMS = problems(PACKAGE)
NORMAL = normalise(PACKAGE)
