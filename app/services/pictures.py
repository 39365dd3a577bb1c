"""Pictures that are handed in, drawn anew: what a camera or a sender hid in the file stays behind."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps, UnidentifiedImageError

from app.domain.refusal import Refusal

#: The longer side of what is kept: an A4 page at 300 dots an inch.
SIDE = 3508
#: The longer side of a preview: enough to tell papers apart, too little to read a number from.
SMALL = 120
#: What is opened at all; a JPEG is read at a fraction of its size, the others whole.
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 36_000_000, "WEBP": 36_000_000}
#: What the library calls a JPEG behind which a phone put a second picture, for depth or light: the first counts.
SEVERAL = "MPO"
QUALITY = {SIDE: 88, SMALL: 70}
WHITE = (255, 255, 255)

# Asked here by format, before a pixel is read; the library's own guard would only warn.
Image.MAX_IMAGE_PIXELS = None

UNREADABLE = Refusal("attachment", "This picture cannot be read; take it or scan it again.", {})
TOO_MANY_PIXELS = Refusal(
    "attachment", "This picture has too many pixels; 300 dots an inch are enough.", {}
)


def drawn_anew(content: bytes, *, side: int = SIDE) -> bytes | Refusal:
    """The picture as a JPEG without anything beside it, upright, its longer side bounded."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as picture:
            if picture.width * picture.height > _most_pixels(picture.format):
                return TOO_MANY_PIXELS
            return _jpeg(picture, side)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        # Cut off, or only called a picture: what the decoders say of it helps nobody at a window.
        return UNREADABLE


def _most_pixels(kind: str | None) -> int:
    return MOST_PIXELS["JPEG" if kind == SEVERAL else kind or ""]


def _jpeg(picture: Image.Image, side: int) -> bytes:
    picture.draft("RGB", (side, side))
    picture.thumbnail((side * 2, side * 2))  # before turning: half the memory
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side))
    out = io.BytesIO()
    _on_white(upright).save(out, "JPEG", quality=QUALITY.get(side, QUALITY[SIDE]), optimize=True)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency: a stamp on nothing would come out black."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    full = picture.convert("RGBA")
    paper = Image.new("RGB", full.size, WHITE)
    paper.paste(full, mask=full.getchannel("A"))
    return paper
