"""Pictures of a changed organization with invented content: one call, one picture of each kind."""

from reports.charts import (
    Axis,
    ChangeLink,
    ChangePost,
    ChangeTeam,
    ChangeWords,
    FormRow,
    Forms,
    FormWords,
    Gantt,
    GanttGate,
    GanttQuarter,
    GanttRow,
    GanttWords,
    MarkWords,
    ProjectionRow,
    Projections,
    ProjectionWords,
    Rights,
    RightsRow,
    RightsWords,
    ScenarioCell,
    ScenarioColumn,
    ScenarioGroup,
    ScenarioRow,
    Scenarios,
    ScenarioWords,
    StructureChange,
    Tick,
    form_fit,
    gantt,
    projection_dumbbells,
    rights_grid,
    scenario_comparison,
    structure_change,
)
from reports.scene import Scene

MARKS = MarkWords("保留", "编制调整", "新设", "划转", "合并", "拆分", "撤销")
AXIS = Axis(1.0, 5.0, tuple(Tick(float(level), str(level)) for level in range(1, 6)))
COLUMNS = ("总经理", "直播运营负责人", "投放负责人", "内容负责人", "货盘负责人", "服务商")


def change(name: str) -> StructureChange:
    """Two teams become three: one post of each mark."""
    before = (
        ChangeTeam(
            name,
            "9.0 FTE",
            (
                ChangePost("a", name, "1.0"),
                ChangePost("b", name, "4.0", "split"),
                ChangePost("c", name, "2.0", "moved"),
                ChangePost("d", name, "2.0", "dropped"),
            ),
        ),
        ChangeTeam(name, "3.0 FTE", (ChangePost("e", name, "3.0", "changed"),)),
    )
    after = (
        ChangeTeam(
            name,
            "5.0 FTE",
            (
                ChangePost("a2", name, "1.0"),
                ChangePost("b2", name, "3.0", "split"),
                ChangePost("b3", name, "1.0", "split"),
            ),
        ),
        ChangeTeam(
            name, "3.0 FTE", (ChangePost("c2", name, "2.0", "moved"), ChangePost("n", name, "1.0", "new"))
        ),
        ChangeTeam(name, "2.0 FTE", (ChangePost("e2", name, "2.0", "changed"),)),
    )
    links = (
        ChangeLink("a", "a2", "kept", 1.0),
        ChangeLink("b", "b2", "split", 3.0),
        ChangeLink("b", "b3", "split", 1.0),
        ChangeLink("c", "c2", "moved", 2.0),
        ChangeLink("e", "e2", "changed", 2.0),
        ChangeLink("e", "nobody", "changed", 2.0),
    )
    words = ChangeWords(name, name, name, "12.0 FTE", "10.0 FTE", name, MARKS)
    return StructureChange(before, after, links, words, name)


def rights(name: str) -> Rights:
    """One decision that moves, one that stays, one that nobody knows."""
    rows = (
        RightsRow(name, name, ("D", "R", "R", "", "", ""), ("A", "R", "D", "", "", "")),
        RightsRow(name, "", ("", "D", "", "", "RI", "P"), ("", "D", "", "", "RI", "P"), flag=name),
        RightsRow(name, "", ("",) * 6, ("I", "", "", "D", "RAPI", "")),
    )
    letters = (("R", "提议"), ("A", "会签"), ("P", "执行"), ("I", "知会"), ("D", "拍板"))
    words = RightsWords(name, "决策", "今天", "目标", "今天未知", "新获得", "交出", letters)
    return Rights(tuple(f"{column}{name}"[:14] for column in COLUMNS), rows, words, name)


def plan(name: str, n: int = 9) -> Gantt:
    """Plan initiatives of every length; one quarter is over its cap."""
    quarters = tuple(
        GanttQuarter(f"Q{q + 1}", q * 90.0, q * 90.0 + 90.0, load, 100.0, f"{load:.0f} / 100")
        for q, load in enumerate((80.0, 117.0, 64.0, 0.0))
    )
    rows = tuple(
        GanttRow(
            name,
            name,
            start=(i * 37) % 330,
            end=min((i * 37) % 330 + 20.0 + i % 4 * 30, 360.0),
            milestones=(min((i * 37) % 330 + 45.0, 360.0),) if i % 2 else (),
            label=name if i % 3 else "",
            forced=i == 0,
        )
        for i in range(n)
    )
    gates = (GanttGate(90.0, name), GanttGate(180.0, "关口 2"), GanttGate(360.0, name))
    words = GanttWords(name, "举措", "负责岗位", "负荷", "里程碑", "决策关口", "按规则先做", "（续）")
    return Gantt(quarters, rows, gates, words, name)


def forms(name: str) -> Forms:
    """Seven forms, the first recommended, the second today's."""
    rows = tuple(
        FormRow(
            str(n + 1),
            name,
            name if n % 2 else "",
            max(0.0, 0.7 - n * 0.12),
            min(1.0, 0.9 - n * 0.06),
            f"{70 - 12 * n}%",
            f"{80 - 13 * n}%",
            ("推荐",) if n == 0 else ("现状",) if n == 1 else (),
            recommended=n == 0,
        )
        for n in range(6)
    )
    return Forms(rows, FormWords(name, "已满足", "待查", "推演占比"), name)


def outlook(name: str) -> Projections:
    """Project a score that rises, one that stays, one without a plan and one withheld."""
    rows = (
        ProjectionRow(name, name, 2.1, 1.8, 2.4, 2.9, 2.4, 3.3, 3.2, highlight=True),
        ProjectionRow(name, "", 3.0, 2.7, 3.3, 3.0, None, None, 3.0),
        ProjectionRow(name, "", 2.6, 2.3, 2.9, None, None, None),
        ProjectionRow(name, "", None, None, None, None, None, None, 3.0, "回答不足，暂不计分"),
    )
    return Projections(rows, AXIS, ProjectionWords(name, "现在", "之后", "范围", "目标", "变化"), name)


def scenarios(name: str) -> Scenarios:
    """Three scenarios, the second chosen."""
    columns = (ScenarioColumn(name, name), ScenarioColumn(name, name, "已选"), ScenarioColumn("丙"))
    rows = (
        ScenarioRow(name, "", (ScenarioCell(name), ScenarioCell(name, differs=True), ScenarioCell("未知"))),
        ScenarioRow(
            name,
            name,
            (
                ScenarioCell("2.9", 2.9, 2.4, 3.3),
                ScenarioCell("3.1", 3.1, 2.5, 3.6, differs=True),
                ScenarioCell("未知"),
            ),
            origin=1.0,
        ),
        ScenarioRow(name, "", (ScenarioCell("0", 0.0), ScenarioCell("0", 0.0), ScenarioCell("0", 0.0))),
    )
    groups = (ScenarioGroup(name, rows), ScenarioGroup("计划", rows[1:]))
    return Scenarios(columns, groups, ScenarioWords(name, "与基准不同", "范围"), name)


def change_charts(name: str) -> list[Scene]:
    """One picture of each kind."""
    return [
        structure_change(change(name)),
        rights_grid(rights(name)),
        gantt(plan(name)),
        form_fit(forms(name)),
        form_fit(forms(name), width=340.0),
        projection_dumbbells(outlook(name)),
        projection_dumbbells(outlook(name), width=340.0),
        scenario_comparison(scenarios(name)),
    ]
