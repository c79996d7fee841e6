"""Files as people send them, and as nobody should."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image

EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CAMERA, TAKEN_BY = "Kamera von Quastenbein", "Ottokar Quastenbein"
SCRIPT = b"<html><script>alert(1)</script>"
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
SIDEWAYS = 6
RED, BLUE = (250, 10, 10), (10, 10, 250)


def a_picture(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Give a picture that is red on the left and blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return picture


def a_photo(**more: Any) -> bytes:
    """Give a photograph as a telephone takes it: held sideways, with the place where it was taken."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = CAMERA, SIDEWAYS
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 35.0, 39.0), 3: "E", 4: (7.0, 8.0, 12.0)})
    xmp = b"<x:xmpmeta><dc:creator>" + TAKEN_BY.encode() + b"</dc:creator></x:xmpmeta>"
    return _written("JPEG", exif=exif, comment=TAKEN_BY, xmp=xmp, **more)


def a_drawing() -> bytes:
    """Give a PNG with words about its maker."""
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", TAKEN_BY)
    told.add_itxt("XML:com.adobe.xmp", TAKEN_BY)
    exif = Image.Exif()
    exif[MAKE] = CAMERA
    return _written("PNG", pnginfo=told, exif=exif)


def _written(name: str, **how: Any) -> bytes:
    written = io.BytesIO()
    a_picture().save(written, name, **how)
    return written.getvalue()


def a_bomb() -> bytes:
    """Give a PNG of a few hundred bytes that says it has 10,000 million pixels."""
    size = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def a_letter(*, words: str = "Brief der Schule", **save: Any) -> bytes:
    """Give a PDF of one page with words and a photograph, and with everything a PDF may carry."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 200))
    page.obj["/Contents"] = document.make_stream(b"BT /F1 12 Tf 20 20 Td (Hallo) Tj ET")
    page.obj["/Words"] = pikepdf.String(words)
    for used, photo in (("/DCTDecode", a_photo()), ("/FlateDecode", zlib.compress(a_photo()))):
        stream = document.make_stream(photo)
        names = [pikepdf.Name(used)] + [pikepdf.Name.DCTDecode] * (used == "/FlateDecode")
        stream.write(photo, filter=names[0] if len(names) == 1 else pikepdf.Array(names))
        page.obj[f"/Photo{used[1:]}"] = stream
    _arm(document, page)
    document.docinfo["/Author"] = TAKEN_BY
    with document.open_metadata() as told:
        told["dc:creator"] = [TAKEN_BY]
    written = io.BytesIO()
    document.save(written, **save)
    return written.getvalue()


def _arm(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Let a PDF run, call and carry things."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root["/OpenAction"] = document.make_indirect(script)
    page.obj["/AA"] = pikepdf.Dictionary(O=script)
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    document.attachments["anhang.exe"] = b"MZ wanderspecht"
    carried = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9]
    )
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch
    )
    page.obj["/Annots"] = pikepdf.Array([link, document.make_indirect(carried)])


def a_form() -> bytes:
    """Give a PDF that is a form of a program of its own."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root["/AcroForm"] = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def locked(owner: str, user: str) -> bytes:
    """Give a PDF that is encrypted."""
    return a_letter(encryption=pikepdf.Encryption(owner=owner, user=user))


def an_archive() -> bytes:
    """Give a ZIP with a program."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("programm.exe", b"MZ")
    return written.getvalue()


def cut(raw: bytes) -> bytes:
    """Give what came of a file when the telephone lost the net."""
    return raw[: len(raw) * 2 // 3]
