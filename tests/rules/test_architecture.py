"""The house keeps its own plan: what may import what, what may be named where, who commits."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.factories.source import nodes

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
SOURCES = sorted(APP.rglob("*.py"))


def test_imports_run_one_way():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_theme_item_department_or_document_is_named_in_code():
    words = seed_words()
    assert len(words) > 100
    for path in [*SOURCES, *APP.rglob("*.html"), *(APP / "static" / "js").glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        there = [word for word in words if word in text]  # a plain look first: 200 times faster
        named = {
            word for word in there if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
        }
        assert not named, (path, named)


def test_only_transaction_commits():
    for path in SOURCES:
        if path.name != "transaction.py":
            calls = [
                node
                for node in nodes(path, ast.Call)
                if isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
            ]
            assert not [call for call in calls if not of_transaction(call)], path


def test_only_the_clock_asks_the_time():
    for path in SOURCES:
        if path.name != "clock.py":
            assert not re.search(
                r"\b(datetime\.now|date\.today|time\.time|utcnow)\(",
                path.read_text(encoding="utf-8"),
            ), path


def test_nothing_an_administrator_writes_is_executed():
    for path in SOURCES:
        names = {node.func.id for node in nodes(path, ast.Call) if isinstance(node.func, ast.Name)}
        assert not names & {"eval", "exec", "compile"}, path


def test_addresses_are_kebab_case_with_typed_parts(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(("static", "appbuilder", "UtilView", "LocaleView")):
            continue
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert fixed == fixed.lower()
        assert "_" not in fixed, rule
        assert all(":" in part for part in re.findall(r"<([^>]+)>", rule.rule)), rule


def test_every_route_says_what_it_needs(app):
    from app import guard

    undeclared = [
        rule.rule
        for rule, grants in guard.rules(app)
        if grants is None and rule.endpoint not in KNOWN
    ]
    assert undeclared == []


def test_tables_are_named_once():
    from app.models import Model

    names = [mapper.class_.__tablename__ for mapper in Model.registry.mappers]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "migrations" / "versions").glob("*.py")), ids=lambda path: path.name
)
def test_migrations_are_numbered(path):
    assert re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name)


def test_migrations_give_the_tables_of_the_models(app):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from app.extensions import db
    from app.models import Model
    from app.models.words import is_mapped

    with app.app_context(), db.engine.connect() as connection:
        assert (
            compare_metadata(
                MigrationContext.configure(connection, opts={"include_object": is_mapped}),
                Model.metadata,
            )
            == []
        )


def test_no_third_party_code_and_no_registry_is_in_the_repository():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not [name for name in tracked if "vendor/" in name or "node_modules/" in name]
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-node.txt",
        "package-lock.json",
    ):
        assert not re.search(
            r"https?://(?!opencollective|github|tidelift|paulmillr|feross|www\.patreon)[\w.-]*(pypi|npmjs|mirror|registry|simple)",
            (ROOT / name).read_text(),
        ), name


#: Views of FAB and Flask that are open or guarded by themselves.
KNOWN = {"static", "appbuilder.static", "UtilView.back", "LocaleView.index", "IndexView.index"}


def of_transaction(call):
    owner = call.func.value
    return isinstance(owner, ast.Name) and owner.id == "transaction"


def seed_words():
    """Names and codes of everything in seeds/ that is specific enough to be recognised."""
    words = set()
    for path in (ROOT / "seeds").rglob("*.yaml"):
        package = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        for noun in ("departments", "documents", "items", "themes"):
            for key, entry in (package.get(noun) or {}).items():
                words |= {
                    entry["name"],
                    *([key] if len(key) > 5 or noun in ("departments", "documents") else []),
                }
    return {word for word in words if len(word) > 1} - ORDINARY


#: Words of seeds that are ordinary words of the trade too.
ORDINARY = {"PROMISE", "PHOTO", "AGENT", "INVOICE", "政务服务中心", "综合窗口"}
