"""Scenes as SVG: well-formed, escaped, described, the same marks as on paper."""

from xml.etree import ElementTree as ET

import pytest

from reports.scene import Circle, Image, Label, Line, Part, Polygon, Rect, Scene
from reports.svg import to_svg
from tests.reports.engine.samples import all_charts, hostile_names

NS = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    NS + tag for tag in ("svg", "title", "desc", "rect", "line", "circle", "polygon", "polyline", "text")
}


@pytest.mark.parametrize("name", [*hostile_names(), '"><script>alert(1)</script>'])
def test_hostile_names_stay_text(name: str) -> None:
    """Whatever a name holds, the result is well-formed and holds no element but drawing."""
    for scene in all_charts(name):
        root = ET.fromstring(to_svg(scene))  # noqa: S314  (our own output)
        assert {element.tag for element in root.iter()} <= ALLOWED
        assert not [
            key for element in root.iter() for key in element.attrib if key.startswith(("on", "href"))
        ]


def test_pictures_describe_themselves() -> None:
    """Screen readers get a role, a title and a description."""
    root = ET.fromstring(to_svg(Scene(10.0, 5.0, (), "三项能力 < 目标")))  # noqa: S314
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "三项能力 < 目标"
    assert [root.findtext(NS + tag) for tag in ("title", "desc")] == ["三项能力 < 目标"] * 2


def test_every_primitive_is_written() -> None:
    """Each primitive becomes one element; a label that must break becomes several."""
    scene = Scene(
        100.0,
        100.0,
        (
            Rect(0, 0, 1, 1, "#000000", "#FFFFFF", 1.0, 2.0),
            Line(0, 0, 1, 1, "#000000", 1.0, (3.0, 2.0)),
            Circle(1, 1, 1, None, "#000000"),
            Polygon(((0, 0), (1, 1)), None, "#000000", closed=False),
            Polygon(((0, 0), (1, 1), (0, 1)), "#000000"),
            Label(0, 0, "一二三四五六七八", 10.0, weight="bold", anchor="end", width=40.0),
        ),
        "",
    )
    tags = [element.tag.removeprefix(NS) for element in ET.fromstring(to_svg(scene))]  # noqa: S314
    assert tags == ["title", "desc", "rect", "line", "circle", "polyline", "polygon", "text", "text"]


def test_parts_group_and_pictures_are_held() -> None:
    """A part adds nothing of its own; a picture stands in the file itself and loads nothing."""
    mark = Rect(0, 0, 1, 1, "#000000")
    inside = Part("P", (mark, Part("Artifact", (Label(0, 0, "字"),))))
    plain, grouped = (to_svg(Scene(9.0, 9.0, p, "图")) for p in ((mark, Label(0, 0, "字")), (inside,)))
    assert plain == grouped
    root = ET.fromstring(to_svg(Scene(9.0, 9.0, (Image(1, 2, 3, 4, b"\x89PNG"),), "图")))  # noqa: S314
    (image,) = root.iter(NS + "image")
    assert image.attrib["href"] == "data:image/png;base64,iVBORw=="
    assert [image.attrib[key] for key in ("x", "y", "width", "height")] == ["1", "2", "3", "4"]
