"""Append-only and hash-chained: records of what changed, and of who looked or was refused.

Entries wait in the session and are chained directly before COMMIT, so the lock on the chain's head
is held for the shortest time (lock order: case row, number rows, head). No personal value enters an
entry: free text is stored encrypted beside it and the entry carries its HMAC.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, clock, stored_json
from app.models import inserting
from app.models.journal import AccessEntry, ChainHead, ChainSeal, EventText, JournalEntry

RECORDS = "records"
ACCESS = "access"
GENESIS = "0" * 64
SEALED_EVERY = timedelta(hours=1)


class Pending(NamedTuple):
    """An entry that will be chained at commit."""

    noun: str
    ref: str
    type: str
    by: str
    at: datetime
    data: dict[str, Any]
    case_id: int | None = None
    case_seq: int | None = None
    texts: Mapping[str, str] = MappingProxyType({})
    purpose: str | None = None


def canonical(value: Any) -> str:
    """JSON that is the same for the same value, whatever the order of keys."""
    return _written(value)


_written = stored_json.writer(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(prev: str, body: dict[str, Any]) -> str:
    """The hash of one entry: SHA-256 over the canonical JSON of its body and the previous hash."""
    return hashlib.sha256(canonical({**body, "prev": prev}).encode()).hexdigest()


def _linked(prev: str, body: dict[str, Any], *, data: str) -> str:
    """``link`` of an entry whose data was written out already: it is by far the longest of it."""
    # No text holds the place that is kept for it: a quotation mark within a text has a stroke before it.
    before, _, after = canonical({**body, "data": 0, "prev": prev}).partition('"data":0,')
    return hashlib.sha256(f'{before}"data":{data},{after}'.encode()).hexdigest()


def is_intact(row: Mapping[str, Any]) -> bool:
    """Whether a stored entry is what its own hash says (that it follows the one before is another question)."""
    try:
        data = json.loads(row["data"])
    except ValueError:
        return False
    body = {name: row[name] for name in ("by", "noun", "ref", "type")}
    body |= {"seq": row["id"], "at": row["at"].isoformat(), "data": data}
    if "case_id" in row:
        body |= {"case_id": row["case_id"], "case_seq": row["case_seq"]}
    return canonical(data) == row["data"] and link(row["prev"], body) == row["hash"]


def actor(session: Session) -> str:
    """Who acts in this session: the signed-in username, else ``system``."""
    return str(session.info.get("actor", "system"))


def record(
    session: Session, noun: str, ref: str, kind: str, *, by: str | None = None, **data: Any
) -> None:
    """Have a change of configuration or of a grant journaled with this transaction.

    ``by`` where the caller knows who acts (a service is told), else who is signed in.
    """
    entry = Pending(
        noun=noun, ref=str(ref), type=kind, by=by or actor(session), at=clock.now(), data=data
    )
    pending(session).append(entry)


def access(
    session: Session, noun: str, ref: str, kind: str, *, purpose: str | None = None, **data: Any
) -> None:
    """Have a login, reading, export or refusal journaled after this request's transaction."""
    entry = Pending(
        noun=noun,
        ref=str(ref),
        type=kind,
        by=actor(session),
        at=clock.now(),
        data=data,
        purpose=purpose,
    )
    session.info.setdefault("access", []).append(entry)


def pending(session: Session) -> list[Pending]:
    """Record entries waiting for the commit, oldest first."""
    waiting: list[Pending] = session.info.setdefault("journal", [])
    return waiting


def forget_pending(session: Session) -> None:
    """Drop the waiting record entries (their transaction was rolled back)."""
    session.info.pop("journal", None)


def access_pending(session: Session) -> bool:
    """Whether access entries wait."""
    return bool(session.info.get("access"))


def take_access(session: Session) -> list[Pending]:
    """The waiting access entries; they wait no longer."""
    taken: list[Pending] = session.info.pop("access", [])
    return taken


def write_pending(session: Session) -> None:
    """Chain and insert the waiting record entries; the caller commits next."""
    waiting = session.info.pop("journal", [])
    if waiting:
        _append(session, RECORDS, waiting)


def write_access(session: Session, waiting: list[Pending]) -> None:
    """Chain and insert access entries; the caller commits next."""
    if waiting:
        _append(session, ACCESS, waiting)


def head(session: Session, chain: str, *, lock: bool = False) -> tuple[int, str]:
    """Sequence and hash of a chain's last entry. Raises NoResultFound where the head was taken away."""
    query = _LOCKED if lock else _HEAD
    row = session.connection().execute(query, {"of": chain}).one()
    return row.seq, row.hash


def _append(session: Session, chain: str, waiting: list[Pending]) -> None:
    seq, prev = head(session, chain, lock=True)
    rows, texts = [], []
    for entry in waiting:
        seq += 1
        body = _body(chain, seq, entry)
        data = canonical(body["data"])
        digest = _linked(prev, body, data=data)
        body.pop("seq")
        rows.append(
            {
                **body,
                "id": seq,
                "at": entry.at.replace(microsecond=0),  # what the hash says
                "data": data,
                "prev": prev,
                "hash": digest,
            }
        )
        texts += [
            {"entry_id": seq, "field": name, "text": text} for name, text in entry.texts.items()
        ]
        if chain == ACCESS:
            rows[-1]["purpose"] = entry.purpose
        prev = digest
    # On the connection: a row of a chain is no object of anybody's, and most requests write one.
    inserting.insert(session, TABLES[chain], rows)
    inserting.insert(session, EventText, texts)
    session.connection().execute(_MOVE, {"moved": chain, "last": seq, "its": prev})


TABLES: dict[str, Any] = {RECORDS: JournalEntry, ACCESS: AccessEntry}
_HEAD = sa.select(ChainHead.seq, ChainHead.hash).where(ChainHead.chain == sa.bindparam("of"))
_LOCKED = _HEAD.with_for_update()
_MOVE = (
    sa.update(ChainHead)
    .where(ChainHead.chain == sa.bindparam("moved"))
    .values(seq=sa.bindparam("last"), hash=sa.bindparam("its"))
)


def _body(chain: str, seq: int, entry: Pending) -> dict[str, Any]:
    """What the hash covers."""
    body: dict[str, Any] = {
        "seq": seq,
        "at": entry.at.isoformat(timespec="seconds"),
        "by": entry.by,
        "noun": entry.noun,
        "ref": entry.ref,
        "type": entry.type,
        "data": entry.data,
    }
    if chain == RECORDS:
        body |= {"case_id": entry.case_id, "case_seq": entry.case_seq}
    elif entry.purpose is not None:
        body["data"] = entry.data | {"purpose": cipher.seal_of_text(entry.purpose)}
    return body


def seal(session: Session) -> None:
    """Keep the heads aside: what is cut off or forged later is found up to here. By bulletins too."""
    at = clock.now()
    for chain in sorted(TABLES):
        seq, digest = head(session, chain, lock=True)
        session.add(ChainSeal(chain=chain, seq=seq, hash=mark(chain, seq, digest, at), at=at))


def seal_hourly(session: Session) -> bool:
    """Seal where the last seal is an hour old, or there is none; gives whether it did.

    The heads are locked first, so of two at once one seals.
    """
    for chain in sorted(TABLES):
        head(session, chain, lock=True)
    last = session.execute(sa.select(sa.func.max(ChainSeal.at))).scalar()
    if last is not None and clock.now() - last < SEALED_EVERY:
        return False
    seal(session)
    return True


def mark(chain: str, seq: int, digest: str, at: datetime) -> str:
    """What a seal keeps of a head: keyed, so that who can write the database alone cannot forge it."""
    key = cipher.held().derived("chain seal")
    text = canonical([chain, seq, digest, at.isoformat(timespec="seconds")])
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
