"""Cover: whose report, from when, on what basis, for whose eyes."""

from reports import numbers
from reports.briefing import Briefing
from reports.document import Cover
from reports.text import legible


def cover(b: Briefing) -> Cover:
    """Compose the cover; words chosen by hand replace the composed ones."""
    merchant, locale = b.source.merchant, b.source.locale
    own = b.source.choices.look.cover
    names = [b.short(d.id) for d in b.instrument.dimensions]
    key = "cover.subtitle" if b.instrument.positions else "cover.subtitle_plain"
    subtitle = b.say(key, names=b.listing(names), n=len(names))
    version = b.say("cover.version", name=b.text(b.instrument.name), version=b.instrument.version)
    labelled = (
        ("category", b.coded("category", merchant.category)),
        ("tier", b.tier()),
        ("as_of", numbers.day(b.source.as_of, locale)),
        ("raters", b.say("cover.people", n=b.n, invited=b.result.data_quality.n_invited)),
        ("instrument", version),
        ("report", b.source.report_id),
    )
    by_hand = (("prepared_for", own.prepared_for), ("prepared_by", own.prepared_by))
    told = (*labelled, *((key, words) for key, words in by_hand if legible(words)))
    return Cover(
        title=legible(own.title) or b.say("common.title"),
        subtitle=legible(own.subtitle) or subtitle,
        merchant=merchant.name,
        lines=tuple((b.say(f"cover.line.{key}"), value) for key, value in told),
        notice=legible(own.notice) or b.say("cover.notice"),
        demo_notice=b.say("cover.demo") if b.demo else "",
    )
