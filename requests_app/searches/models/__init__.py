"""The record of one search: the request, its versions, content, checks and decisions.

No logic in save(): the use cases of `workflow` are the only writers.
"""

from requests_app.searches.models.candidate_picture import CandidatePicture
from requests_app.searches.models.checks import CheckRun, Finding
from requests_app.searches.models.content import (
    ContentKey,
    Probe,
    ProbeFingerprint,
    StoredFile,
)
from requests_app.searches.models.decisions import (
    Authorisation,
    Claim,
    Decision,
    Reading,
)
from requests_app.searches.models.disclosure_pack import DisclosurePack, DisclosurePart
from requests_app.searches.models.ended_unexamined import EndedUnexamined
from requests_app.searches.models.examination import (
    MOST_EXAMINERS,
    Conclusion,
    Examination,
    ExaminationDraft,
)
from requests_app.searches.models.follow_up import FollowUp
from requests_app.searches.models.hold_review import HoldReview
from requests_app.searches.models.incident import Incident, IncidentOwner
from requests_app.searches.models.kept_typing import KeptTyping
from requests_app.searches.models.lead import LeadDecision, LeadRecall
from requests_app.searches.models.legal_hold import LegalHold
from requests_app.searches.models.likeness import AlikeText, TextSignature
from requests_app.searches.models.notices import Notice
from requests_app.searches.models.request import (
    ANSWER_BY,
    WAITS_BEHIND_URGENT_ONES,
    Draft,
    Justification,
    SearchRequest,
)

__all__ = [
    "ANSWER_BY",
    "MOST_EXAMINERS",
    "WAITS_BEHIND_URGENT_ONES",
    "AlikeText",
    "Authorisation",
    "CandidatePicture",
    "CheckRun",
    "Claim",
    "Conclusion",
    "ContentKey",
    "Decision",
    "DisclosurePack",
    "DisclosurePart",
    "Draft",
    "EndedUnexamined",
    "Examination",
    "ExaminationDraft",
    "Finding",
    "FollowUp",
    "HoldReview",
    "Incident",
    "IncidentOwner",
    "Justification",
    "KeptTyping",
    "LeadDecision",
    "LeadRecall",
    "LegalHold",
    "Notice",
    "Probe",
    "ProbeFingerprint",
    "Reading",
    "SearchRequest",
    "StoredFile",
    "TextSignature",
]
