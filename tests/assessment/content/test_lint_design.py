"""The linter of forms, posts, staffing, rights, rituals and models: every check finds its planted fault."""

import re
import tomllib

import pytest

from assessment.content.design_checks import SPAN_CLASSES
from assessment.content.design_files import FORMS as FORMS_FILE
from assessment.content.knowledge_checks import check_knowledge, note_meaning
from assessment.content.knowledge_files import SHAPES
from assessment.content.loader import knowledge
from assessment.content.problems import Notes, Problem
from assessment.content.shape import note_shape
from assessment.content.sources import CONTENT, instrument_source

Fault = tuple[str, str, str, str, str]

POSTS: list[Fault] = [
    # (file, what stands there, what stands there instead, end of the place, code)
    ("posts", 'id = "targets"\n', 'id = "people"\n', "duty[people]", "duplicate_id"),
    ("posts", 'id = "lead"\n', 'id = "leader"\n', "kind", "missing_key"),
    ("posts", 'duties = ["fulfilment"]', 'duties = ["delivery"]', "kind[warehouse].duties", "unknown_id"),
    ("posts", 'duties = ["fulfilment"]', 'duties = ["stock"]', "duty[fulfilment]", "nobody_does"),
    ("posts", 'back = ["presale"]', 'back = ["cook"]', "duty[aftersale_cases].fallback", "unknown_id"),
    ("posts", 'duties = ["fulfilment"]', "duties = []", "kind[warehouse].duties", "nothing_named"),
    ("posts", 'function = "hosts"', 'function = "host"', "kind[host].function", "unknown_id"),
    ("posts", 'leads = true\nspan = "coach"', "leads = true", "kind[lead].span", "span_without_leading"),
    ("posts", 'leads = true\nspan = "coach"', 'span = "coach"', "kind[lead].span", "span_without_leading"),
    ("posts", 'span = "supervisor"', 'span = "boss"', "kind[live_ops].span", "not_one_of"),
    ("posts", "low = 6, high = 7", "low = 7, high = 6", "spans.coach", "impossible_range"),
    ("posts", "low = 6, high = 7", "low = 0, high = 7", "spans.coach.low", "not_positive"),
    ("posts", "facilitator = {", "helper = {", "spans", "missing_key"),
    ("posts", 'name = { zh = "品控",', "name = {", "kind[quality].name.zh", "missing_language"),
    ("staffing", 'kind = "editor"', 'kind = "cutter"', "staffing[cutter].kind", "unknown_id"),
    ("staffing", 'driver = "videos_week"', 'driver = "videos"', "staffing[8].driver", "not_one_of"),
    ("staffing", "per_low = 20", "per_low = 30", "staffing[host]", "impossible_range"),
    ("staffing", "per_low = 20", "per_low = 0", "staffing[host].per_low", "not_positive"),
    ("staffing", 'kind = "console"', 'kind = "host"', "staffing[host]", "general_rules"),
    ("staffing", '"F18.auto_share"', '"F18.auto"', "media_buyer].when.all[1]", "unknown_fact"),
    ("staffing", 'op = ">=", value = 50', 'op = ">", value = 100', "media_buyer].when.all[1]", "never_holds"),
    (
        "staffing",
        '{ fact = "F18.auto_share", op = ">=", value = 50 }',
        '{ score = "AD2", op = ">=", value = 3 }',
        "media_buyer].when.all[1]",
        "facts_only",
    ),
    (
        "staffing",
        "when.all = [\n  { fact",
        'source = "seed"\nwhen.all = [\n  { fact',
        "media_buyer].source",
        "source_without_words",
    ),
]
RIGHTS: list[Fault] = [
    (
        "decisions",
        'id = "persona"\n',
        'id = "product_order"\n',
        "decision[product_order]",
        "duplicate_id",
    ),
    ("decisions", 'fact = "persona"', 'fact = "tone"', "decision[persona].fact", "unknown_id"),
    ("decisions", 'fact = "persona"', 'fact = "top_kol"', "decision", "missing_key"),
    ("decisions", 'decide = "content_head"\n', "", "decision[persona].decide", "one_decides"),
    ("decisions", 'decide = "content_head"', 'decide = ""', "decision[persona].decide", "one_decides"),
    (
        "decisions",
        'decide = "content_head"',
        'decide = ["content_head", "brand"]',
        "decision[persona].decide",
        "one_decides",
    ),
    ("decisions", 'decide = "content_head"', 'decide = "chief"', "decision[persona].decide", "unknown_id"),
    (
        "decisions",
        'decide = "media_head"',
        'decide = "media_buyer"',
        "decision[on_air_budget_above].decide",
        "same_decider",
    ),
    ("decisions", 'input = ["bd"]', 'input = ["agency"]', "decision[floor_price].input", "unknown_id"),
    ("rituals", "minutes = 15", "minutes = 0", "ritual[daily_review].minutes", "not_positive"),
    (
        "rituals",
        '"live_head", "store_manager", "live_ops", "host", "floor',
        '"chief", "floor',
        "ants",
        "unknown_id",
    ),
    ("rituals", 'serves = ["AD4", "CO3"]', 'serves = ["AD9"]', "ritual[daily_review].serves", "unknown_id"),
    ("rituals", 'serves = ["AD4", "CO3"]', "serves = []", "daily_review].serves", "nothing_named"),
    ("rituals", "\nforbidden = [", "\nforbidden = []\nnotes = [", "ad_room.forbidden", "nothing_named"),
    ("rituals", "\nforbidden = [", "\nforbade = [", "ad_room.forbidden", "missing_key"),
    ("crosswalk", 'id = "fast"', 'id = "aipl"', "model[aipl]", "duplicate_id"),
    ("crosswalk", '"CO1", "CO2", "TA1"', '"CO1", "CO9", "TA1"', "sub_capabilities", "unknown_id"),
    ("crosswalk", "\nverified = false", "\nverified = true", "model[rise].stage", "nothing_named"),
    ("crosswalk", "verified = true", "verified = false", "model[aipl]", "unverified_stages"),
    ("crosswalk", 'whole = ["CO4", "SE4", "TA3"]', 'whole = ["CO5"]', "model[rise].whole", "unknown_id"),
    ("initiatives", 'posts = ["content_head"]', 'posts = ["chief"]', "initiative[I01].posts", "unknown_id"),
    ("initiatives", 'posts = ["content_head"]\n', "", "initiative[I01].posts", "nothing_named"),
]
FORMS: list[Fault] = [
    ("forms", 'id = "O2"', 'id = "O1"', "form[O1]", "duplicate_id"),
    ("forms", 'id = "O2"', 'id = "two"', "form[two]", "malformed_id"),
    ("forms", 'option = "marketing"', 'option = "ecommerce"', "form", "one_form"),
    ("forms", 'option = "marketing"', 'option = "board"', "form", "unknown_id"),
    ("forms", 'seed_words = "重点控制营销内容"\n', "", "form[O2].source", "source_without_words"),
    ("forms", "weight = 3\n", "weight = 0\n", "form[O1].fit[O1.tier].weight", "not_positive"),
    ("forms", 'id = "O1.room"', 'id = "O1.tier"', "fit[O1.tier]", "duplicate_id"),
    (
        "forms",
        '"gmv_tier", op = "<=", value = 2',
        '"gmv", op = "<=", value = 2',
        "O1.tier].when.all[1]",
        "unknown_derived",
    ),
    (
        "forms",
        '"gmv_tier", op = "<=", value = 2',
        '"gmv_tier", op = "<", value = 1',
        "O1.tier].when.all[1]",
        "never_holds",
    ),
    ("forms", 'fact = "F12.rooms", op', 'fact = "F12.room", op', "O1.room].when.all[1]", "unknown_fact"),
    (
        "forms",
        'score = "CO3", op = ">=", value = 2.2',
        'score = "CO3", op = ">=", value = 22',
        "O1.own_skill].when.any[1]",
        "never_holds",
    ),
    ("forms", 'persona = "owner"', 'tone = "owner"', "form[O1].deciders", "unknown_id"),
    ("forms", 'persona = "owner"', "", "form[O1].deciders.persona", "nobody_decides"),
    ("forms", 'persona = "owner"', 'persona = "lead"', "form[O1].deciders.persona", "nobody_decides"),
    ("forms", 'persona = "owner"', 'persona = ["owner", "host"]', "O1].deciders.persona", "one_decides"),
    ("forms", 'parent = "marketing"', 'parent = "market"', "form[O2].team[content].parent", "unknown_id"),
    ("forms", 'parent = "marketing"', 'parent = "content"', "team[content].parent", "lies_in_itself"),
    ("forms", 'team = "squad"', 'team = "squads"', "form[O1].post[owner].team", "unknown_id"),
    ("forms", 'kind = "host"', 'kind = "hosts"', "form[O1].post[hosts].kind", "unknown_id"),
    ("forms", 'reports_to = "owner"', 'reports_to = "lead"', "O1].post[host].reports_to", "unknown_id"),
    ("forms", 'reports_to = "owner"', 'reports_to = "host"', "post[host].reports_to", "reports_to_itself"),
    ("forms", 'dotted = ["content_head"]', 'dotted = ["lead"]', "post[media_buyer].dotted", "unknown_id"),
    ("forms", "low = 1\nhigh = 1\n", "low = 2\nhigh = 1\n", "form[O1].post[owner]", "impossible_range"),
    ("forms", "low = 1\nhigh = 1\n", "low = -1\nhigh = 1\n", "form[O1].post[owner].low", "out_of_range"),
    ("forms", "low = 1\nhigh = 1\n", "low = 0\nhigh = 0\n", "form[O1].post[owner].high", "not_positive"),
    ("forms", 'kind = "live_ops"', 'kind = "host"', "form[O1].post[host]", "duplicate_id"),
    ("forms", "end_day = 30", "end_day = 31", "form[O1].step[2].start_day", "steps_overlap"),
    ("forms", "end_day = 90", "end_day = 91", "form[O1].step[3]", "out_of_range"),
    ("forms", 'keys = ["F3.share"]', 'keys = ["F3"]', "requirement[3].keys", "unknown_fact"),
    ("forms", 'keys = ["F3.share"]\nn = 1', 'keys = ["F3.share"]\nn = 2', "requirement[3].n", "out_of_range"),
    (
        "forms",
        'when.all = [{ score = "AD2", op = "<", value = 2.6 }',
        'when.all = [{ score = "AD2", op = "<", value = 1 }',
        "symptom[ad_room].when.all[1]",
        "never_holds",
    ),
    ("forms", 'id = "campaign"', 'id = "ad_room"', "symptom[ad_room]", "duplicate_id"),
]
OTHERS: list[Fault] = [
    ("about", 'version = "1.0.0"', 'version = "next"', "version", "malformed_version"),
    ("rules", "value = 60 }", "value = 160 }", "rule[R5].when.all[1].any[1]", "never_holds"),
]
EVERY = [*POSTS, *RIGHTS, *FORMS, *OTHERS]


def lint(sources: dict[str, bytes]) -> tuple[Problem, ...]:
    """Check knowledge files against the shipped instrument."""
    return check_knowledge(sources, instrument_source("fact", "1.0.0"))


def with_change(sources: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    """Replace the first place where `old` stands in a file."""
    path = f"organization/{name}.toml"
    text = sources[path].decode()
    assert old in text
    return sources | {path: text.replace(old, new, 1).encode()}


@pytest.mark.parametrize("fault", EVERY, ids=[f"{f[0]}-{f[3]}-{f[4]}" for f in EVERY])
def test_each_planted_fault_is_listed_at_its_place(sources: dict[str, bytes], fault: Fault) -> None:
    """A fault in one design file is reported with the file, the entry and the key."""
    name, old, new, place, code = fault
    found = lint(with_change(sources, name, old, new))
    path = f"organization/{name}.toml"
    assert any(p.path == path and p.place.endswith(place) and p.code == code for p in found), list(
        map(str, found)
    )


RULE = """
[[rule]]
id = "R12"
name = { zh = "人手过多", en = "Too many people" }
cause = { zh = "原因", en = "Cause" }
change = { zh = "减编导", en = "Fewer directors" }
initiatives = []
source = "judgement"
excludes = ["R5"]
when.all = [
  { score = "CO2", op = ">=", value = VALUE },
]
"""


@pytest.mark.parametrize(("value", "codes"), [("2.5", ["contradictory_pair"]), ("2.6", [])])
def test_opposite_rules_must_not_fire_together(
    sources: dict[str, bytes], value: str, codes: list[str]
) -> None:
    """R5 needs CO2 below 2.6: a rule for the opposite change may begin at 2.6, but not at 2.5."""
    sources["organization/rules.toml"] += RULE.replace("VALUE", value).encode()
    found = lint(sources)
    assert [(p.place, p.code) for p in found] == [("rule[R12].excludes", code) for code in codes]


def test_a_rule_excludes_only_rules_that_exist(sources: dict[str, bytes]) -> None:
    """The other rule is named by its id."""
    sources["organization/rules.toml"] += RULE.replace('"R5"', '"R99"').replace("VALUE", "3").encode()
    assert [(p.place, p.code) for p in lint(sources)] == [("rule[R12].excludes", "unknown_id")]


def test_conditions_of_one_form_can_hold_together(sources: dict[str, bytes]) -> None:
    """One form cannot ask for at most one room and for four: its fit could never be full."""
    more = '[[form.fit]]\nid = "O1.rooms"\nname = { zh = "多", en = "Many" }\nweight = 1\n'
    more += 'when.all = [{ fact = "F12.rooms", op = ">=", value = 4 }]\n\n'
    found = lint(
        with_change(
            sources, "forms", '[[form.fit]]\nid = "O1.people"', f'{more}[[form.fit]]\nid = "O1.people"'
        )
    )
    assert [(p.place, p.code) for p in found] == [("form[O1].fit[O1.rooms]", "excludes_each_other")]


def test_a_condition_that_contradicts_itself_is_dead(sources: dict[str, bytes]) -> None:
    """Below 2 and above 3 at once: each comparison can hold, both together never."""
    dead = '{ score = "TA3", op = "<", value = 2 }, { score = "TA3", op = ">", value = 3 }'
    found = lint(with_change(sources, "rules", '{ score = "TA3", op = "<", value = 2.6 }', dead))
    assert [(p.place, p.code) for p in found] == [("rule[R3].when", "never_holds")]


def test_a_form_has_a_top(sources: dict[str, bytes]) -> None:
    """Somebody reports to nobody inside the form, or lines lead round for ever."""
    top = 'kind = "owner"\nteam = "squad"'
    found = lint(with_change(sources, "forms", top, f'{top}\nreports_to = "host"'))
    assert ("form[O1].post", "no_top") in [(p.place, p.code) for p in found]
    assert {p.place for p in found if p.code == "reports_to_itself"} == {
        "form[O1].post[owner].reports_to",
        "form[O1].post[host].reports_to",
    }


def test_metrics_that_the_instrument_names_stay(sources: dict[str, bytes]) -> None:
    """A copy may rename a metric for people, but its id is what sub-capabilities point at."""
    sources["metrics/metrics.toml"] = sources["metrics/metrics.toml"].replace(b'id = "M07"', b'id = "M77"')
    assert [(p.place, p.code) for p in lint(sources)] == [("metric", "missing_key")]


def test_facts_of_several_choices_can_be_compared(sources: dict[str, bytes]) -> None:
    """Conditions may name one option of a fact of several choices, but none that it lacks."""
    old = '{ score = "TA3", op = "<", value = 2.6 }'
    for option, codes in (("talent", []), ("talents", ["unknown_option"])):
        leaf = f'{{ fact = "F17.functions", op = "=", value = "{option}" }}'
        assert [p.code for p in lint(with_change(sources, "rules", old, leaf))] == codes


def test_the_shipped_files_say_what_the_domain_says() -> None:
    """Numbers of the staffing arithmetic, spans and the two bands of the on-air budget, read by hand."""
    design = knowledge().design
    staffing = {(rule.kind, rule.when is None): (rule.per_low, rule.per_high) for rule in design.staffing}
    assert staffing[("bd", True)] == (30, 50)
    assert staffing[("editor", True)] == (15, 20)
    assert staffing[("director", True)] == (8, 12)
    assert staffing[("media_buyer", True)] == (1, 2)
    assert staffing[("media_buyer", False)] == (2, 4)
    assert {name: (span.low, span.high) for name, span in design.spans.items()}["facilitator"] == (11, 15)
    assert set(design.spans) == SPAN_CLASSES
    assert {row.id: row.decide for row in design.decisions if row.fact == "on_air_budget"} == {
        "on_air_budget": "media_buyer",
        "on_air_budget_above": "media_head",
    }
    assert len(design.decisions) == 9
    assert [form.id for form in design.forms] == [f"O{number}" for number in range(1, 8)]
    assert [ritual.minutes for ritual in design.rituals][:2] == [15, 10]
    assert design.ad_room is not None
    assert len(design.ad_room.red_lines) == 4


def test_the_cross_walk_names_the_stages_in_their_order() -> None:
    """Letters of the nine models read as their names; the unconfirmed one has none."""
    models = {model.id: model for model in knowledge().design.models}
    letters = {name: "".join(stage.letter for stage in model.stages) for name, model in models.items()}
    assert letters == {
        "aipl": "AIPL",
        "fast": "FAST",
        "grow": "GROW",
        "four_a": "AAAA",
        "goal": "GOAL",
        "trust": "TRUST",
        "rise": "",
        "o_5a": "OA1A2A3A4A5",
        "core": "CORE",
    }
    assert (models["rise"].verified, models["rise"].whole) == (False, ("CO4", "SE4", "TA3"))


def test_every_post_of_the_facts_form_is_a_kind(sources: dict[str, bytes]) -> None:
    """The eighteen rows of F13 carry the ids of kinds, so that headcounts become posts."""
    facts = tomllib.loads(sources["organization/facts.toml"].decode())
    rows = {
        row["id"]
        for step in facts["step"]
        for group in step["group"]
        if any(column["key"].startswith("F13.") for column in group.get("column", ()))
        for row in group["row"]
    }
    assert len(rows) == 18
    assert rows <= {kind.id for kind in knowledge().design.kinds}


def guide_blocks() -> dict[str, str]:
    """Examples of the guide for authors by the table that they begin with."""
    guide = (CONTENT / "AUTHORING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(\[\[.*?)```", guide, flags=re.DOTALL)
    return {block.split("]]", 1)[0].removeprefix("[["): block for block in blocks}


def test_staffing_of_the_guide_can_be_copied(sources: dict[str, bytes]) -> None:
    """What the guide shows of staffing passes the check beside ours."""
    sources["organization/staffing.toml"] += b"\n" + guide_blocks()["staffing"].encode()
    assert lint(sources) == ()


def test_the_form_of_the_guide_can_be_copied(sources: dict[str, bytes]) -> None:
    """The parts of a form that the guide shows pass the check in place of those of O1."""
    trees = {path: tomllib.loads(source.decode()) for path, source in sources.items()}
    forms = trees["organization/forms.toml"]["form"]
    forms[0] |= tomllib.loads(guide_blocks()["form"])["form"][0]
    notes = {path: Notes(path) for path in SHAPES}
    note_shape(notes[FORMS_FILE], "", trees[FORMS_FILE], SHAPES[FORMS_FILE])
    note_meaning(notes, trees, tomllib.loads(instrument_source("fact", "1.0.0").decode()))
    assert [str(problem) for problem in notes[FORMS_FILE].found] == []
