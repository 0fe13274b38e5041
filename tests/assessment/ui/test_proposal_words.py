"""What the page of the recommended organization says, for every verdict and every kind of line."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.bootstrap import Services
from assessment.content.loader import knowledge
from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Post, Structure
from assessment.services.proposals import Proposals
from assessment.ui.components import proposal_line
from assessment.ui.components.proposal_hand import Offer
from assessment.ui.components.proposal_line import Line
from assessment.ui.components.proposal_view import signed, slug
from scoring.organization.advice import Plan, PostChange, Proposal, Verdict
from scoring.organization.ground import Ground
from tests.assessment.ui.test_proposal import demo_house, open_page, said
from tests.scoring.organization.proposal_builders import advice, proposal

__all__ = ["demo_house"]
Show = Callable[..., str]


class Prepared:
    """Proposes what a test prepared, whatever the ground."""

    def __init__(self, made: Proposal) -> None:
        self.made = made

    def __call__(
        self, ground: Ground, *, scenario: str, name: str, settings: Settings, edits: tuple[LineEdit, ...]
    ) -> Proposal:
        """Return the prepared recommendation as this scenario's."""
        assert ground.instrument.sub_capabilities
        return replace(self.made, scenario=scenario, name=name, settings=settings, edits=edits)


@pytest.fixture
def show(demo_house: Services) -> Show:
    """Draw a prepared recommendation for the demo's reader and return all words of a section."""

    def shown(made: Proposal, section: str = "verdict", lang: str = "zh") -> str:
        house = Services(demo_house.settings, demo_house._context)
        house.__dict__["proposals"] = Proposals(
            demo_house._context, demo_house.analysis, proposer=Prepared(made)
        )
        app = open_page(house, section=section, lang=lang)
        boxes = [*app.warning, *app.info]
        return said(app) + " ".join(str(box.value) for box in boxes) + " ".join(e.label for e in app.expander)

    return shown


@pytest.mark.parametrize(
    ("verdict", "zh", "en"),
    [
        ("change", "建议把组织形态从“O3", "Change the organization from O3"),
        ("keep", "建议保持“O4", "Keep O4"),
        ("inside", "先不改组：留在“O3", "Do not reorganize yet: stay in O3"),
        ("choice", "难分高下", "too close to call"),
        ("insufficient", "事实还不够", "not sufficient to recommend"),
    ],
)
def test_every_verdict_is_one_sentence_in_both_languages(
    show: Show, verdict: Verdict, zh: str, en: str
) -> None:
    """The five verdicts are told apart in words, not by colour."""
    assert zh in show(proposal(verdict))
    assert en in show(proposal(verdict), lang="en")


def test_certainty_is_told_in_draws_with_the_others(show: Show) -> None:
    """The share of draws stands beside the sentence, and so does what the rest said."""
    words = show(proposal())
    assert "在1,000次模拟中，82%支持“O4" in words
    assert "15%" in words


def test_insufficient_facts_name_the_three_that_would_decide(show: Show) -> None:
    """Without a recommendation there is no share, no target, and a list of what would decide."""
    words = show(proposal("insufficient"))
    assert "补上这 3 项就能判断" in words
    form = knowledge().facts_form.fields
    assert all(one.name.zh in words for one in form if one.key in ("F3.share", "F12.rooms"))
    assert "次模拟中" not in words


def test_conditions_are_told_met_unmet_and_unknown_with_facts(show: Show) -> None:
    """Each condition carries its state, its figures, and what is missing."""
    words = show(proposal())
    assert "投播分钟级协同得分：2.1（条件：&lt; 2.6）" in words
    assert "还缺：" in words
    for state in ("fo-met", "fo-unmet", "fo-open"):
        assert state in words


def test_low_confidence_is_a_banner(show: Show) -> None:
    """While rule R9 applies the page says so before anything else is read."""
    low = replace(proposal(), advice=replace(advice(), confidence="low"))
    assert "可信度：低" in show(low)
    assert "可信度：低" not in show(proposal())


def test_a_flip_says_the_figure_its_limit_and_where_it_leads(show: Show) -> None:
    """What would change the verdict is a sentence with today's value."""
    assert "高于 2.6（现在 2.1），结论转向“O3" in show(proposal()).replace("\\", "")


def test_titles_of_the_merchant_are_escaped(show: Show) -> None:
    """A post's own title is shown as it was typed, never as markup."""
    words = show(proposal(), "rights")
    assert "操盘手&lt;b&gt;" in words
    assert "操盘手<b>" not in words


def test_five_hundred_posts_begin_with_the_first_ones(show: Show) -> None:
    """A large organization draws, opens with a page of lines, and says how many more there are."""
    made = proposal()
    posts = tuple(Post(f"t:host@{n}", "host", fte=1.0) for n in range(500))
    changes = tuple(PostChange("new", "host", (), (post.id,), 0.0, 1.0, 0.0, 0.0) for post in posts)
    large = replace(
        made,
        target=replace(made.target, posts=posts),
        difference=replace(made.difference, changes=changes, fte_after=500.0),
    )
    words = show(large, "target")
    assert words.count('class="fo-item"') == proposal_line.MOST


def test_an_empty_organization_draws_everywhere(show: Show) -> None:
    """Without a single post the page still says what it knows."""
    made = proposal()
    bare = replace(
        made,
        today=Structure(),
        target=Structure(source="target"),
        difference=replace(made.difference, changes=(), fte_before=0.0, fte_after=0.0),
        rights=(),
        plan=Plan((), (), (), 0.0, optimal=True),
        projections=(),
        crosswalk=(),
        readings=(),
    )
    assert "还没有填写组织现状" in show(bare, "target")
    for section in ("verdict", "rights", "plan", "try", "cross"):
        assert show(bare, section)


def test_reasons_limits_and_milestones_have_words(show: Show) -> None:
    """No code of the plan reaches the page."""
    words = show(proposal(), "plan")
    for code in ("later_cap", "person_days", "prerequisite_out", "forced_done", "quarter_gate"):
        assert code not in words
    assert "前面的季度已经排满" in words
    assert "碰到：用半天明确八项决定的权责" in words
    assert "停下来表决" in words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_of_the_plan_has_words(lang: str) -> None:
    """Whatever reason, cap or milestone scoring gives, both languages can say it."""
    from assessment.content.words import catalogue  # noqa: PLC0415
    from scoring.organization.roadmap import LIMITS, REASONS  # noqa: PLC0415
    from scoring.organization.roadmap_calendar import MILESTONES  # noqa: PLC0415

    known = catalogue("zh" if lang == "zh" else "en")
    for table, codes in (("reason", REASONS), ("limit", LIMITS), ("milestone", MILESTONES)):
        assert [code for code in codes if f"proposal.{table}.{code}" not in known] == []


def test_the_cross_walk_is_marked_and_unverified_models_say_so(show: Show) -> None:
    """It is no official conversion, and RISE is not confirmed."""
    words = show(proposal(), "cross")
    assert "对照，非官方换算" in words
    assert "未核实" in words


def test_seed_words_are_quoted_where_the_article_speaks(demo_house: Services) -> None:
    """The seed's three forms carry the article's words letter for letter."""
    reader = demo_house.demo.reader()
    assert reader is not None
    forms = demo_house.analysis.latest(reader, reader.wave_id).knowledge.design.forms
    quoted = [form.seed_words for form in forms if form.source == "seed"]
    words = said(open_page(demo_house)).replace("\\", "")
    assert len(quoted) == 3
    assert all(f"“{one}”" in words for one in quoted)


# ---- laws ----


@given(
    places=st.lists(st.none() | st.integers(1, 12), min_size=1, max_size=8),
)
def test_reordering_keeps_every_line_once(places: list[int | None]) -> None:
    """Lines with a place by hand stand there as far as the list reaches; nothing is lost or doubled."""
    lines = [Line(Offer(f"initiative:I{n:02}"), f"I{n:02}") for n in range(len(places))]
    edits = tuple(
        LineEdit(line.address, "edited", order=place)
        for line, place in zip(lines, places, strict=True)
        if place is not None
    )
    board = type("Board", (), {"proposal": type("P", (), {"edits": edits})})
    found = proposal_line.ordered(board, lines)  # type: ignore[arg-type]  # only the edits are read
    assert sorted(line.address for line in found) == sorted(line.address for line in lines)
    if len(edits) == 1:
        at = [line.address for line in found].index(edits[0].line)
        assert at == min((edits[0].order or 1) - 1, len(lines) - 1)


@given(st.text(max_size=30))
def test_a_slug_is_a_class_name(address: str) -> None:
    """Whatever an address holds, the key of its widgets is plain."""
    assert all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in slug(address))


@given(st.floats(-1e6, 1e6))
def test_a_signed_figure_says_its_direction(value: float) -> None:
    """Plus and minus are written; what rounds to nothing has neither."""
    printed = signed(value)
    assert (printed[0] == "+") == (round(value, 1) > 0)
    assert (printed[0] == "−") == (round(value, 1) < 0)
