"""Tags: what each mark on the paper is, for readers who hear the report and for machines that read it.

ReportLab draws but knows no tags. `Tags` puts every mark between the operators that name it (marked content,
PDF 32000-1, 14.6), collects the tree of elements that they belong to (14.7 and 14.8), and adds the tree to
the file before it is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFName, PDFObject

from reports.packed import PLACE, with_objects
from reports.scene import Part
from reports.theme import PAGE_HEIGHT

GROUPS: Final = frozenset({"Document", "Sect", "Div", "L", "LI", "Table", "TR", "Artifact"})
"""Elements that hold elements: a mark directly in them is decoration."""
MAY_BE_EMPTY: Final = frozenset({"TD", "TH"})
"""A cell without words still takes its place in the row; anything else without content is left out."""


class Raw(PDFObject):  # type: ignore[misc]  # ReportLab ships no types
    """An object of the file that is written already."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: Any) -> bytes:  # noqa: ANN401, ARG002  (ReportLab's signature)
        """Hand out the bytes as they are."""
        return self.content


class _Element:
    """A node of the tree; content is noted as (page, number of the marked content on it)."""

    __slots__ = ("keyed", "kids", "number", "part", "role")

    def __init__(self, role: str, part: Part | None = None) -> None:
        self.role = role
        self.part = part
        self.kids: list[_Element | tuple[int, int]] = []
        self.keyed: dict[tuple[str, str], _Element] | None = None
        self.number = 0

    def child(self, part: Part) -> _Element:
        """Find the element that a part belongs to, or begin it."""
        if part.key:
            if self.keyed is None:
                self.keyed = {}
            known = self.keyed.get((part.role, part.key))
            if known is not None:
                return known
        element = _Element(part.role, part)
        self.kids.append(element)
        if part.key and self.keyed is not None:
            self.keyed[part.role, part.key] = element
        return element

    def prune(self) -> bool:
        """Drop elements without content; tell whether anything is left of this one."""
        self.kids = [kid for kid in self.kids if isinstance(kid, tuple) or kid.prune()]
        return bool(self.kids) or self.role in MAY_BE_EMPTY

    def walk(self) -> Iterator[_Element]:
        """Yield this element and all below it in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, _Element):
                yield from kid.walk()


ARTIFACT: Final = _Element("Artifact")


class Tags:
    """Marks what is drawn on a canvas between `enter` and `leave` of a part, and writes the tree at the end.

    `here` is the element that the next mark belongs to and `open` the one that the last mark belonged to; the
    pen calls `mark` before it draws if they differ. Marks of one element that follow each other share one
    pair of operators.
    """

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401
        self._canvas = canvas
        self._root = _Element("Document")
        self._stack = [self._root]
        self._pages: list[list[_Element]] = []
        self._marked: list[_Element] = []
        self.here = ARTIFACT
        self.open: _Element | None = None

    def enter(self, part: Part) -> None:
        """Begin a part; whatever is inside of an artifact is one too."""
        parent = self._stack[-1]
        hidden = parent is ARTIFACT or part.role == "Artifact"
        element = ARTIFACT if hidden else parent.child(part)
        self._stack.append(element)
        self.here = ARTIFACT if element.role in GROUPS else element

    def leave(self) -> None:
        """End the part that was entered last."""
        self._stack.pop()
        element = self._stack[-1]
        self.here = ARTIFACT if element.role in GROUPS else element

    def mark(self) -> None:
        """Open the marked content that the next mark belongs to."""
        self._close()
        self.open = element = self.here
        if element is ARTIFACT:
            self._canvas._code.append("/Artifact BMC")  # noqa: SLF001
            return
        number = len(self._marked)
        self._marked.append(element)
        element.kids.append((len(self._pages), number))
        self._canvas._code.append(f"/{element.role} <</MCID {number}>> BDC")  # noqa: SLF001

    def _close(self) -> None:
        if self.open is not None:
            self._canvas._code.append("EMC")  # noqa: SLF001
            self.open = None

    def show_page(self) -> None:
        """Close the sheet and tie it to the tree."""
        self._close()
        document = self._canvas._doc  # noqa: SLF001
        name = document.thisPageName()
        self._canvas.showPage()
        page = document.idToObject[name]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]  # keys that ReportLab leaves out
        page.StructParents = len(self._pages)
        page.Tabs = PDFName("S")
        self._pages.append(self._marked)
        self._marked = []

    def finish(self) -> bytes:
        """Write the file with its tree; call it once, after the last sheet."""
        document = self._canvas._doc  # noqa: SLF001
        document.Catalog.MarkInfo = Raw(b"<</Marked true>>")
        document.Catalog.StructTreeRoot = PLACE.decode().split(" ", 1)[1]
        return with_objects(self._canvas.getpdfdata(), document, self._objects)

    def _objects(self, root: int) -> list[bytes]:
        """Write the root of the tree as object number `root`, then what it refers to."""
        document = self._canvas._doc  # noqa: SLF001
        self._root.prune()
        for number, element in enumerate(self._root.walk(), start=root + 2):
            element.number = number
        pages = [document.idToObjectNumberAndVersion[f"Page{n + 1}"][0] for n in range(len(self._pages))]
        elements = [_element(element, up, pages) for element, up in _with_parents(self._root, root)]
        return [self._tree(root + 1), self._parent_tree(), *elements]

    def _tree(self, parents: int) -> bytes:
        return (
            f"<</Type/StructTreeRoot/K {self._root.number} 0 R/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {len(self._pages)}>>"
        ).encode()

    def _parent_tree(self) -> bytes:
        """Element of each marked content, sheet by sheet."""
        rows = (
            f"{number}[{' '.join(f'{element.number} 0 R' for element in marked)}]"
            for number, marked in enumerate(self._pages)
        )
        return f"<</Nums[{' '.join(rows)}]>>".encode()


def _with_parents(element: _Element, parent: int) -> Iterator[tuple[_Element, int]]:
    """Yield each element with the number of the one above it, in the order of their numbers."""
    yield element, parent
    for kid in element.kids:
        if isinstance(kid, _Element):
            yield from _with_parents(kid, element.number)


def _element(element: _Element, parent: int, pages: Sequence[int]) -> bytes:
    """Write one element; content of another sheet than its first is named with its sheet."""
    first = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, _Element):
            kids.append(f"{kid.number} 0 R")
        elif kid[0] == first:
            kids.append(str(kid[1]))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>")
    page = "" if first is None else f"/Pg {pages[first]} 0 R"
    held = "" if not kids else f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
    more = _attributes(element.part) if element.part is not None else ""
    return f"<</Type/StructElem/S/{element.role}/P {parent} 0 R{page}{held}{more}>>".encode()


def _attributes(part: Part) -> str:
    """Write what a reader must know beyond the role: scope of a header, words and box of a figure."""
    if part.role == "TH":
        return "/A<</O/Table/Scope/Column>>"
    if part.role != "Figure":
        return ""
    box = ""
    if part.box is not None:
        left, top, wide, tall = part.box
        edges = (left, PAGE_HEIGHT - top - tall, left + wide, PAGE_HEIGHT - top)
        box = f"/A<</O/Layout/Placement/Block/BBox[{' '.join(f'{edge:.2f}' for edge in edges)}]>>"
    return f"/Alt<FEFF{part.alt.encode('utf-16-be').hex().upper()}>{box}"
