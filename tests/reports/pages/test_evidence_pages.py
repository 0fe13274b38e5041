"""Disagreement, missing practices, a second look at answers, and the words that explain the numbers."""

from dataclasses import replace

import pytest

from assessment.domain.text import LOCALES, Locale
from reports.pages.concepts import concepts
from reports.pages.disputed import disputed
from reports.pages.practices import practices
from reports.pages.quality import quality
from scoring import results
from scoring.contradictions import CODES as CONTRADICTIONS
from scoring.method import TOPICS, said
from scoring.response_flags import CODES as FLAGS
from scoring.results import (
    AnswerFlag,
    Contradiction,
    Exclusion,
    MissingPractices,
    ScaleAgreement,
)
from tests.reports.pages.telling import brief, drawn, page, spoken, table


class TestDisputed:
    """Who disagrees on what, in their own words."""

    def test_both_ends_are_quoted_with_their_numbers(self) -> None:
        """The first point quotes the lowest and the highest answer and says how many chose each."""
        b = brief()
        worst = max((i for i in b.result.items if i.disputed), key=lambda i: i.spread or 0.0)
        anchors = b.instrument.anchors(b.instrument.item(worst.id))
        given = [n for n, count in enumerate(worst.counts) if count]
        text = spoken(page(disputed(b)))
        assert f"“{b.clause(anchors[given[0]])}”" in text
        assert f"“{b.clause(anchors[given[-1]])}”" in text

    def test_the_owner_is_marked_only_where_told(self) -> None:
        """In a wave that is not named no dot is the owner's."""
        named = page(disputed(brief()))
        hushed = page(
            disputed(brief(items=tuple(replace(i, owner_level=None) for i in brief().result.items)))
        )
        assert "负责人的回答" in drawn(named)
        assert "负责人的回答" not in drawn(hushed)

    def test_suppressed_answers_are_not_drawn(self) -> None:
        """An item whose counts are withheld is not among the pictures."""
        gone = tuple(replace(i, counts=(), disputed=True, spread=2.0) for i in brief().result.items)
        assert disputed(brief(items=gone)) is None

    def test_agreement_is_told_by_dimension_with_n(self) -> None:
        """Each dimension has its r*wg, its AD and what they rest on, or the reason."""
        told = (
            ScaleAgreement("CO", 0.62, 0.41, 9, 5),
            ScaleAgreement("TA", None, None, 0, 1, "too_few_raters"),
        )
        rows = table(page(disputed(brief(agreement=told)))).rows
        assert rows[0] == ("内容", "0.62", "0.41级", "9题、5人")
        assert rows[1] == ("达人", "—", "—", "不足两人作答")

    def test_many_answers_share_a_dot(self) -> None:
        """With hundreds of answers a dot stands for several, and says so."""
        base = brief().result.items
        crowd = tuple(replace(i, counts=(800, 0, 0, 0, 400)) if i.disputed else i for i in base)
        found = page(disputed(brief(items=crowd)))
        assert "每点代表20个回答" in drawn(found)


class TestPractices:
    """The list for action."""

    def test_words_of_level_four_are_printed(self) -> None:
        """Each missing practice is told in the wording of its level 4."""
        b = brief(missing_practices=(MissingPractices("CO1", ("CO1-1", "CO1-3")),))
        rows = table(page(practices(b))).rows
        assert [r[0] for r in rows] == ["人设与内容定位", ""]
        assert rows[0][2].endswith("附打勾审稿清单的人设卡")

    def test_widest_gap_comes_first(self) -> None:
        """The list follows the gaps to target."""
        b = brief()
        gaps = [b.result.score(s.id) for s in b.instrument.sub_capabilities]
        names = [r[0] for r in table(page(practices(b))).rows if r[0]]
        order = {b.short(s.id): s.gap or 0.0 for s in gaps if s}
        assert [order[n] for n in names] == sorted((order[n] for n in names), reverse=True)

    def test_nothing_missing_has_no_page(self) -> None:
        """Older runs, and merchants that have it all, get no page."""
        assert practices(brief(missing_practices=())) is None

    def test_items_that_are_gone_are_left_out(self) -> None:
        """An id that the instrument no longer holds makes no row and no error."""
        assert practices(brief(missing_practices=(MissingPractices("CO1", ("CO9-9",)),))) is None


class TestQuality:
    """A second look."""

    def test_reasons_of_exclusions_are_printed(self) -> None:
        """Whoever left a response out is quoted; a wave of silence tells no post and no length."""
        one = Exclusion("BD", "答题时还没入职", 19)
        found = page(quality(brief(exclusions=(one, Exclusion("", "重复提交", None)))))
        rows = table(found).rows
        assert rows[0] == ("人工排除", f"{brief().role('BD')}，19个答案", "答题时还没入职")
        assert rows[1] == ("人工排除", "一份作答", "重复提交")
        assert "2份被排除" in spoken(found)

    @pytest.mark.parametrize("locale", LOCALES)
    def test_every_code_has_words(self, locale: Locale) -> None:
        """No code of a flag or a contradiction reaches the page."""
        figures = tuple(
            (k, 2.0) for k in ("n", "run", "level", "seconds", "limit", "asked", "total", "hosts", "hours")
        )
        share = ("share", 0.5)
        flags = tuple(AnswerFlag("r", "", code, (*figures, share)) for code in FLAGS)
        conflicts = tuple(Contradiction(code, (), (), (*figures, share)) for code in CONTRADICTIONS)
        found = page(quality(brief(locale, answer_flags=flags, contradictions=conflicts)))
        text = " ".join(" ".join(r) for r in table(found).rows)
        assert len(table(found).rows) == len(FLAGS) + len(CONTRADICTIONS)
        assert not [code for code in (*FLAGS, *CONTRADICTIONS) if code in text]

    def test_nothing_found_has_no_page(self) -> None:
        """A run without signs claims nothing about having looked."""
        assert quality(brief(answer_flags=(), contradictions=(), exclusions=())) is None


class TestConcepts:
    """The appendix and the help on screen say the same."""

    @pytest.mark.parametrize("locale", LOCALES)
    def test_words_are_those_of_the_handbook(self, locale: Locale) -> None:
        """Every paragraph is a passage of METHOD.md, blanks between Han and Latin aside."""
        rows = table(page(concepts(brief(locale)))).rows
        passages = {said(topic, locale).replace(" ", "") for topic in TOPICS}
        assert {text.replace(" ", "") for _, text in rows} <= passages
        assert len(rows) >= 8

    def test_topics_without_a_figure_are_left_out(self) -> None:
        """A questionnaire without bands, archetypes or snowball does not explain them."""
        heads = {head for head, _ in table(page(concepts(brief(name="foreign")))).rows}
        assert heads.isdisjoint({"成熟度等级", "组织画像", "雪球", "百分位"})


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_for_silence_has_words(locale: Locale) -> None:
    """Each reason that scoring may give is put into words of its own."""
    reasons = [getattr(results, name) for name in dir(results) if name.startswith("WITHHELD_")]
    b = brief(locale)
    told = [b.why(reason) for reason in reasons]
    assert len(set(told)) == len(reasons)
    assert b.say("common.withheld.other") not in told


@pytest.mark.parametrize("locale", LOCALES)
def test_many_signs_are_counted(locale: Locale) -> None:
    """With three hundred raters signs are counted by kind and post, not listed over fourteen sheets."""
    shares = (("share", 0.9), ("n", 2.0))
    flags = tuple(
        AnswerFlag(str(n), ("LIVE", "CS")[n % 3 == 0], code, shares) for n in range(150) for code in FLAGS[:2]
    )
    found = table(page(quality(brief(locale, answer_flags=flags, contradictions=(), exclusions=()))))
    assert len(found.rows) == 2
    assert all("150" in row[2] and "100" in row[2] and "50" in row[2] for row in found.rows)
