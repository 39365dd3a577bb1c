"""Copy the few front-end files we serve from node_modules to app/static/vendor; nothing else is served.

Run as ``python -m app.assets`` after ``npm ci``. Running it again copies only what differs.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "static" / "vendor"
ICONS = MODULES / "@tabler" / "icons" / "icons" / "outline"
#: Served name → file in node_modules.
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
}
ICON_NAME = re.compile(
    r"""icon\(\s*["']([a-z0-9-]+)["']|blank\(\s*["']([a-z0-9-]+)["']|(?:Entry|Act)\(_l\("[^"]+"\), "([a-z0-9-]+)\""""
)

#: Icons that messages are said with, whoever says them (the macro ``say``, the flashed messages).
SAID = frozenset({"info-circle", "check", "alert-circle", "lock"})
#: The icon of a verb in the table of app.desk.act_words.
ACT_ICON = re.compile(r'": "([a-z0-9-]+)"')


def copy() -> int:
    """Copy what differs; gives how many files were copied. Raises FileNotFoundError."""
    wanted = {VENDOR / name: MODULES / source for name, source in FILES.items()}
    wanted |= {VENDOR / "icons" / f"{name}.svg": ICONS / f"{name}.svg" for name in used_icons()}
    copied = 0
    for target, source in wanted.items():
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        copied += 1
    return copied


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
        copied = copy()
    except FileNotFoundError as missing:
        sys.stderr.write(f"front-end file missing: {missing.filename}; run npm ci first\n")
        return 1
    sys.stdout.write(f"{copied} front-end files copied\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
