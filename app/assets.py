"""Bring the few front-end files we serve from node_modules to app/static; nothing else is served.

The icons that pages use come as one sheet, which a browser fetches once and every page points into.
Run as ``python -m app.assets`` after ``npm ci``. Running it again writes only what differs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "app" / "static"
ICONS = MODULES / "@tabler" / "icons" / "icons" / "outline"
#: Served name → file in node_modules.
FILES = {
    "vendor/echarts.simple.min.js": "echarts/dist/echarts.simple.min.js",
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
}
ICON_NAME = re.compile(
    r"""icon\(\s*["']([a-z0-9-]+)["']|blank\(\s*["']([a-z0-9-]+)["']|(?:Entry|Act)\(_l\("[^"]+"\), "([a-z0-9-]+)\""""
    r"""|block icon_name %}([a-z0-9-]+){%"""
)
SHAPE = re.compile(r"<(?:path|circle|line|rect|polyline|ellipse)[^>]*/>")

#: Icons that messages are said with, whoever says them (the macro ``say``, the flashed messages).
SAID = frozenset({"info-circle", "check", "alert-circle", "lock"})
#: The icon of a verb in the table of app.desk.act_words.
ACT_ICON = re.compile(r'": "([a-z0-9-]+)"')


def bring() -> int:
    """Write what differs; gives how many files were written. Raises FileNotFoundError."""
    wanted = {name: (MODULES / source).read_bytes() for name, source in FILES.items()}
    wanted["icons.svg"] = sheet().encode()
    written = 0
    for name, content in wanted.items():
        target = STATIC / name
        if target.exists() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written += 1
    return written


def sheet() -> str:
    """The icons as one SVG, a symbol each; how the strokes are drawn stands in youshi.css."""
    symbols = "\n".join(
        f'<symbol id="{name}" viewBox="0 0 24 24">{_shapes(name)}</symbol>'
        for name in sorted(used_icons())
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _shapes(name: str) -> str:
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("\n", " ")
    shapes = SHAPE.findall(text)
    return "".join(shape.replace(" />", "/>") for shape in shapes if 'stroke="none"' not in shape)


def used_icons() -> set[str]:
    """Names of the icons that templates and the menu use."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder, kind in (("templates", "*.html"), ("", "*.py"))
        for path in (ROOT / "app" / folder).rglob(kind)
    ]
    named = {next(filter(None, found)) for text in texts for found in ICON_NAME.findall(text)}
    table = (ROOT / "app" / "desk" / "act_words.py").read_text(encoding="utf-8")
    return named | SAID | set(ACT_ICON.findall(table.partition("ICONS = {")[2].partition("}")[0]))


def main() -> int:
    """The command; non-zero with one sentence where npm has not run."""
    try:
        written = bring()
    except FileNotFoundError as missing:
        sys.stderr.write(f"front-end file missing: {missing.filename}; run npm ci first\n")
        return 1
    sys.stdout.write(f"{written} front-end files written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
