"""How long the recommended organization takes: the form, plans, a whole what-if, charts.

Run ``python -m tests.benchmarks.organization``. Medians of repeated runs in one process; nothing is asserted,
the numbers depend on the machine. The demo merchant, the instrument and the knowledge base are those that
ship; made-up initiatives are random and seeded. A plan is solved anew in every run: the memory for equal
plans is emptied, but for the lines that say so.
"""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from assessment.content.demo.case import demo_case
from assessment.content.loader import knowledge, shipped_instrument
from assessment.content.panels import demo_panel
from assessment.domain.organization import Initiative
from assessment.domain.scenario import Caps, Settings
from reports.charts import (
    OrganizationBox,
    OrganizationChart,
    OrganizationWords,
    organization_chart,
    organization_pages,
)
from reports.theme import BODY_HEIGHT, FULL_WIDTH
from scoring.crosswalk import crosswalk
from scoring.organization.form_case import form_case
from scoring.organization.form_flips import flips
from scoring.organization.forms import advise_form, drawn_outcomes
from scoring.organization.ground import Ground
from scoring.organization.projection import projections
from scoring.organization.proposal import propose
from scoring.organization.roadmap import roadmap
from scoring.organization.roadmap_program import schedule
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from tests.benchmarks.figures import line, parser_of

REPEATS = 9
TIGHT = Settings(caps=Caps((60.0,), initiatives=6))
"""Caps of a small merchant: far less than there is to do, which is the hard case."""
MIXES = 6


def seconds(run: Callable[[], object], repeats: int = REPEATS) -> list[float]:
    """Time `run` after one warm-up."""
    run()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return taken


def demo_ground() -> Ground:
    """Score the demo merchant."""
    case, instrument, judged = demo_case(), shipped_instrument(), knowledge()
    wave = WaveEvidence(instrument, case.responses, case.merchant, case.facts, len(case.responses))
    return Ground(
        instrument=instrument,
        knowledge=judged,
        merchant=case.merchant,
        facts=case.facts,
        result=score_wave(wave, Yardsticks(judged, demo_panel())),
    )


def made_up(ground: Ground, n: int) -> Ground:
    """Replace the initiatives by `n` random ones, one in four after another, carried by 30 posts."""
    stream = np.random.default_rng(3)
    parts = [s.id for s in ground.instrument.sub_capabilities]
    pattern = ground.knowledge.initiatives[0]
    invented: list[Initiative] = []
    for i in range(n):
        part = parts[int(stream.integers(len(parts)))]
        before = f"I{int(stream.integers(i)):03d}" if i and stream.random() < 0.25 else ""
        invented.append(
            replace(
                pattern,
                id=f"I{i:03d}",
                sub_capability=part,
                person_days=float(stream.integers(4, 26)),
                cash_rank=int(stream.choice(4, p=(0.5, 0.3, 0.15, 0.05))),
                prerequisites=(before,) if before else (),
                effects={part: float(stream.integers(2, 13)) / 10},
                posts=(f"post{int(stream.integers(30))}",),
            )
        )
    return replace(ground, knowledge=replace(ground.knowledge, initiatives=tuple(invented)))


def all_open(ground: Ground, seed: int) -> Ground:
    """Give every sub-capability a gap, so that all initiatives compete."""
    stream = np.random.default_rng(seed)
    low = tuple(
        replace(s, value=4.0 - gap, gap=gap, target=4.0, withheld=None)
        for s, gap in zip(ground.result.sub_capabilities, stream.uniform(0.2, 2.2, 99), strict=False)
    )
    return replace(ground, result=replace(ground.result, sub_capabilities=low))


def anew(run: Callable[[], object]) -> object:
    """Forget solved plans, then run."""
    schedule.cache_clear()
    return run()


def forms(ground: Ground) -> None:
    """Print the recommended form: with its draws and flips, and what each of them costs."""
    case = form_case(ground)
    print(line("form, 1,000 draws", seconds(lambda: advise_form(ground))))
    print(line("form, 1 draw", seconds(lambda: advise_form(ground, draws=1))))
    print(line("conditions over 1,000 draws", seconds(lambda: drawn_outcomes(case, 1000, 0))))
    print(line("flips", seconds(lambda: flips(case))))


def plans(ground: Ground) -> None:
    """Print the plans."""
    large = all_open(made_up(ground, 200), 1)
    cases = [("plan, demo merchant", ground, Settings()), ("plan, demo, 60 days x 6", ground, TIGHT)]
    cases += [(f"plan, all 33 open, seed {n}", all_open(ground, n), TIGHT) for n in range(MIXES)]
    cases += [
        ("plan of 200, 180 days x 10", large, Settings(caps=Caps((180.0,), initiatives=10))),
        ("plan of 200, 400 days, 15 a post", large, Settings(caps=Caps((400.0,), carry=15.0))),
        ("plan of 200, 300 days, cash", large, Settings(caps=Caps((300.0,), cash=(500_000.0,)))),
    ]
    for name, place, settings in cases:
        plan = roadmap(place, settings)
        taken = seconds(
            lambda place=place, settings=settings: anew(lambda: roadmap(place, settings)),
            3 if place is large else REPEATS,
        )
        print(f"{line(name, taken)}  gap {plan.gap:.4f}")


def posts(n: int) -> OrganizationChart:
    """Make an organization of n posts up: every boss leads four, in the order of the posts."""
    boxes = (
        OrganizationBox(f"p{i}", f"岗位{i}", "1人", parent=f"p{(i - 1) // 4}" if i else None)
        for i in range(n)
    )
    return OrganizationChart(tuple(boxes), OrganizationWords("组织架构"), "组织架构图")


def charts() -> None:
    """Print what drawing an organization takes."""
    for n in (20, 120, 500):
        chart = posts(n)
        print(line(f"chart of {n} posts", seconds(lambda chart=chart: organization_chart(chart), 3)))
        wide = seconds(lambda chart=chart: organization_pages(chart, FULL_WIDTH, BODY_HEIGHT), 3)
        print(line(f"pages of {n} posts", wide))


def main() -> None:
    """Print the figures."""
    parser_of(__doc__).parse_args()
    ground = demo_ground()
    start = time.perf_counter()
    advise_form(ground)
    print(f"{'first form in the process':34} {1000 * (time.perf_counter() - start):7.1f} ms")
    forms(ground)
    start = time.perf_counter()
    plan = roadmap(ground, Settings())
    print(f"{'first plan in the process':34} {1000 * (time.perf_counter() - start):7.1f} ms")
    plans(ground)
    print(line("plan as before, from memory", seconds(lambda: roadmap(ground, Settings()))))
    print(line("projections", seconds(lambda: projections(ground, plan, Settings()))))
    print(line("cross-walk", seconds(lambda: crosswalk(ground))))
    print(line("whole what-if, other caps", seconds(lambda: anew(lambda: propose(ground, settings=TIGHT)))))
    print(line("whole what-if, same plan", seconds(lambda: propose(ground, settings=TIGHT))))
    charts()


if __name__ == "__main__":
    main()
