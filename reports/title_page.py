"""Cover: whose report, from when, on what basis, for whose eyes."""

from reports import numbers
from reports.briefing import Briefing
from reports.document import Cover


def cover(b: Briefing) -> Cover:
    """Compose the cover."""
    merchant, locale = b.source.merchant, b.source.locale
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
    return Cover(
        title=b.say("common.title"),
        subtitle=subtitle,
        merchant=merchant.name,
        lines=tuple((b.say(f"cover.line.{key}"), value) for key, value in labelled),
        notice=b.say("cover.notice"),
        demo_notice=b.say("cover.demo") if b.demo else "",
    )
