"""Intake: the one door for tables that people bring, and what each source makes of them."""

from assessment.intake.problems import Problem
from assessment.intake.responses import AnswerRow, read_responses
from assessment.intake.source import Column, Limits, Row, Source, Table
from assessment.intake.table import read_table

__all__ = [
    "AnswerRow",
    "Column",
    "Limits",
    "Problem",
    "Row",
    "Source",
    "Table",
    "read_responses",
    "read_table",
]
