"""A report for the archive: PDF/A-1b, level B of ISO 19005-1.

What is claimed is what the tests check: Apache PDFBox Preflight finds the files valid PDF/A-1b. The tags stay
in the file, but neither PDF/A-1a nor PDF/UA is claimed, because nobody here could check them.
"""

import io
from typing import Any, Final
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from reports.srgb import profile

_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
{entries}
<pdfaid:part>1</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_WORDS: Final = "<{0}><rdf:Alt><rdf:li xml:lang='x-default'>{{}}</rdf:li></rdf:Alt></{0}>"
_ENTRIES: Final = {
    "/Title": _WORDS.format("dc:title"),
    "/Author": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
    "/Subject": _WORDS.format("dc:description"),
    "/Keywords": "<pdf:Keywords>{}</pdf:Keywords>",
    "/Creator": "<xmp:CreatorTool>{}</xmp:CreatorTool>",
    "/Producer": "<pdf:Producer>{}</pdf:Producer>",
    "/CreationDate": "<xmp:CreateDate>{}</xmp:CreateDate>",
    "/ModDate": "<xmp:ModifyDate>{}</xmp:ModifyDate>",
}
"""Entries of the document information and where the packet repeats them (ISO 19005-1, 6.7.3)."""


def archived(pdf: bytes) -> bytes:
    """Rewrite a drawn report as PDF/A-1b.

    Parameters
    ----------
    pdf
        A file drawn by `reports.pdf`: its fonts are embedded and nothing in it is transparent.

    Returns
    -------
    bytes
        The same pages with an sRGB output intent and an XMP packet that repeats title, author and dates. The
        same bytes give the same bytes: dates are those of the document, and the identifier is a digest of
        the content.
    """
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf)) as file:
        for key in [key for key, value in file.docinfo.items() if not str(value)]:
            del file.docinfo[key]
        packet = file.make_stream(_packet(file.docinfo))
        packet.Type, packet.Subtype = Name.Metadata, Name.XML
        file.Root.Metadata = packet
        intent = file.make_stream(profile(), N=3)
        file.Root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier="sRGB IEC61966-2.1",
                    RegistryName="http://www.color.org",
                    Info="sRGB IEC61966-2.1",
                    DestOutputProfile=intent,
                )
            ]
        )
        file.save(
            out,
            force_version="1.4",
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=False,
            deterministic_id=True,
        )
    return out.getvalue()


def _packet(info: Any) -> bytes:  # noqa: ANN401  (a PDF dictionary)
    """Write the XMP packet; it must say the same as the document information."""
    entries = (
        form.format(escape(_date(str(info[key])) if key.endswith("Date") else str(info[key])))
        for key, form in _ENTRIES.items()
        if key in info
    )
    return _PACKET.format(entries="\n".join(entries)).encode()


def _date(date: str) -> str:
    """Write a PDF date as an XMP one.

    >>> _date("D:20260930000000+00'00'")
    '2026-09-30T00:00:00+00:00'
    """
    digits, zone = date[2:16], date[16:].replace("'", "")
    day, time = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}", f"{digits[8:10]}:{digits[10:12]}:{digits[12:14]}"
    return f"{day}T{time}{zone[:3]}:{zone[3:5]}"
