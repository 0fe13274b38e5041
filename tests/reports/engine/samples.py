"""A report with invented content: every block, every chart, both languages."""

from itertools import pairwise
from math import cos, exp, pi, sin

from reports import theme
from reports.charts import (
    AnswerRow,
    Answers,
    AnswerWords,
    Axis,
    BarRow,
    Bars,
    Distribution,
    DistributionRow,
    DistributionWords,
    FactMatrix,
    FactRow,
    FactWords,
    GapRow,
    Gaps,
    GapWords,
    ImpactRow,
    Impacts,
    ImpactWords,
    Ladder,
    LadderStage,
    LadderWords,
    Landscape,
    MapAxis,
    MapSpot,
    MapWords,
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
    SnowballLink,
    SnowballPart,
    SnowballPicture,
    SnowballWords,
    StandingRow,
    Standings,
    StandingWords,
    StripRow,
    Strips,
    StripWords,
    Tick,
    Timeline,
    TimelinePhase,
    TimelineRow,
    answer_dots,
    archetype_map,
    fact_matrix,
    gap_dumbbells,
    impact_list,
    interval_profile,
    item_distribution,
    maturity_ladder,
    percentile_strips,
    ranked_bars,
    role_matrix,
    shape_lines,
    snowball,
    standing_strips,
    timeline,
)
from reports.document import (
    Column,
    Cover,
    Page,
    Prose,
    ReportDocument,
    SoWhat,
    SoWhatPoint,
    Table,
    Tile,
    Tiles,
)
from reports.scene import Scene

AXIS = Axis(1.0, 5.0, tuple(Tick(at, f"{at:.1f} 规范级") for at in (1.0, 1.8, 2.6, 3.4, 4.2)))
LONG = "投播分钟级协同与人群资产沉淀的联合复盘机制"


def hostile_names() -> tuple[str, ...]:
    """Names as an attacker, a careless copy or a far-away keyboard would type them."""
    return (
        "<b>A&B</b>店",
        "<img src='file:///etc/passwd'>",
        "旗\u200b舰\u202e店\x00\x08名 متجر",
        "囍字母婴 𰻝𰻝面 👨‍👩‍👧 🇨🇳 🚀",
        "lone \ud800 surrogate \udfff",
        "Z̸̧̛a̶l̵g̷o̸ " + "\u0301" * 50,
        "长" * 5000,
        "w" * 5000,
        "，。；：！？）》”" * 500,
        "（《“" * 500,
        "]]>&#x110000;{0}%s{name}",
        "a\nb\tc\r\n\u2028d",
        " ",
        "",
    )


def profile(name: str, note: str = "n = 7") -> Scene:
    """Draw a profile whose rows carry `name`: one scored, one withheld."""
    rows = (
        ProfileRow(name, note, 2.7, 2.3, 3.1, Peers(2.2, 2.8, 3.3), 3.5, highlight=True),
        ProfileRow(name, note, None, None, None, Peers(), None, "回答不足，暂不计分"),
    )
    words = ProfileWords("维度得分", "本店", "95% 区间", "同行中间 50%", "同行中位", "目标", "得分")
    return interval_profile(Profile(rows, AXIS, words, name))


def dumbbells(name: str, count: int = 6) -> Scene:
    """Draw gaps, many or few, one of them withheld."""
    rows = tuple(
        GapRow(name, "n = 3", 1.0 + 0.17 * (n % 20), 3.5, Peers(2.1, 2.7, 3.2)) for n in range(count)
    )
    words = GapWords("差距", "本店", "目标", "同行中间 50%", "同行中位", "差距")
    withheld = GapRow(name, "", None, 3.5, Peers(), "不适用")
    return gap_dumbbells(Gaps((*rows, withheld), AXIS, words, name))


def ladder(name: str) -> Scene:
    """Draw a ladder of five stages."""
    bounds = (1.0, 1.8, 2.6, 3.4, 4.2, 5.0)
    stages = tuple(LadderStage(name, name, low, high) for low, high in pairwise(bounds))
    words = LadderWords("本店", "12 个月目标", "同行中位", "95% 区间", "处于各级的概率")
    shares = (0.0, 0.21, 0.74, 0.05, 0.0)
    return maturity_ladder(Ladder(stages, 2.7, 2.4, 3.0, 2.9, 2.8, shares, words, name))


def matrix(name: str) -> Scene:
    """Draw a heat map with a withheld and a marked cell."""
    cells = (MatrixCell(1.0, "1.0–2.1"), MatrixCell(None), MatrixCell(5.0, "4.2–5.0", mark=True))
    columns = tuple(MatrixColumn(name, "n = 3") for _ in cells)
    words = MatrixWords("各方看法", "岗位", "样本不足", "低", "高", "超出误差")
    rows = tuple(MatrixRow(name, "3 人", cells) for _ in range(5))
    return role_matrix(Matrix(columns, rows, 1.0, 5.0, words, name))


def others(name: str) -> tuple[Scene, ...]:
    """Draw the remaining charts."""
    bars = Bars((BarRow(name, "48 家", 0.62, "62%", True), BarRow(name, "", None, "")), 1.0, name, name, "—")
    lines = (
        ShapeLine(name, (1.0, 2.0, None, 4.0), "merchant"),
        ShapeLine(name, (2.0, 2.1, 3.0, 4.1), "near"),
        ShapeLine(name, (5.0, 1.0, 1.0, 5.0), "far"),
    )
    shapes = Shapes((name, name, "商品", "服务"), lines, AXIS, "能力形状", name)
    fact = FactMatrix(
        (
            FactRow("F", name, name, 50.0, "50%", 2.9, 2.4, 3.4, name, True),
            FactRow("A", name, "", None, "—", None, None, None, ""),
        ),
        AXIS,
        2.6,
        FactWords("阵地", "计划占比", "就绪度", "判断", "底线", "95% 区间"),
        name,
        "回答不足",
    )
    answers = Distribution(
        ("1 级", "2 级", "3 级", "4 级", "5 级"),
        (
            DistributionRow(name, "PR4-2", (0, 2, 3, 1, 4), 3.7, "2"),
            DistributionRow(name, "", (0,) * 5, None),
        ),
        DistributionWords("作答人数", "均值", "不知道"),
        name,
    )
    impacts = Impacts(
        (
            ImpactRow("1", name, name, 9.0, "9.0", ("30 人天", name), True, True),
            ImpactRow("12", name, "", 0.0, "0.0", ("", "")),
        ),
        9.0,
        ("投入", "负责岗位"),
        ImpactWords("优先举措", "优先级", "先决"),
        name,
    )
    strips = Strips(
        (
            StripRow(name, "n = 400", 38.0, 31.0, 46.0, "P38", highlight=True),
            StripRow(name, "n = 14", None, 50.0, 75.0, "第 3 四分位"),
            StripRow(name, "n = 6", None, None, None, "", "同行少于 10 家"),
        ),
        tuple(Tick(float(at), str(at)) for at in (0, 25, 50, 75, 100)),
        StripWords("同行位置", "位置", "本店", "95% 区间", "四分位"),
        name,
    )
    phases = (TimelinePhase(name, name, 0.0, 90.0), TimelinePhase("固化", "", 90.0, 365.0))
    work = (
        TimelineRow(name, name, 0.0, 60.0, name, "评审"),
        TimelineRow(name, "", 300.0, 365.0, "留痕", "完成", True),
    )
    return (
        ranked_bars(bars),
        shape_lines(shapes),
        fact_matrix(fact),
        item_distribution(answers, width=theme.FULL_WIDTH),
        impact_list(impacts),
        percentile_strips(strips),
        timeline(Timeline(phases, work, "路线图", name)),
    )


def hill(middle: float, count: int = 41) -> tuple[float, ...]:
    """Density of peers around `middle` on the level scale."""
    return tuple(exp(-(((1.0 + 4.0 * n / (count - 1) - middle) / 0.5) ** 2) / 2) for n in range(count))


def standings(name: str) -> Scene:
    """Draw standings on every rung: percentile, chances, quartile, no peers, no score."""
    rows = (
        StandingRow(
            name, "n = 48", 2.7, 2.4, 3.1, Peers(2.4, 2.8, 3.2), hill(2.8), "P42", "P31–P55", "", True
        ),
        StandingRow(
            name, "", 4.9, 4.5, 5.0, Peers(2.4, 2.8, 3.2), hill(3.0), "上半区概率 88%", "前四分之一 41%"
        ),
        StandingRow(name, "", 1.0, 1.0, 1.4, Peers(None, 2.6, None), (), "后四分之一", name),
        StandingRow(name, "", 2.2, 1.8, 2.7, Peers(), (), name),
        StandingRow(name, "", None, None, None, Peers(2.4, 2.8, 3.2), hill(2.8), "—", "", "依据不足"),
    )
    words = StandingWords("同行位置", "位置", "本店", "95% 区间", "同行分布", "同行中间 50%", "同行中位")
    return standing_strips(Standings(rows, AXIS, words, name))


def landscape(name: str) -> Scene:
    """Draw a map with archetypes close together and others at the edge, and a density with a hollow."""
    places = ((-0.5, 0.3), (-0.35, 0.4), (1.3, -0.8), (1.4, -0.9), (-2.9, 2.1), (2.9, -2.1))
    spots = tuple(MapSpot(name, x, y, near=n < 2) for n, (x, y) in enumerate(places))
    region = tuple((0.2 + 0.9 * cos(n * pi / 18), 0.1 + 0.5 * sin(n * pi / 18)) for n in range(36))
    far = [((x - 12) ** 2 + (y - 12) ** 2) ** 0.5 for y in range(25) for x in range(25)]
    ring = tuple(tuple(exp(-((far[25 * y + x] - 6.0) ** 2) / 8.0) for x in range(25)) for y in range(25))
    words = MapWords("画像地图", "本店", "本店 95% 范围", "最像的画像", "其他画像", "同行密度")
    axes = (MapAxis("内容强", "商品强"), MapAxis("水平低", "水平高"))
    extent = (-3.0, 3.0, -2.2, 2.2)
    return archetype_map(Landscape(spots, 0.2, 0.1, region, ring, extent, *axes, words, name, name))


def rolling(name: str) -> Scene:
    """Draw a snowball with a full, a half-full and an empty element and a torn link."""
    parts = (
        SnowballPart(name, 3.6, "3.2–4.0", "high", "高于同行"),
        SnowballPart(name, 2.4, "2.0–2.9", "low", "最弱的一环", weakest=True),
        SnowballPart(name, 3.0, name, "even", name),
    )
    links = (SnowballLink(name, broken=True), SnowballLink(name), SnowballLink("带得来新人吗"))
    words = SnowballWords("雪球", "强", "持平", "弱", "断点")
    return snowball(SnowballPicture(parts, links, name, "当前状态", name, words, name))


def answers(name: str) -> Scene:
    """Draw single answers: few, many, one alone, none."""
    rows = (
        AnswerRow(name, "AD2-1", (0, 3, 1, 0, 3), 4, name, name, "1.4"),
        AnswerRow(name, "", (40, 0, 2, 3, 0), 0, name, "", "1.2"),
        AnswerRow(name, "PR3-1", (0, 0, 0, 0, 1), None, "", name),
        AnswerRow(name, "PR3-2", (0, 0, 0, 0, 0), None, "", ""),
    )
    words = AnswerWords("每个点是一个回答", "平均差", "团队", "负责人")
    return answer_dots(Answers(("1 级", "2 级", "3 级", "4 级", "5 级"), rows, words, name))


def all_charts(name: str) -> tuple[Scene, ...]:
    """Draw every chart with `name` in every place that takes a user's words."""
    first = (profile(name), dumbbells(name), dumbbells(name, 24), ladder(name), matrix(name))
    return (*first, *others(name), standings(name), landscape(name), rolling(name), answers(name))


def report(name: str = "云岫护肤", *, locale: str = "zh", rows: int = 40) -> ReportDocument:
    """Compose a report that uses every block; `name` stands wherever a user's words may."""
    so_what = SoWhat(
        (SoWhatPoint("先补人，再加投放", "缺编 5 人，边际ROI预计低于 1.4。"), SoWhatPoint(name, name)),
        "决策请求：批准在 Q4 设立“增长中台”（7 人编制），10 月 31 日前到岗。",
    )
    table = Table(
        (
            Column("题号", 0.05),
            Column("题目", 0.6),
            Column("均值", 0.1, "right"),
            Column("人数", 0.1, "center"),
        ),
        tuple((f"CO1-{n}", name, "3.3", "0/0/2/1/0") for n in range(rows)),
        (1,),
    )
    prose = Prose(
        (("得分怎样得来", "不知道与未答按缺失，都不计 0 分。\n• 区间只反映抽样误差。"), (name, name))
    )
    tiles = Tiles(tuple(Tile("整体成熟度", value, name) for value in ("2.7 级", "P38", "1.5 分", "30%")))
    scenes = all_charts(name if len(name) < 40 else LONG)
    blocks = ((tiles, prose), *((scene,) for scene in scenes), (table,))
    pages = tuple(
        Page(
            f"p{n}",
            f"{n:02d} {name}",
            f"三项能力贡献了总差距的 61%，应先补齐：{name}",
            name,
            b,
            so_what,
            name,
        )
        for n, b in enumerate(blocks)
    )
    wide = Page("m", "方法", "本报告怎样得出结论", "", (prose, tiles, table), None, "来源：虚构数据")
    cover = Cover(
        "组织能力评估报告", "面向抖音商家", name, (("类目", name), ("截止", "2026-09-30")), name, name
    )
    return ReportDocument(
        "en" if locale == "en" else "zh",
        f"报告 {name}",
        "2026-09-30",
        name,
        cover,
        (*pages, wide),
        "演示数据",
    )
