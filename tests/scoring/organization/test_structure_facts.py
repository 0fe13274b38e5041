"""Facts draw an organization, and what an organization says agrees with the facts that drew it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.content.loader import knowledge
from assessment.domain.forms import Design
from assessment.domain.organization import Facts, FactsForm, FactValue
from assessment.domain.structure import Agency, DecisionRight, Post, Room, Structure
from scoring.organization import fact_keys
from scoring.organization.structure_checks import structure_problems
from scoring.organization.structure_facts import facts_from_structure, structure_from_facts
from tests.scoring.organization.design_builders import design, hostile_structures, shipped

FORM: FactsForm = knowledge().facts_form
READ = (
    "F2.reports_to",
    "F2.appraised_by",
    "F2.span",
    "F2.layers",
    "F12.",
    "F13.",
    "F14.",
    "F15.",
    "F16.",
    "F17.",
    "F22.",
)


def _values(key: str) -> st.SearchStrategy[FactValue]:
    field = FORM.field(key)
    assert field is not None
    options = [option.id for option in field.options]
    if field.kind == "choice":
        return st.sampled_from(options)
    if field.kind == "choices":
        return st.lists(st.sampled_from(options), unique=True, max_size=3).map(tuple)
    if field.kind == "yes_no":
        return st.booleans()
    return st.integers(0, 6).map(float)


FACTS = st.fixed_dictionaries(
    {}, optional={f.key: _values(f.key) for f in FORM.fields if f.key.startswith(READ)}
)


@given(FACTS)
def test_a_drawn_organization_says_what_was_typed(facts: dict[str, FactValue]) -> None:
    """Every fact that the drawing settles and that was typed comes back as it was typed."""
    drawn = structure_from_facts(facts, shipped(), {})
    for key, value in facts_from_structure(drawn, shipped()).items():
        if key == "F17.functions":
            assert set(value) == set(facts[key]) - {"none"}  # type: ignore[arg-type]
        else:
            assert value == facts[key], key


@given(FACTS)
def test_nothing_is_lost_that_can_be_drawn(facts: dict[str, FactValue]) -> None:
    """Every headcount above 0 is a post with that headcount, and the totals agree."""
    drawn = structure_from_facts(facts, shipped(), {})
    typed = {row: facts.get(f"F13.{row}.fte") for row in fact_keys.COUNTED_KINDS}
    for row, fte in typed.items():
        post = drawn.post(row)
        if fte:
            assert post is not None
            assert post.fte == fte
        elif fte == 0:
            assert post is None


@given(FACTS)
def test_a_drawing_has_no_wrong_cells(facts: dict[str, FactValue]) -> None:
    """A drawn organization has no hard problem, save impossible outsourcing and emptiness as typed."""
    drawn = structure_from_facts(facts, shipped(), {})
    allowed = {"outsourced_over_fte", "empty_organization"}
    assert {p.code for p in structure_problems(drawn, shipped()) if p.hard} <= allowed


@given(FACTS)
def test_redrawing_changes_nothing(facts: dict[str, FactValue]) -> None:
    """The same facts give the same drawing."""
    assert structure_from_facts(facts, shipped(), {}) == structure_from_facts(dict(facts), shipped(), {})


@given(hostile_structures())
def test_settled_facts_are_allowed_facts(structure: Structure) -> None:
    """Whatever was entered, settled facts are fields of the facts form with allowed values."""
    for key, value in facts_from_structure(structure, shipped()).items():
        field = FORM.field(key)
        assert field is not None, key
        if field.kind == "number":
            assert isinstance(value, float)
            assert math.isfinite(value)
        else:
            chosen = value if isinstance(value, tuple) else (value,)
            assert set(chosen) <= {option.id for option in field.options}


def test_fixed_ids_are_those_of_the_content() -> None:
    """Rows, options and kinds that code names exist in the facts form and among the kinds."""
    rows = {f.key.split(".")[1] for f in FORM.fields if f.key.startswith("F13.")}
    assert set(fact_keys.COUNTED_KINDS) == rows
    kinds = {kind.id for kind in shipped().kinds}
    named = {
        *fact_keys.COUNTED_KINDS,
        *fact_keys.SUPERIORS.values(),
        *fact_keys.SUPERIOR_OPTIONS,
        *fact_keys.LEAD_KINDS,
        *(kind for kind in fact_keys.HEAD_KINDS.values() if kind),
    }
    assert named <= kinds
    for key, options in (
        ("F17.functions", fact_keys.FUNCTIONS),
        ("F22.host.metric", fact_keys.METRICS),
        ("F22.host.basis", fact_keys.BASES),
    ):
        field = FORM.field(key)
        assert field is not None
        assert {option.id for option in field.options} == set(options)
    appraised = {f.key.split(".")[1] for f in FORM.fields if f.key.startswith("F22.")}
    assert set(fact_keys.APPRAISED_KINDS) == appraised


def test_what_facts_draw() -> None:
    """Lead under the e-commerce director; hosts under the lead; an outside buyer with a dotted line."""
    facts: Facts = {
        "F2.reports_to": "ecommerce",
        "F2.appraised_by": "gm",
        "F13.lead.fte": 1,
        "F13.host.fte": 3,
        "F13.host.outsourced_fte": 1,
        "F14.host": "lead",
        "F13.media_buyer.fte": 1,
        "F14.media_buyer": "function_head",
        "F13.editor.fte": 0,
        "F14.presale": "agency",
        "F15.posts": ("media_buyer",),
        "F12.rooms": 2,
        "F12.hours": 10,
        "F16.persona.outside": True,
        "F16.persona.hours": 30,
        "F17.functions": ("hosts",),
        "F17.data_holder": "own",
        "F22.host.metric": "gmv",
        "F22.host.basis": "gross",
    }
    drawn = structure_from_facts(facts, design(), {"room": "直播间{n}", "team.live": "直播组"})
    assert {post.id: (post.kind, post.fte, post.reports_to) for post in drawn.posts} == {
        "ecommerce_director": ("ecommerce_director", None, ()),
        "owner": ("owner", None, ()),
        "agency_manager": ("agency_manager", None, ()),
        "lead": ("lead", 1.0, ("ecommerce_director",)),
        "host": ("host", 3.0, ("lead",)),
        "head_media": ("media_head", None, ()),
        "media_buyer": ("media_buyer", 1.0, ("head_media",)),
        "presale": ("presale", None, ("agency_manager",)),
    }
    host, buyer, lead = (drawn.post(i) for i in ("host", "media_buyer", "lead"))
    assert host is not None
    assert buyer is not None
    assert lead is not None
    assert (host.outsourced_fte, host.agency, host.metric, host.basis) == (1.0, "agency", "gmv", "gross")
    assert (buyer.dotted, lead.appraised_by) == (("lead",), "owner")
    assert [(room.name, room.hours_per_day) for room in drawn.rooms] == [("直播间1", 10.0), ("直播间2", 10.0)]
    assert drawn.agencies == (Agency("agency", "", ("hosts",), holds_data=False),)
    assert drawn.rights == (DecisionRight("persona", agree=("ecommerce_director",), hours=30.0),)
    assert (drawn.teams[0].id, drawn.teams[0].name) == ("live", "直播组")


def test_layers_are_posts_of_unknown_headcount() -> None:
    """Two layers stand between lead and hosts; the rest of the live room hangs under the first."""
    facts: Facts = {"F2.layers": 2, "F13.host.fte": 3, "F13.console.fte": 1} | {
        f"F14.{row}": "lead" for row in ("host", "console")
    }
    drawn = structure_from_facts(facts, design(), {})
    assert [(post.kind, post.fte, post.reports_to) for post in drawn.posts] == [
        ("lead", None, ()),
        ("live_head", None, ("lead",)),
        ("host_head", None, ("layer1",)),
        ("host", 3.0, ("layer2",)),
        ("console", 1.0, ("layer1",)),
    ]
    assert facts_from_structure(drawn, design())["F2.layers"] == 2.0


def test_nothing_is_known() -> None:
    """Without facts there is no organization, and an empty one says nothing."""
    assert structure_from_facts({}, Design(), {}) == Structure(source="facts")
    assert facts_from_structure(Structure(), Design()) == {}


def test_what_an_organization_says() -> None:
    """Span in people, layers below the lead, sums by kind, mean hours a calendar day."""
    posts = (
        Post("o", "owner"),
        Post("l", "lead", fte=1.0, reports_to=("o",), appraised_by="o"),
        Post("s", "host_head", fte=1.0, reports_to=("l",)),
        Post("h1", "host", fte=2.5, outsourced_fte=0.5, reports_to=("s",), metric="gmv", basis="net"),
        Post("h2", "host", fte=1.0, reports_to=("s",), metric="gmv", basis="gross"),
        Post("e", "editor", fte=1.5, reports_to=("l",)),
        Post("w", "warehouse", reports_to=("o",)),
    )
    structure = Structure(
        posts,
        rooms=(Room("a", "", 14.0, 7.0), Room("b", "", 7.0, 5.0)),
        agencies=(Agency("g", "", ("content", "hosts"), holds_data=False, holds_contracts=True),),
        rights=(
            DecisionRight("persona", hours=12.0),
            DecisionRight("on_air_budget", hours=1.0),
            DecisionRight("on_air_budget_above", hours=4.0),
        ),
    )
    assert facts_from_structure(structure, design()) == {
        "F2.span": 3.0,  # one supervisor and two people in 1.5 editors
        "F2.layers": 1.0,
        "F2.reports_to": "gm",
        "F2.appraised_by": "gm",
        "F13.lead.fte": 1.0,
        "F13.lead.outsourced_fte": 0.0,
        "F13.host.fte": 3.5,
        "F13.host.outsourced_fte": 0.5,
        "F14.host": "lead",
        "F13.editor.fte": 1.5,
        "F13.editor.outsourced_fte": 0.0,
        "F14.editor": "lead",
        "F14.warehouse": "function_head",
        "F22.host.metric": "gmv",
        "F12.rooms": 2.0,
        "F12.hours": 9.5,  # 14 and 7 x 5 / 7 = 5
        "F16.persona.hours": 12.0,
        "F17.functions": ("hosts", "content"),
        "F17.data_holder": "own",
    }


@pytest.mark.parametrize("kinds", [("lead", "lead"), ("store_manager", "store_manager", "owner"), ("host",)])
def test_an_unclear_lead_settles_nothing_of_it(kinds: tuple[str, ...]) -> None:
    """With two leaders of the first kind that exists, or none, spans and superiors are not told."""
    structure = Structure(tuple(Post(f"p{n}", kind) for n, kind in enumerate(kinds)))
    assert not [key for key in facts_from_structure(structure, design()) if key.startswith("F2.")]
