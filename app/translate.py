"""Sentences out of the code and Chinese back in: ``python -m app.translate extract|check|compile``."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
#: Functions whose text is shown; the number is the argument that holds the sentence.
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "refuse": (2,),
    "Refusal": (2,),
    "finding": (4,),
    "msgid": None,
}


def extracted() -> set[str]:
    """Every sentence of code and templates that a page may show."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    texts = {
        message if isinstance(message, str) else message[0]
        for _file, _line, message, _comments, _context in found
    }
    return {text for text in texts if text} | set(plain_sentences())


def plain_sentences() -> Iterator[str]:
    """Sentences that stand in tables: domain words that a call at run time translates."""
    for path in (ROOT / "app").rglob("*.py"):
        if path.name in SENTENCE_FILES:
            yield from SENTENCE_FILES[path.name](path)


def _quoted(path: Path) -> Iterator[str]:
    """Whole sentences in quotes: they begin with a capital (or a quotation mark) and end with a full stop."""
    import ast

    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "\n" not in node.value
            and node.value.endswith(".")
            and " " in node.value
            and not _is_docstring(node.value)
        ):
            yield node.value


def _is_docstring(text: str) -> bool:
    return text in _DOCSTRINGS


_DOCSTRINGS: set[str] = set()
SENTENCE_FILES = dict.fromkeys(
    ("clocks.py", "deciding.py", "decide.py", "field_readers.py", "identity_checks.py"), _quoted
)


def _note_docstrings() -> None:
    import ast

    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = ast.get_docstring(node, clean=False)
                if text:
                    _DOCSTRINGS.add(text)


def catalogue(language: str) -> Catalog:
    """The translations of a language."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


def untranslated(language: str = "zh") -> list[str]:
    """Sentences without a sure translation, in order."""
    _note_docstrings()
    known = catalogue(language)
    return sorted(text for text in extracted() if not _is_translated(known, text))


def _is_translated(known: Catalog, text: str) -> bool:
    message = known.get(text)
    return bool(
        message
        and message.string
        and not message.fuzzy
        and (message.string if isinstance(message.string, str) else message.string[0])
    )


def compile_all() -> int:
    """Write the .mo files that differ; gives how many."""
    written = 0
    for source in FOLDER.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as text:
            known = read_po(text, locale=source.parent.parent.name)
        out = io.BytesIO()
        write_mo(out, known)
        target = source.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != out.getvalue():
            target.write_bytes(out.getvalue())
            written += 1
    return written


def _check() -> int:
    missing = untranslated()
    for text in missing:
        sys.stdout.write(text.replace("\n", "\\n") + "\n")
    return 1 if missing else 0


def _compile() -> int:
    sys.stdout.write(f"{compile_all()} catalogues compiled\n")
    return 0


def _extract() -> int:
    sys.stdout.write("\n".join(sorted(extracted())) + "\n")
    return 0


COMMANDS = {"check": _check, "compile": _compile, "extract": _extract}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]]())
