"""An archived paper beside WeasyPrint: the same blocks, another content each page, in one shuffled run."""

from __future__ import annotations

import importlib.util
import io
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from html import escape
from typing import Any

from app import create_app, paper_pdf, paper_qr

ROUNDS = 60
GOAL = 10.0
NAMES = ("金哲洙", "崔善姬", "朴英子", "欧阳海兰", "김철수", "李静", "王芳")
PAPERS = ("营业执照", "场所平面布置图", "健康证明", "食品安全管理制度", "租赁合同", "招牌效果图")
STYLE = """@page { size: A4; margin: 24mm 18mm 20mm 20mm; @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 10.5pt/1.45 "Noto Serif CJK SC" } h1 { font-size: 21pt; text-align: center }
table { width: 100%; border-collapse: collapse } td, th { border: .3mm solid #000; padding: 1mm; text-align: left }
.qr { width: 24mm; height: 24mm } .foot { break-inside: avoid; margin-top: 10mm }"""


def main() -> int:
    """Print n, p50 of both and the ratio; 1 where the goal is missed, 0 where it holds or the peer is absent."""
    if importlib.util.find_spec("weasyprint") is None:
        print(
            "papers: WeasyPrint is not here (requirements-bench.txt, and pango by apt): not measured"
        )
        return 0
    if not paper_pdf.has_fonts():
        print("papers: no Chinese font is here (fonts-noto-cjk): not measured")
        return 0
    os.environ["YOUSHI_ENV"] = "testing"  # no rows and no secrets are needed to draw
    with create_app().app_context():
        return _measure()


def _measure() -> int:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()

    def theirs(given: dict[str, Any]) -> bytes:
        return bytes(weasyprint.HTML(string=_html(given)).write_pdf(font_config=fonts))

    makers: dict[str, Callable[[dict[str, Any]], bytes]] = {
        "ours": paper_pdf.typeset,
        "weasyprint": theirs,
    }
    taken: dict[str, list[float]] = {name: [] for name in makers}
    for maker in makers.values():
        _same_words(maker(_paper(0)), _paper(0))
    for at in range(1, ROUNDS + 1):
        given = _paper(at)  # what both are given, square and all, is made before the clock runs
        for name in random.sample(sorted(makers), 2):
            begun = time.perf_counter()
            makers[name](given)
            taken[name].append((time.perf_counter() - begun) * 1000)
    middle = {name: statistics.median(times) for name, times in taken.items()}
    ratio = middle["weasyprint"] / middle["ours"]
    print(
        f"papers  n {ROUNDS}  ours {middle['ours']:.1f} ms  weasyprint {middle['weasyprint']:.1f} ms  {ratio:.1f} x (goal {GOAL:.0f} x)"
    )
    return 0 if ratio >= GOAL else 1


def _paper(at: int) -> dict[str, Any]:
    """An acceptance of twelve papers; names come round, number and square are new each time."""
    name = NAMES[at % len(NAMES)]
    rows = [
        [str(row + 1), PAPERS[(row + at) % len(PAPERS)], f"原件 {row % 3 + 1} 份"]
        for row in range(12)
    ]
    foot = {
        "block": "foot",
        "scan": "扫码核对真伪",
        "sign": ["龙井市政务服务中心（受理专用章）", "2026年9月18日"],
        "qr": True,
    }
    return {
        "centre": "龙井市政务服务中心", "title": "受理通知书", "number": f"龙政务受〔2026〕{at:04d}号",
        "at": (2026, 9, 18, 9, 40, 0), "mark": "742D FA2B CEF1 2C82",
        "qr": paper_qr.file(f"{at:024d}"),
        "blocks": [
            {"block": "title", "text": "受理通知书"},
            {"block": "paragraph", "text": f"{name}：您申请的“开办餐饮店一件事”（LJ20260918J{at:05d}）材料齐全，符合法定形式，自2026年9月18日起受理。"},
            {"block": "table", "heads": ["序", "材料", "份数"], "rows": rows},
            {"block": "paragraph", "text": "承诺最晚 2026年9月24日 办结。法定最晚 2026年11月26日 办结。"},
            foot,
        ],
    }  # fmt: skip


def _html(given: dict[str, Any]) -> str:
    return (
        f'<html lang="zh"><style>{STYLE}</style><p>{given["centre"]}　{given["number"]}</p>'
        + "".join(HTML[block["block"]](block, given) for block in given["blocks"])
    )


def _table(block: dict[str, Any], _given: dict[str, Any]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block["heads"])
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block["rows"])
    return (
        f"<table><thead><tr>{head}</tr></thead>"
        + "".join(f"<tr>{row}</tr>" for row in rows)
        + "</table>"
    )


HTML: dict[str, Callable[[dict[str, Any], dict[str, Any]], str]] = {
    "title": lambda block, _given: f"<h1>{escape(block['text'])}</h1>",
    "paragraph": lambda block, _given: f"<p>{escape(block['text'])}</p>",
    "table": _table,
    "foot": lambda block, given: (
        f'<div class="foot"><div class="qr">{given["qr"]}</div>{escape(block["scan"])} {escape(" ".join(block["sign"]))}</div>'
    ),
}


def _same_words(drawn: bytes, given: dict[str, Any]) -> None:
    """Neither may be fast by leaving something out: every text of the paper can be read out of the file."""
    from pypdfium2 import PdfDocument

    pages = PdfDocument(io.BytesIO(drawn))
    said = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    texts = [
        given["blocks"][1]["text"],
        given["blocks"][2]["rows"][0][1],
        *given["blocks"][4]["sign"],
    ]
    lost = [text for text in texts if "".join(text.split()) not in said]
    if lost or len(pages) != 1:
        raise SystemExit(f"not the same paper: {len(pages)} pages, without {lost}")


if __name__ == "__main__":
    sys.exit(main())
