"""Parsed files on the design of organizations -> one frozen `Design`."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from assessment.content.design_files import (
    CROSSWALK,
    DECISIONS,
    FORMS,
    POSTS,
    RITUALS,
    STAFFING,
    CrosswalkFile,
    DecisionsFile,
    FormEntry,
    FormsFile,
    PostsFile,
    RitualsFile,
    StaffingFile,
)
from assessment.domain.forms import Design, ForeignModel, OrganizationForm

_PLURALS: Final = {"fit": "fits", "team": "teams", "post": "posts", "step": "steps"}


def design_of(files: Mapping[str, Any]) -> Design:
    """Put the read files together.

    Parameters
    ----------
    files
        Values of the classes in `DESIGN_SHAPES`, by the names there; others are not looked at.
    """
    posts: PostsFile = files[POSTS]
    staffing: StaffingFile = files[STAFFING]
    decisions: DecisionsFile = files[DECISIONS]
    rituals: RitualsFile = files[RITUALS]
    crosswalk: CrosswalkFile = files[CROSSWALK]
    forms: FormsFile = files[FORMS]
    return Design(
        forms=tuple(map(_form, forms.form)),
        symptoms=forms.symptom,
        requirements=forms.requirement,
        kinds=posts.kind,
        duties=posts.duty,
        staffing=staffing.staffing,
        spans=posts.spans,
        decisions=decisions.decision,
        rituals=rituals.ritual,
        ad_room=rituals.ad_room,
        models=tuple(
            ForeignModel(entry.id, entry.name, entry.owner, entry.verified, entry.stage, entry.whole)
            for entry in crosswalk.model
        ),
    )


def _form(entry: FormEntry) -> OrganizationForm:
    values = {_PLURALS.get(one.name, one.name): getattr(entry, one.name) for one in fields(entry)}
    return OrganizationForm(**values)
