"""A chain as a file that proves itself without this program: entries, head, seals and a short script.

What stands in it is what the chain has: no free text, no purpose, no personal value; of those it has
the keyed marks only.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.models import ChainSeal

#: Entries read at once, and bytes packed before they are sent on.
PART, SENT = 1000, 1 << 16
SCRIPT = Path(__file__).with_name("verify_chain.py")
README = """This is the chain "{chain}", entries 1 to {entries}, taken out on {at}.

entries.ndjson  one entry a line, as it is stored; "data" is the text that was hashed
head.json       number and hash of the last entry, and the seals on the way
verify.py       recomputes every link: python verify.py
                With the hash that was printed or written down elsewhere: python verify.py HASH

Names, numbers, reasons and purposes are not in here: of what was written the chain keeps a keyed
mark. The seals are keyed too; they are checked where the key is, by: flask journal verify

这是“{chain}”链第 1 条到第 {entries} 条，导出时间 {at}。运行 python verify.py 逐条核验；
另附他处记下的哈希：python verify.py 哈希。文件里没有姓名、号码、理由和用途，只有它们的密钥摘要。
"""


class _Pipe(io.RawIOBase):
    """What is written can be taken away at once: a file of any length passes through it."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._held)
        self._held.clear()
        return data

    @property
    def waiting(self) -> int:
        """Bytes that wait to be taken."""
        return len(self._held)


def packed(
    session: Session, chain: str, *, entries: int, head: str, at: datetime
) -> Iterator[bytes]:
    """The file, piece by piece: entries 1 to ``entries`` of a chain, whatever is appended meanwhile."""
    pipe = _Pipe()
    moment = at.isoformat(sep=" ", timespec="seconds")
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("README.txt", README.format(chain=chain, entries=entries, at=moment))
        whole.writestr("verify.py", SCRIPT.read_text(encoding="utf-8"))
        said = {"chain": chain, "entries": entries, "head": head, "taken_out": moment}
        said["seals"] = _seals(session, chain, entries)
        whole.writestr("head.json", json.dumps(said, ensure_ascii=False, indent=1))
        with whole.open("entries.ndjson", "w", force_zip64=True) as out:
            for line in lines(session, chain, entries=entries):
                out.write(line.encode())
                if pipe.waiting >= SENT:
                    yield pipe.taken()
    yield pipe.taken()


def lines(session: Session, chain: str, *, entries: int) -> Iterator[str]:
    """Each entry as one line of JSON, in the order of the chain."""
    table = journal.TABLES[chain].__table__
    columns = [column for column in table.columns if column.name != "purpose"]
    query = sa.select(*columns).where(table.c.id <= entries).order_by(table.c.id)
    for row in session.execute(query.execution_options(yield_per=PART)).mappings():
        said = {name: value for name, value in row.items() if name != "id"}
        said |= {"seq": row["id"], "at": row["at"].isoformat()}
        yield json.dumps(said, ensure_ascii=False, sort_keys=True) + "\n"


def _seals(session: Session, chain: str, entries: int) -> list[dict[str, Any]]:
    query = sa.select(ChainSeal.seq, ChainSeal.hash, ChainSeal.at).where(
        ChainSeal.chain == chain, ChainSeal.seq <= entries
    )
    return [
        {"seq": row.seq, "mark": row.hash, "at": row.at.isoformat()}
        for row in session.execute(query.order_by(ChainSeal.seq, ChainSeal.id))
    ]
