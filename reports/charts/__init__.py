"""Pictures of the report: small frozen inputs to scenes; no wording of their own."""

from reports.charts.axis import Axis, Span, Tick
from reports.charts.bars import ranked_bars
from reports.charts.distribution import item_distribution
from reports.charts.fact import fact_matrix
from reports.charts.gaps import gap_dumbbells
from reports.charts.impacts import impact_list
from reports.charts.inputs import (
    BarRow,
    Bars,
    GapRow,
    Gaps,
    GapWords,
    Ladder,
    LadderStage,
    LadderWords,
    Matrix,
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    MatrixWords,
    Peers,
    Profile,
    ProfileRow,
    ProfileWords,
    ShapeLine,
    Shapes,
)
from reports.charts.ladder import maturity_ladder
from reports.charts.matrix import role_matrix
from reports.charts.profile import interval_profile
from reports.charts.shapes import shape_lines
from reports.charts.strips import percentile_strips
from reports.charts.timeline import timeline
from reports.charts.work_inputs import (
    Distribution,
    DistributionRow,
    DistributionWords,
    FactMatrix,
    FactRow,
    FactWords,
    ImpactRow,
    Impacts,
    ImpactWords,
    StripRow,
    Strips,
    StripWords,
    Timeline,
    TimelinePhase,
    TimelineRow,
)

__all__ = [
    "Axis",
    "BarRow",
    "Bars",
    "Distribution",
    "DistributionRow",
    "DistributionWords",
    "FactMatrix",
    "FactRow",
    "FactWords",
    "GapRow",
    "GapWords",
    "Gaps",
    "ImpactRow",
    "ImpactWords",
    "Impacts",
    "Ladder",
    "LadderStage",
    "LadderWords",
    "Matrix",
    "MatrixCell",
    "MatrixColumn",
    "MatrixRow",
    "MatrixWords",
    "Peers",
    "Profile",
    "ProfileRow",
    "ProfileWords",
    "ShapeLine",
    "Shapes",
    "Span",
    "StripRow",
    "StripWords",
    "Strips",
    "Tick",
    "Timeline",
    "TimelinePhase",
    "TimelineRow",
    "fact_matrix",
    "gap_dumbbells",
    "impact_list",
    "interval_profile",
    "item_distribution",
    "maturity_ladder",
    "percentile_strips",
    "ranked_bars",
    "role_matrix",
    "shape_lines",
    "timeline",
]
