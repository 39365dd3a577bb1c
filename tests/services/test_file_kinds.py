"""What is taken of a file, by what it holds: pictures drawn anew, programs refused."""

from __future__ import annotations

import io
import zlib

from PIL import Image

from app.services import file_kinds, pictures

PDF = b"%PDF-1.7 one page"


def test_a_phones_picture_with_a_second_one_behind_it_is_taken():
    front, depth = (Image.new("RGB", (40, 30), colour) for colour in ("white", "black"))
    taken = saved(front, "MPO", save_all=True, append_images=[depth]).getvalue()
    kept = Image.open(io.BytesIO(pictures.drawn_anew(taken)))
    assert (kept.format, kept.size, kept.getpixel((5, 5))) == ("JPEG", (40, 30), (255, 255, 255))


def test_signs_of_a_scan_that_read_like_a_program_by_chance_are_none():
    chance = b"%PDF-1.7 <</Length 9>>stream\n\x01/JS \x02\nendstream"
    assert file_kinds.taken(chance, paper=True)[0] == chance
    packed = zlib.compress(b"<</S /JavaScript /JS (app.alert(1))>>")
    hidden = b"%PDF-1.7 <</Type /ObjStm /Filter /FlateDecode>>stream\r\n" + packed
    assert file_kinds.taken(hidden, paper=True) is file_kinds.ACTIVE


def test_a_picture_of_too_many_pixels_is_refused_before_one_is_read(monkeypatch):
    monkeypatch.setitem(pictures.MOST_PIXELS, "PNG", 99)
    assert (
        pictures.drawn_anew(saved(Image.new("RGB", (40, 30)), "PNG").getvalue())
        is pictures.TOO_MANY_PIXELS
    )


def test_a_picture_is_turned_upright_made_smaller_and_put_on_white():
    clear = Image.new("RGBA", (4000, 200), (0, 0, 0, 0))
    kept = Image.open(
        io.BytesIO(pictures.drawn_anew(saved(clear, "PNG", exif=turned()).getvalue()))
    )
    assert kept.size == (175, pictures.SIDE)
    assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_an_office_file_answers_a_field_and_is_no_paper():
    office = file_kinds.OFFICE
    assert {"docx", "xlsx"} == office
    assert file_kinds.taken(PDF, paper=True) == (PDF, ("application/pdf", "pdf"))


def saved(image, kind, **more):
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out


def turned():
    """A phone held upright says so beside the picture."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif
