"""The tree of tags of a file, read back with pikepdf."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Node:
    """An element: role, words in its stead, scope of a header, elements below, (page, MCID) of content."""

    role: str
    alt: str
    scope: str
    kids: tuple[Node, ...]
    content: tuple[tuple[int, int], ...]

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below it in order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, role: str) -> list[Node]:
        """Elements of a role."""
        return [node for node in self.walk() if node.role == role]


def tree(pdf: bytes) -> Node:
    """Read the only child of the root of the tree."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = {page.objgen: number for number, page in enumerate(file.pages)}
        return _node(file.Root.StructTreeRoot.K, pages)


def _node(element: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Node:
    held = element.get("/K")
    every = [] if held is None else list(held) if isinstance(held, pikepdf.Array) else [held]
    kids, content = [], []
    for kid in every:
        if isinstance(kid, int):
            content.append((pages[element.Pg.objgen], kid))
        elif "/MCID" in kid:
            content.append((pages[kid.Pg.objgen], int(kid.MCID)))
        else:
            kids.append(_node(kid, pages))
    attributes = element.get("/A", {})
    return Node(
        str(element.S)[1:],
        str(element.get("/Alt", "")),
        str(attributes.get("/Scope", "")),
        tuple(kids),
        tuple(content),
    )
