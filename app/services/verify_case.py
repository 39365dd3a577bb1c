"""核验案卷：只用 Python 标准库。python3 verify.py [清单散列] [整条链的 entries.ndjson]."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = "manifest.json"
#: What an operating system leaves in a folder that somebody has looked at.
LEFT = (".DS_Store", "Thumbs.db", "desktop.ini")


def link(entry: dict[str, Any]) -> str:
    """The hash that an entry must have: over all it says and the hash before it."""
    body = {name: value for name, value in entry.items() if name != "hash"}
    body["data"] = json.loads(entry["data"])
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def of_files(manifest: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the files beside this script."""
    listed = {one["name"]: one for one in manifest["files"]}
    for name, one in listed.items():
        path = HERE / name
        if not path.is_file():
            yield f"缺文件：{name}"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != one["sha256"]:
            yield f"文件被改过：{name}"
    for path in sorted(HERE.rglob("*")):
        name = path.relative_to(HERE).as_posix()
        if path.is_file() and name not in listed and name != MANIFEST and path.name not in LEFT:
            yield f"清单里没有这个文件：{name}"


def of_journal(entries: list[dict[str, Any]], *, case: str, head: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the journal, as far as it can be seen without the whole chain."""
    number = 0
    last: dict[str, Any] = {"seq": 0, "hash": ""}
    for entry in entries:
        number += entry["case_seq"] is not None
        checks = {
            "被改过": link(entry) != entry["hash"],
            "不是本办件的": entry["ref"] != case,
            "之前缺条目": entry["case_seq"] not in (None, number),
            "次序不对": entry["seq"] <= last["seq"],
            "与上一条接不上": entry["seq"] == last["seq"] + 1 and entry["prev"] != last["hash"],
        }
        yield from (f"留痕第 {entry['seq']} 条{said}" for said, wrong in checks.items() if wrong)
        last = entry
    if (len(entries), last["seq"], last["hash"]) != (head["entries"], head["seq"], head["hash"]):
        yield "留痕的末条与清单记的不同"


def of_chain(entries: list[dict[str, Any]], chain: Path) -> Iterator[str]:
    """What is not in the whole chain as it was taken out of the system."""
    wanted = {entry["seq"]: entry["hash"] for entry in entries}
    with chain.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if wanted.get(entry["seq"]) == entry["hash"]:
                del wanted[entry["seq"]]
    yield from (f"整条链里没有留痕第 {seq} 条" for seq in wanted)


def check(asked: list[str]) -> tuple[list[str], list[str]]:
    """(what holds, what does not)."""
    raw = (HERE / MANIFEST).read_bytes()
    manifest, mark = json.loads(raw), hashlib.sha256(raw).hexdigest()
    journal = json.loads((HERE / "journal.json").read_text(encoding="utf-8"))
    entries, case = journal["entries"], manifest["case"]
    wrong = [
        *of_files(manifest),
        *of_journal(entries, case=case["number"], head=manifest["journal"]),
    ]
    holds = [
        f"案卷 {case['number']} {case['name']}",
        f"{len(manifest['files'])} 个文件与清单一致",
        f"{len(entries)} 条留痕各与自己的散列一致，次序完整，末条散列 {manifest['journal']['hash']}",
        f"清单散列 {mark}",
    ]
    for word in asked:
        if len(word) == len(mark) and not Path(word).is_file():
            holds.append("清单散列与给出的相同")
            wrong += [] if word.lower() == mark else ["清单散列与给出的不同"]
        else:
            holds.append("每条留痕都在整条链里")
            wrong += of_chain(entries, Path(word))
    holds.append("没有核验的：理由和意见的文字（链里只有密钥摘要，到系统里核验）")
    return holds, wrong


def main() -> int:
    """Say what holds, or all that does not."""
    try:
        holds, wrong = check(sys.argv[1:])
    except (OSError, ValueError, LookupError, TypeError) as problem:
        holds, wrong = [], [f"清单或留痕读不出来：{problem}"]
    lines = ["不符：", *wrong] if wrong else ["一致：", *holds]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    # A console of another encoding shows what it can.
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text stream
    sys.exit(main())
