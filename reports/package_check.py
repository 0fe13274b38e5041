"""What every Office file must keep: nothing that runs, nothing foreign, no links out but to https."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from reports.check import Finding
from reports.checks.words import PLACEHOLDERS

FOREIGN: Final = re.compile(
    r"vbaProject|externalLinks|activeX|embeddings|oleObject|queryTable|connections|customXml|attachedToolbars"
)
"""Names of parts that run something or hold something foreign."""
SHOWN: Final = 60
"""Characters of a fault that are told."""
BROKEN: Final = (
    *(zipfile.BadZipFile, SyntaxError, DefusedXmlException, OSError, EOFError),
    *(KeyError, ValueError, TypeError),
)
"""What readers raise on files that are none; bad XML is an error of syntax, whichever parser finds it."""


def check_package(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Find parts that run or hold something foreign, and links that lead out but to https addresses."""
    for name, part in parts.items():
        if FOREIGN.search(name):
            yield Finding("foreign_part", None, name)
        if name == "[Content_Types].xml" and b"macroEnabled" in part:
            yield Finding("foreign_part", None, "macroEnabled")
        if name.endswith(".rels"):
            yield from _links(part)


def _links(part: bytes) -> Iterator[Finding]:
    for link in fromstring(part):
        if link.get("TargetMode") != "External":
            continue
        target, kind = link.get("Target", ""), link.get("Type", "")
        if not (kind.endswith("/hyperlink") and target.startswith("https://")):
            yield Finding("link", None, target[:SHOWN])


def check_placeholders(texts: Sequence[str], number: int | None, typed: Sequence[str]) -> Iterator[Finding]:
    """Find words that stand for something that was not filled in."""
    for text in texts:
        for match in PLACEHOLDERS.finditer(text):
            if not any(match.group() in words for words in typed):
                yield Finding("placeholder", number, match.group())
