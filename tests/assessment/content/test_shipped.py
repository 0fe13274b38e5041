"""What ships is complete, consistent and what the design says."""

from collections import Counter

import pytest

from assessment.content.lint import check_all
from assessment.content.loader import facts_form, instrument_source, knowledge, metrics, shipped_instrument
from assessment.domain.errors import NotFound
from assessment.domain.instrument import Form

# domain page, section 2: items per role (full / core)
ITEMS_PER_ROLE = {
    "OWN": (27, 13),
    "LIVE": (22, 9),
    "MEDIA": (20, 5),
    "CON": (13, 4),
    "PROD": (13, 4),
    "BD": (13, 4),
    "CS": (12, 4),
    "WH": (3, 1),
    "CST": (56, 20),
}


def test_everything_that_ships_passes_the_content_check() -> None:
    """Instruments, knowledge, metrics and both catalogues have no problem."""
    assert [str(problem) for problem in check_all()] == []


def test_the_instrument_has_the_size_of_the_model() -> None:
    """Five dimensions of four sub-capabilities, 56 items with five anchors, 20 of them core."""
    fact = shipped_instrument()
    per_dimension = Counter(part.dimension for part in fact.sub_capabilities)
    assert per_dimension == {"CO": 4, "PR": 4, "TA": 4, "AD": 4, "SE": 4}
    assert len(fact.items) == 56
    assert {len(item.anchors) for item in fact.items} == {5}
    assert Counter(item.sub_capability for item in fact.items if item.core) == {
        part.id: 1 for part in fact.sub_capabilities
    }


@pytest.mark.parametrize(("role", "counts"), ITEMS_PER_ROLE.items())
def test_roles_are_asked_what_the_domain_says(role: str, counts: tuple[int, int]) -> None:
    """The routing of items gives each role its number of items, in full and in the core form."""
    fact = shipped_instrument()
    forms: tuple[Form, Form] = ("role", "core")
    assert tuple(len(fact.items_for(role, form)) for form in forms) == counts


def test_exactly_six_items_have_a_single_answering_role() -> None:
    """Rater agreement is never computed on these."""
    alone = {item.id for item in shipped_instrument().items if len(item.roles) == 1}
    stated = {"CO2-3", "CO3-3", "TA1-2", "TA2-2", "AD1-2", "SE2-1"}
    assert alone == stated


def test_not_applicable_is_offered_where_the_domain_offers_it() -> None:
    """TA1-TA3, TA4, AD1-AD2 and SE3 may be not applicable, each for its own reason; nothing else may."""
    offered: dict[str, set[str | None]] = {}
    for item in shipped_instrument().items:
        offered.setdefault(item.sub_capability or "", set()).add(item.not_applicable)
    reasons = {
        part: next(iter(found)) for part, found in offered.items() if found != {None} and len(found) == 1
    }
    assert reasons == {
        "TA1": "no_talent_sales",
        "TA2": "no_talent_sales",
        "TA3": "no_talent_sales",
        "TA4": "no_top_kol",
        "AD1": "no_paid_traffic",
        "AD2": "no_paid_traffic",
        "SE3": "platform_warehouse",
    }


def test_each_part_serves_the_snowball_once_in_total() -> None:
    """Shares of the three elements sum to 1; AD2 is split in two and AD4 in three."""
    parts = {part.id: dict(part.snowball) for part in shipped_instrument().sub_capabilities}
    assert all(sum(shares.values()) == pytest.approx(1.0) for shares in parts.values())
    assert parts["AD2"] == {"traffic": 0.5, "conversion": 0.5}
    assert set(parts["AD4"].values()) == {1 / 3}


def test_each_part_has_its_own_metric() -> None:
    """Twenty metrics corroborate twenty sub-capabilities, one each."""
    assert [part.metric for part in shipped_instrument().sub_capabilities] == [
        metric.id for metric in metrics()
    ]


def test_the_facts_form_is_short_steps_of_known_keys() -> None:
    """F1 to F25 are all asked, in five to seven steps; the mix of positions must sum to 100."""
    form = facts_form()
    asked = {field.key.split(".", 1)[0] for field in form.fields}
    assert {f"F{number}" for number in range(1, 26)} | {"M13"} == asked
    assert 5 <= len(form.steps) <= 7
    sums = {group.id: group.sum_to for step in form.steps for group in step.groups if group.sum_to}
    assert sums == {"mix": 100}


def test_cells_of_tables_are_fields_of_their_own() -> None:
    """A row and a column meet in one fact with both names; a skipped cell does not exist."""
    form = facts_form()
    cell = form.field("F13.host.outsourced_fte")
    assert cell is not None
    assert cell.name.zh == "主播 · 其中外包"
    assert form.field("F14.lead") is None
    assert form.field("F14.media_buyer") is not None


def test_profiles_are_named_by_the_rule_at_the_head_of_their_file() -> None:
    """Level word from the mean, shape word from the dimensions that stand out; nobody names by taste."""
    lead_words = {"CO": "内容", "PR": "货品", "TA": "达人", "AD": "投放"}
    gap_words = {"SE": "服务"}
    for member in knowledge().archetypes.members:
        mean = sum(member.center.values()) / len(member.center)
        level = "起步期" if mean < 2.3 else "成熟期" if mean > 3.3 else "成长期"
        leads = [lead_words[d] for d, value in member.center.items() if value - mean >= 0.45 - 1e-9]
        gaps = [gap_words[d] for d, value in member.center.items() if d in gap_words and value - mean <= -0.6]
        shape = "".join(leads) + "驱动" if leads else "".join(gaps) + "短板" if gaps else "均衡"
        assert member.name.zh == f"{shape}·{level}"


def test_net_of_refund_and_decision_rights_are_the_two_that_can_be_forced() -> None:
    """I28 and I33 exist and wait for nothing, so that they can go first."""
    assert [knowledge().initiative(name).prerequisites for name in ("I28", "I33")] == [(), ()]


def test_seed_words_are_quoted_exactly_where_the_mark_says_so() -> None:
    """An initiative or rule is marked seed if and only if it quotes the source article."""
    marks = {(rule.source, bool(rule.seed_words)) for rule in knowledge().rules}
    marks |= {(initiative.source, bool(initiative.seed_words)) for initiative in knowledge().initiatives}
    assert marks == {
        ("seed", True),
        ("judgement", False),
    }


def test_what_is_not_shipped_is_not_found() -> None:
    """An unknown id or version, and a path in disguise, are all simply not found."""
    for name, version in (
        ("fact", "9.9.9"),
        ("other", "1.0.0"),
        ("../organization", "facts"),
        ("fact", "../../x"),
    ):
        with pytest.raises(NotFound):
            instrument_source(name, version)


def test_digests_tell_files_apart_and_repeat() -> None:
    """The same bytes give the same digest; instrument and knowledge have their own."""
    fact, base = shipped_instrument(), knowledge()
    assert len({fact.digest, base.digest, base.facts_form.digest}) == 3
    assert all(len(digest) == 64 for digest in (fact.digest, base.digest, base.facts_form.digest))
