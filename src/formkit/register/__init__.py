"""The register: the only state. Projects, numbers, documents with revisions, history."""

from __future__ import annotations

from formkit.register.document import PDF, By, Document, Draft, Known, Series
from formkit.register.register import Register
from formkit.register.replies import Replies, ReplyState, ReturnedFile, StoredReply
from formkit.register.tables import DocumentStatus
from formkit.register.writing import Writing

__all__ = [
    "PDF",
    "By",
    "Document",
    "DocumentStatus",
    "Draft",
    "Known",
    "Register",
    "Replies",
    "ReplyState",
    "ReturnedFile",
    "Series",
    "StoredReply",
    "Writing",
]
