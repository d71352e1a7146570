"""The register: the only state. Projects, numbers, documents with revisions, history."""

from __future__ import annotations

from formkit.register.document import PDF, SHOWING, WORKBOOK, By, Document, Draft, Known, Series
from formkit.register.register import Register
from formkit.register.replies import Replies, ReplyState, ReturnedFile, StoredReply
from formkit.register.surveys import SentSheet, SentSurvey, Surveys
from formkit.register.tables import DocumentStatus
from formkit.register.writing import Writing

__all__ = [
    "PDF",
    "SHOWING",
    "WORKBOOK",
    "By",
    "Document",
    "DocumentStatus",
    "Draft",
    "Known",
    "Register",
    "Replies",
    "ReplyState",
    "ReturnedFile",
    "SentSheet",
    "SentSurvey",
    "Series",
    "StoredReply",
    "Surveys",
    "Writing",
]
