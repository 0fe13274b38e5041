"""The engines under comparison: each is opened once a process and then draws report after report.

Each takes the pages as `rival_content.neutral` describes them, uses the two fonts of the product, and draws
words, tables and pictures with its own means. What a sensible user would keep between reports is kept: fonts
and style sheet (WeasyPrint), compiler and template (Typst); fpdf2 offers nothing of the kind.
"""

import inspect
import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

FONTS: Final = Path(__file__).parents[2] / "reports" / "fonts"
REGULAR: Final = FONTS / "NotoSansSCReport-Regular.ttf"
BOLD: Final = FONTS / "NotoSansSCReport-Bold.ttf"
WIDTH: Final = 841.89
HEIGHT: Final = 595.276
MARGIN: Final = 48.0
MAIN: Final = 480.0
ASIDE: Final = 244.0
FULL: Final = WIDTH - 2 * MARGIN

Draw = Callable[[Any], bytes]


def decoded(report: Any) -> Any:
    """Read the document for our engine."""
    from tests.benchmarks.rival_codec import decoded as read  # noqa: PLC0415 - loading is part of what is measured

    return read(report)


def ours() -> Draw:
    """Open our engine."""
    from reports.fonts import register  # noqa: PLC0415 - loading is part of what is measured
    from reports.pdf import render_pdf  # noqa: PLC0415 - loading is part of what is measured

    register()
    return lambda document: render_pdf(document, **_plain(render_pdf)).pdf


def _plain(render: Callable[..., object]) -> Mapping[str, bool]:
    """Ask for a file without tags, where tags are a choice: the others are measured without them too."""
    return {"tagged": False} if "tagged" in inspect.signature(render).parameters else {}


# WeasyPrint ----------------------------------------------------------------------------------------------

_CSS: Final = Path(__file__).with_name("rival.css")


def weasyprint() -> Draw:
    """Open WeasyPrint with a style sheet and fonts that are parsed once."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - loading is part of what is measured
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - loading is part of what is measured

    fonts = FontConfiguration()
    text = _CSS.read_text().replace("REGULAR", REGULAR.as_uri()).replace("BOLD", BOLD.as_uri())
    style = CSS(string=text, font_config=fonts)

    def draw(report: Mapping[str, Any]) -> bytes:
        found: bytes = HTML(string=_html(report)).write_pdf(stylesheets=[style], font_config=fonts)
        return found

    return draw


def _html(report: Mapping[str, Any]) -> str:
    sheets = [f'<div class="sheet cover">{report["cover"]["svg"]}</div>']
    sheets += [_html_sheet(page, report) for page in report["pages"]]
    title = escape(report["title"])
    return f'<html lang="zh-CN"><head><title>{title}</title></head><body>{"".join(sheets)}</body></html>'


def _html_sheet(page: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    points = "".join(f"<h2>{escape(head)}</h2><p>{escape(body)}</p>" for head, body in page["points"])
    aside = (
        f'<div class="aside"><h2>{escape(report["so_what"])}</h2>{points}<p>{escape(page["ask"])}</p></div>'
    )
    return (
        f'<div class="sheet{"" if page["points"] else " wide"}">'
        f'<div class="head"><span>{escape(page["section"])}</span><span>{escape(report["head"])}</span></div>'
        f"<h1>{escape(page['title'])}<small>{escape(page['subtitle'])}</small></h1>"
        f'<div class="main">{"".join(_html_block(block) for block in page["blocks"])}</div>'
        f"{aside if page['points'] else ''}"
        f'<div class="foot"><span>{escape(page["source"])}</span><span>{page["folio"]}</span></div></div>'
    )


def _html_block(block: Mapping[str, Any]) -> str:
    match block["kind"]:
        case "picture":
            return str(block["svg"])
        case "table":
            return _html_table(block)
        case "prose":
            return "".join(f"<h2>{escape(h)}</h2><p>{escape(b)}</p>" for h, b in block["parts"])
        case _:
            cells = "".join(
                f"<td>{escape(label)}<h2>{escape(value)}</h2>{escape(note)}</td>"
                for label, value, note in block["tiles"]
            )
            return f"<table><tr>{cells}</tr></table>"


def _html_table(block: Mapping[str, Any]) -> str:
    total = sum(block["shares"])
    widths = "".join(f'<col style="width:{100 * share / total:.2f}%">' for share in block["shares"])
    heads = "".join(f"<th>{escape(head)}</th>" for head in block["heads"])
    rows = "".join(
        f"<tr{' class=strong' if number in block['strong'] else ''}>"
        + "".join(
            f'<td class="{align}">{escape(text)}</td>'
            for text, align in zip(row, block["aligns"], strict=False)
        )
        + "</tr>"
        for number, row in enumerate(block["rows"])
    )
    return f"<table><colgroup>{widths}</colgroup><tr>{heads}</tr>{rows}</table>"


# Typst -----------------------------------------------------------------------------------------------------

_TYPST: Final = Path(__file__).with_name("rival.typ")


def typst() -> Draw:
    """Open Typst: one compiler and one template, the report comes in as data."""
    import typst as engine  # noqa: PLC0415 - loading is part of what is measured

    compiler, template = engine.Compiler(font_paths=[FONTS], ignore_system_fonts=True), _TYPST.read_bytes()

    def draw(report: str) -> bytes:
        found: bytes = compiler.compile(
            template, format="pdf", sys_inputs={"report": report}, pdf_tags=False, timestamp=0
        )
        return found

    return draw


def without_marks(report: Mapping[str, Any]) -> str:
    """Write a report as Typst takes it: pictures as SVG only."""

    def slim(block: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: value for name, value in block.items() if name != "marks"}

    pages = [{**page, "blocks": [slim(block) for block in page["blocks"]]} for page in report["pages"]]
    return json.dumps({**report, "cover": slim(report["cover"]), "pages": pages}, ensure_ascii=False)


def fpdf2() -> Draw:
    """Open fpdf2."""
    from tests.benchmarks.rival_fpdf import draw  # noqa: PLC0415 - loading is part of what is measured

    return draw


ENGINES: Final[Mapping[str, tuple[Callable[[], Draw], Callable[[Any], Any]]]] = {
    "ours": (ours, decoded),
    "typst": (typst, without_marks),
    "fpdf2": (fpdf2, lambda report: report),
    "weasyprint": (weasyprint, lambda report: report),
}
"""How each is opened, and how it takes a report; the taking is not timed."""
