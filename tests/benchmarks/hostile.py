"""Whether a report can be broken by what people type into it.

Run ``python -m tests.benchmarks.hostile``. Ten thousand hostile texts are put into every place of a report
that somebody types - merchant, category, cover, scenario, posts, teams, rooms, agencies, the consultant's
edits of the recommendation and of any sentence, reasons of exclusions - many to a report, in both languages
and all editions. Each report is composed, drawn, drawn as SVG and read back by the gate. Counted are
exceptions, findings of the gate, characters drawn as 〓 that the report does not list, and attempts to open a
file or an address while it is made (Python's audit events). Ends with status 1 if anything was counted.
"""

import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import cycle, islice
from typing import Any, Final
from xml.etree import ElementTree as ET

from fontTools.ttLib import TTFont

from assessment.domain.editions import CoverWords, Edition, ReportChoices, ReportLook, TextEdit
from assessment.domain.scenario import LineEdit
from assessment.domain.structure import Agency, Structure
from assessment.domain.text import LOCALES
from reports.briefing import ReportInput
from reports.check import check_pdf
from reports.compose import compose
from reports.document import ReportDocument
from reports.fonts import FALLBACKS, FILES
from reports.fonts.build import HERE
from reports.layout import lay_out
from reports.lines import label_lines
from reports.narrative import edited, texts
from reports.pdf import render_pdf
from reports.scene import Label, Scene
from reports.svg import to_svg
from scoring.results import Exclusion
from tests.benchmarks.figures import line, parser_of
from tests.benchmarks.hostile_texts import hostile_texts
from tests.reports.merchants import mid_size, proposed, sixty_posts, typed_in

COUNT: Final = 10_000
LINES: Final = (
    "form",
    "post:host@live",
    "right:persona",
    "ritual:stand_up",
    "metric:host",
    "rule:R2",
    "rule:R9",
)
ORDER: Final[tuple[Edition, ...]] = ("full", "full", "leadership", "full", "board")
SENTENCES: Final = 80
"""Sentences of a report that are worded anew."""
WATCHED: Final = frozenset(
    {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system"}
)


@dataclass(slots=True)
class Watch:
    """Audit events of reaching out, collected while it is on."""

    on: bool = False
    seen: list[str] = field(default_factory=list)

    def hear(self, event: str, details: tuple[Any, ...]) -> None:
        """Note an event."""
        if self.on and event in WATCHED:
            self.seen.append(f"{event} {details[:1]!r}")


@cache
def watch() -> Watch:
    """Listen to the interpreter; a hook stays until the process ends."""
    found = Watch()
    sys.addaudithook(found.hear)
    return found


@dataclass(slots=True)
class Tally:
    """What was counted over all reports."""

    reports: int = 0
    pages: int = 0
    texts: int = 0
    missing: set[str] = field(default_factory=set)
    shortened: int = 0
    seconds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


@cache
def drawn_by_fonts() -> frozenset[str]:
    """Characters that any of the report's fonts draws, as another library reads the files."""
    found: set[int] = set()
    for file in (*FILES.values(), *FALLBACKS.values()):
        with TTFont(HERE / file, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(map(chr, found))


def named(structure: Structure, words: Iterator[str]) -> Structure:
    """Name everything in an organization anew."""
    return replace(
        structure,
        posts=tuple(replace(one, name=next(words)) for one in structure.posts),
        teams=tuple(replace(one, name=next(words)) for one in structure.teams),
        rooms=tuple(replace(one, name=next(words)) for one in structure.rooms),
        agencies=tuple(Agency(f"a{n}", next(words)) for n in range(4)),
    )


def typed_over(number: int, words: Iterator[str]) -> ReportInput:
    """Put texts into every place of report `number` but its sentences."""
    source = mid_size(LOCALES[number % 2])
    merchant = replace(source.merchant, name=next(words), category=next(words), demo=number % 3 == 0)
    excluded = Exclusion("OWN", next(words), 9)
    cover = CoverWords(*islice(words, 5))
    edits = [LineEdit(one, "edited", text=next(words), reason=next(words)) for one in LINES]
    if source.proposal is not None:
        planned = [one.initiative for one in source.proposal.plan.planned()]
        edits += [LineEdit(f"initiative:{one}", "edited", text=next(words)) for one in planned[1:]]
        edits.append(LineEdit(f"initiative:{planned[0]}", "rejected", reason=next(words)))
    typed = replace(
        source,
        merchant=merchant,
        result=replace(source.result, exclusions=(excluded,)),
        edition=ORDER[number % len(ORDER)],
        choices=ReportChoices(ReportLook(cover=cover)),
    )
    return proposed(typed, named(sixty_posts(), words), edits=tuple(edits), name=next(words))


def reworded(document: ReportDocument, words: Iterator[str]) -> tuple[ReportDocument, tuple[TextEdit, ...]]:
    """Word sentences from all over a report anew."""
    places = texts(document)
    chosen = places[:: max(len(places) // SENTENCES, 1)]
    edits = tuple(TextEdit(document.locale, one.place, one.text, next(words)) for one in chosen)
    return edited(document, edits, document.locale).document, edits


def absent(document: ReportDocument) -> set[str]:
    """Characters on the pages that no font draws."""
    have = drawn_by_fonts()
    return {
        c
        for sheet in lay_out(document)
        for label in labels(sheet.primitives)
        for one in label_lines(label).lines
        for c in one
        if c not in have
    }


def labels(primitives: tuple[Any, ...]) -> Iterator[Label]:
    """Every label, also those in parts."""
    for primitive in primitives:
        if isinstance(primitive, Label):
            yield primitive
        elif hasattr(primitive, "primitives"):
            yield from labels(primitive.primitives)


def try_report(number: int, words: Iterator[str], tally: Tally) -> None:
    """Make one report and count what is wrong with it."""
    source = typed_over(number, words)
    ears = watch()
    start = time.perf_counter()
    ears.on, ears.seen = True, []
    try:
        document, edits = reworded(compose(source), words)
        result = render_pdf(document)
        pictures = [to_svg(b) for page in document.pages for b in page.blocks if isinstance(b, Scene)]
    finally:
        ears.on = False
    tally.seconds.append(time.perf_counter() - start)
    typed = (*typed_in(source), source.merchant.category, *(edit.text for edit in edits))
    for finding in check_pdf(result.pdf, locale=source.locale, pages=result.pages, typed=typed):
        place = f"report {number} ({source.edition}) page {finding.page}"
        tally.faults[f"{place}: {finding.code} {finding.detail[:60]!r}"] += 1
    for picture in pictures:
        ET.fromstring(picture)  # noqa: S314  (our own output; a fault is an exception)
    tally.faults.update(f"reached out: {one}" for one in ears.seen)
    tally.faults.update(f"not listed: {c!r}" for c in absent(document) ^ set(result.missing_glyphs))
    tally.reports += 1
    tally.pages += result.pages
    tally.missing |= set(result.missing_glyphs)
    tally.shortened += len(result.shortened)


def attack(count: int, *, aloud: bool = False) -> Tally:
    """Print reports until `count` hostile texts have been in one, and return what was counted."""
    tally = Tally()
    left = list(hostile_texts(count))[::-1]
    number = 0
    while left:
        before = len(left)
        if number < len(LOCALES):  # loads what is loaded once a process and language
            render_pdf(compose(typed_over(number, cycle(["热身🚀𰻝"]))))
        words = iter(lambda: left.pop() if left else "完", None)
        try:
            try_report(number, words, tally)
        except Exception as error:  # noqa: BLE001  (counting them is the purpose)
            place = traceback.extract_tb(error.__traceback__)[-1]
            tally.faults[f"exception in report {number}: {error!r:.100} at {place.name}:{place.lineno}"] += 1
        tally.texts += before - len(left)
        number += 1
        if aloud:
            print(f"{tally.texts:6} texts, {number} reports, {sum(tally.faults.values())} faults", flush=True)
    return tally


def main() -> None:
    """Run the whole set and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="how many texts")
    tally = attack(parser.parse_args().count, aloud=True)
    print(f"{'hostile texts':34} {tally.texts}")
    print(f"{'reports, pages':34} {tally.reports}, {tally.pages}")
    print(f"{'characters drawn as 〓 and listed':34} {len(tally.missing)}")
    print(f"{'lines cut in plain sight and listed':34} {tally.shortened}")
    print(line("compose and draw", tally.seconds))
    print(f"{'faults':34} {sum(tally.faults.values())}")
    for fault, n in tally.faults.most_common():
        print(f"  {n:5} {fault}")
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
