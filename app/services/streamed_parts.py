"""What a streamed workbook holds besides its rows: which sheets there are, and how cells look."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Looks of cells, by their place in the styles: words, days, moments, the head.
PLAIN, DAY, MOMENT, TOP = range(4)


def around(title: str, sheets: int) -> Iterator[tuple[str, str]]:
    """(name, text) of the parts that say what the sheets are; a reader finds them wherever they stand in the file."""
    numbers = range(1, sheets + 1)
    name = re.sub(r"[][:*?/\\'&<>\"\x00-\x1f]", " ", title)[:24].strip() or "Sheet"
    named = "".join(
        f'<sheet name="{name}{f" {at}" if at > 1 else ""}" sheetId="{at}" r:id="rId{at}"/>'
        for at in numbers
    )
    leads = "".join(_leads(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in numbers)
    typed = "".join(_typed(f"/xl/worksheets/sheet{at}.xml", "worksheet") for at in numbers)
    yield (
        "xl/workbook.xml",
        (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'),
    )
    yield "xl/_rels/workbook.xml.rels", _relations(leads + _leads("rIdS", "styles", "styles.xml"))
    yield "xl/styles.xml", HEAD + STYLES
    yield "_rels/.rels", _relations(_leads("rId1", "officeDocument", "xl/workbook.xml"))
    yield (
        "[Content_Types].xml",
        (
            f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f"{_typed('/xl/workbook.xml', 'sheet.main')}{_typed('/xl/styles.xml', 'styles')}{typed}</Types>"
        ),
    )


def _relations(leads: str) -> str:
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{leads}</Relationships>'


def _leads(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _typed(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{KIND}.{kind}+xml"/>'


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
)
