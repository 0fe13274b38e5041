"""The same pages with fpdf2: its tables and paragraphs, pictures from primitives."""

from collections.abc import Mapping
from typing import Any, Final

from fpdf import FPDF
from fpdf.enums import RenderStyle
from fpdf.fonts import FontFace

from tests.benchmarks.rival_engines import ASIDE, BOLD, FULL, HEIGHT, MAIN, MARGIN, REGULAR, WIDTH

FONT: Final = "report"
_ALIGN: Final = {"left": "L", "right": "R", "center": "C"}
_PRIVATE: Final = {0xE018: "‘", 0xE019: "’", 0xE01C: "“", 0xE01D: "”", 0xE026: "…"}


def draw(report: Mapping[str, Any]) -> bytes:
    """Draw one report."""
    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.add_font(FONT, "", str(REGULAR))
    pdf.add_font(FONT, "B", str(BOLD))
    pdf.set_title(report["title"])
    pdf.set_lang("zh-CN")
    pdf.add_page()
    _picture(pdf, report["cover"], 0.0, 0.0)
    for page in report["pages"]:
        pdf.add_page()
        _sheet(pdf, page, report)
    return bytes(pdf.output())


def _ink(pdf: FPDF, colour: str) -> None:
    pdf.set_text_color(*_rgb(colour))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _sheet(pdf: FPDF, page: Mapping[str, Any], report: Mapping[str, Any]) -> None:
    pdf.start_section(page["title"])
    _say(pdf, page["section"], (MARGIN, 38.0), 8.5)
    _say(pdf, report["head"], (WIDTH - MARGIN, 38.0), 8.5, anchor="end")
    _rule(pdf, 46.5)
    pdf.set_xy(MARGIN, 56.0)
    _paragraph(pdf, page["title"], FULL, (20.0, 28.0), ("B", "#0B3A5E"))
    _paragraph(pdf, page["subtitle"], FULL, (11.0, 15.0), ("", "#5F6C7B"))
    pdf.set_xy(MARGIN, 130.0)
    for block in page["blocks"]:
        _block(pdf, block, MAIN if page["points"] else FULL)
    if page["points"]:
        _aside(pdf, page, report)
    _rule(pdf, 545.0)
    _say(pdf, page["source"], (MARGIN, 557.5), 7.5)
    _say(pdf, page["folio"], (WIDTH - MARGIN, 557.5), 8.5, anchor="end")


def _rule(pdf: FPDF, y: float) -> None:
    pdf.set_draw_color(*_rgb("#D5DCE3"))
    pdf.set_line_width(0.6)
    pdf.line(MARGIN, y, WIDTH - MARGIN, y)


def _aside(pdf: FPDF, page: Mapping[str, Any], report: Mapping[str, Any]) -> None:
    left = WIDTH - MARGIN - ASIDE
    pdf.set_fill_color(*_rgb("#F2F6F9"))
    pdf.rect(left, 130.0, ASIDE, 402.0, style="F")
    pdf.set_xy(left + 16.0, 146.0)
    for head, body in [(report["so_what"], ""), *page["points"], ("", page["ask"])]:
        for text, look in ((head, ("B", "#0B3A5E")), (body, ("", "#3A4653"))):
            pdf.set_x(left + 16.0)
            _paragraph(pdf, text, ASIDE - 32.0, (9.5, 14.5), look)


def _paragraph(
    pdf: FPDF, text: str, room: float, type_size: tuple[float, float], look: tuple[str, str]
) -> None:
    if text:
        pdf.set_font(FONT, look[0], type_size[0])
        _ink(pdf, look[1])
        pdf.multi_cell(room, type_size[1], text, align="L", new_x="LEFT", new_y="NEXT", wrapmode="CHAR")


def _say(pdf: FPDF, text: str, at: tuple[float, float], size: float, **look: str) -> None:
    """Draw one line as it is."""
    pdf.set_font(FONT, "B" if look.get("weight") == "bold" else "", size)
    _ink(pdf, look.get("colour", "#5F6C7B"))
    x = at[0]
    if look.get("anchor", "start") != "start":
        x -= pdf.get_string_width(text) * (1.0 if look["anchor"] == "end" else 0.5)
    pdf.text(x, at[1], text)


def _block(pdf: FPDF, block: Mapping[str, Any], room: float) -> None:
    match block["kind"]:
        case "picture":
            _picture(pdf, block, MARGIN, pdf.get_y())
            pdf.set_xy(MARGIN, pdf.get_y() + block["height"] + 16.0)
        case "table":
            _table(pdf, block, room)
        case "prose":
            for head, body in block["parts"]:
                _paragraph(pdf, head, room, (11.0, 16.0), ("B", "#0B3A5E"))
                _paragraph(pdf, body, room, (9.5, 15.0), ("", "#3A4653"))
        case _:
            for label, value, note in block["tiles"]:
                _paragraph(pdf, f"{label} {value} {note}", room, (9.5, 15.0), ("", "#3A4653"))


def _table(pdf: FPDF, block: Mapping[str, Any], room: float) -> None:
    pdf.set_font(FONT, "", 8.5)
    _ink(pdf, "#1F2933")
    strong = FontFace(emphasis="B", fill_color=_rgb("#E3F0F7"))
    with pdf.table(
        width=room,
        col_widths=tuple(block["shares"]),
        text_align=tuple(_ALIGN[side] for side in block["aligns"]),
        line_height=12.0,
        padding=(4.0, 8.0, 4.0, 8.0),
        borders_layout="HORIZONTAL_LINES",
        align="L",
        wrapmode="CHAR",
    ) as table:
        table.row(block["heads"])
        for number, cells in enumerate(block["rows"]):
            table.row(cells, style=strong if number in block["strong"] else None)
    pdf.set_xy(MARGIN, pdf.get_y() + 16.0)


def _picture(pdf: FPDF, picture: Mapping[str, Any], left: float, top: float) -> None:
    for mark in picture["marks"]:
        match mark["@"]:
            case "Label":
                look = {name: mark[name] for name in ("weight", "anchor", "colour")}
                text = mark["text"].translate(_PRIVATE)
                _say(pdf, text, (mark["x"] + left, mark["y"] + top), mark["size"], **look)
            case "Line":
                _line(pdf, mark, left, top)
            case _:
                _shape(pdf, mark, left, top)


def _line(pdf: FPDF, mark: Mapping[str, Any], left: float, top: float) -> None:
    pdf.set_draw_color(*_rgb(mark["stroke"]))
    pdf.set_line_width(mark["width"])
    if mark["dash"]:
        pdf.set_dash_pattern(dash=mark["dash"][0], gap=mark["dash"][-1])
    pdf.line(mark["x1"] + left, mark["y1"] + top, mark["x2"] + left, mark["y2"] + top)
    if mark["dash"]:
        pdf.set_dash_pattern()


def _shape(pdf: FPDF, mark: Mapping[str, Any], left: float, top: float) -> None:
    style = _style(pdf, mark)
    if style is None:
        return
    match mark["@"]:
        case "Rect":
            rounded = {"round_corners": True, "corner_radius": mark["radius"]} if mark["radius"] else {}
            place = (mark["x"] + left, mark["y"] + top, mark["width"], mark["height"])
            pdf.rect(*place, style=style, **rounded)
        case "Circle":
            pdf.circle(mark["x"] + left, mark["y"] + top, mark["radius"], style=style)
        case "Polygon":
            points = [(x + left, y + top) for x, y in mark["points"]]
            if mark["closed"]:
                pdf.polygon(points, style=style)
            else:
                pdf.polyline(points, style=style)


def _style(pdf: FPDF, mark: Mapping[str, Any]) -> RenderStyle | None:
    if mark["fill"]:
        pdf.set_fill_color(*_rgb(mark["fill"]))
    if mark["stroke"]:
        pdf.set_draw_color(*_rgb(mark["stroke"]))
        pdf.set_line_width(mark["stroke_width"])
    code = ("D" if mark["stroke"] else "") + ("F" if mark["fill"] else "")
    return RenderStyle.coerce(code) if code else None
