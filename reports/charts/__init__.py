"""Pictures of the report: small frozen inputs to scenes; no wording of their own."""

from reports.charts.axis import Axis, Span, Tick
from reports.charts.bars import ranked_bars
from reports.charts.distribution import item_distribution
from reports.charts.dots import answer_dots
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
from reports.charts.landscape import archetype_map
from reports.charts.matrix import role_matrix
from reports.charts.organization_chart import organization_chart
from reports.charts.organization_inputs import (
    MarkWords,
    OrganizationBox,
    OrganizationChart,
    OrganizationWords,
    PostMark,
)
from reports.charts.organization_outline import organization_outline
from reports.charts.organization_pages import organization_pages
from reports.charts.peer_inputs import (
    AnswerRow,
    Answers,
    AnswerWords,
    Landscape,
    MapAxis,
    MapSpot,
    MapWords,
    SnowballLink,
    SnowballPart,
    SnowballPicture,
    SnowballWords,
    StandingRow,
    Standings,
    StandingWords,
)
from reports.charts.profile import interval_profile
from reports.charts.shapes import shape_lines
from reports.charts.snowball import snowball
from reports.charts.standings import standing_strips
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
    "AnswerRow",
    "AnswerWords",
    "Answers",
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
    "Landscape",
    "MapAxis",
    "MapSpot",
    "MapWords",
    "MarkWords",
    "Matrix",
    "MatrixCell",
    "MatrixColumn",
    "MatrixRow",
    "MatrixWords",
    "OrganizationBox",
    "OrganizationChart",
    "OrganizationWords",
    "Peers",
    "PostMark",
    "Profile",
    "ProfileRow",
    "ProfileWords",
    "ShapeLine",
    "Shapes",
    "SnowballLink",
    "SnowballPart",
    "SnowballPicture",
    "SnowballWords",
    "Span",
    "StandingRow",
    "StandingWords",
    "Standings",
    "StripRow",
    "StripWords",
    "Strips",
    "Tick",
    "Timeline",
    "TimelinePhase",
    "TimelineRow",
    "answer_dots",
    "archetype_map",
    "fact_matrix",
    "gap_dumbbells",
    "impact_list",
    "interval_profile",
    "item_distribution",
    "maturity_ladder",
    "organization_chart",
    "organization_outline",
    "organization_pages",
    "percentile_strips",
    "ranked_bars",
    "role_matrix",
    "shape_lines",
    "snowball",
    "standing_strips",
    "timeline",
]
