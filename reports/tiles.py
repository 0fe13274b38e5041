"""Key figures of the executive summary: score, spread, widest gap, strategy against capability."""

from reports import numbers, reading
from reports.briefing import Briefing
from reports.document import Tile


def overall_tile(b: Briefing) -> Tile:
    """Overall score with interval and, where bands exist, the level with its probability."""
    overall = b.result.overall
    label = b.say("summary.tile.overall")
    if overall.value is None:
        return Tile(label, b.say("summary.tile.withheld"), b.why(overall.withheld))
    if overall.level is not None and overall.level_probabilities:
        note = b.say(
            "summary.tile.overall_band",
            interval=b.interval(overall),
            p=numbers.share(overall.level_probabilities[overall.level]),
            band=b.band(overall.level),
        )
    else:
        note = b.say("summary.tile.overall_plain", interval=b.interval(overall), scale=b.scale)
    return Tile(label, numbers.score(overall.value), note)


def extremes_tile(b: Briefing) -> Tile:
    """Strongest and weakest dimension, and whether they really differ."""
    label, ends = b.say("summary.tile.extremes"), reading.extremes(b.result.dimensions)
    if ends is None:
        return Tile(label, b.say("common.none"), b.say("summary.tile.extremes_none"))
    strong, weak = ends
    high, low = reading.value(strong), reading.value(weak)
    key = "extremes_note" if reading.apart(strong, weak) else "extremes_note_noise"
    note = b.say(
        f"summary.tile.{key}",
        strong=b.short(strong.id),
        weak=b.short(weak.id),
        high=numbers.score(high),
        low=numbers.score(low),
    )
    return Tile(label, b.say("summary.tile.gap_value", gap=numbers.score(high - low)), note)


def gap_tile(b: Briefing) -> Tile:
    """Widest gap to target."""
    label, found = b.say("summary.tile.gap"), reading.gaps(b.result)
    if found:
        top = found[0]
        note = b.say(
            "summary.tile.gap_note",
            name=b.short(top.id),
            score=numbers.score(reading.value(top)),
            target=numbers.score(top.target or 0.0),
        )
        return Tile(label, b.say("summary.tile.gap_value", gap=numbers.score(top.gap or 0.0)), note)
    told = any(s.target is not None for s in reading.scored(b.result.sub_capabilities))
    kind = "gap_none" if told else "gap_untold"
    return Tile(label, b.say(f"summary.tile.{kind}_value"), b.say(f"summary.tile.{kind}"))


def last_tile(b: Briefing) -> Tile:
    """Strategy against capability when the planned mix is known, else how many answered."""
    worst = reading.mismatch(b.result)
    if worst is not None and worst.planned_share is not None:
        note = b.say(
            "summary.tile.mismatch_note",
            position=b.position(worst.position),
            share=numbers.percent(worst.planned_share),
        )
        value = b.say("summary.tile.mismatch_value", score=numbers.score(reading.value(worst.score)))
        return Tile(b.say("summary.tile.mismatch"), value, note)
    if reading.mix_judged(b.result):
        keys = ("mismatch", "matched_value", "matched_note")
        label, value, note = (b.say(f"summary.tile.{key}") for key in keys)
        return Tile(label, value, note)
    note = b.say(
        "summary.tile.raters_note",
        share=numbers.share(reading.answered_share(b.result)),
        unknown=b.result.data_quality.n_unknown,
    )
    return Tile(b.say("summary.tile.raters"), b.say("summary.tile.raters_value", n=b.n), note)
