"""Every version number, media name and header of the wire formats, in one place.

Must not be edited to mean something else: a new meaning takes a new number.
"""

ENTRY_SCHEMA = 1
RECEIPT_SCHEMA = 1
OSIA_VERSION = "1.6.0"

GRANT_DETAIL_TYPE = "urn:countersign:identify:1"
PICTURE_DETAIL_TYPE = "urn:countersign:picture:1"
GRANT_CLIENT_ID = "countersign-dispatcher"
SCOPE_IDENTIFY = "abis.identify"
SCOPE_ENCOUNTER = "abis.encounter.read"
SCOPE_GALLERIES = "abis.gallery.read"

# Beside the grant: the approval's entry, its proof, and the key that opens its probe commitment.
# The opening is kept out of the token, because tokens end up in other people's logs.
HEADER_ENTRY = "X-Countersign-Entry"
HEADER_PROOF = "X-Countersign-Proof"
HEADER_OPENING = "X-Countersign-Opening"
# On the answer.
HEADER_REFUSAL = "X-Countersign-Refusal"
HEADER_RECEIPT = "X-Countersign-Receipt"
HEADER_ENGINE = "X-Countersign-Engine"
HEADER_NOT_A_RECOGNISER = "X-Not-A-Face-Recogniser"
HEADER_REPLAYED = "Idempotent-Replayed"

MAX_ENTRY_BYTES = 65_535
MAX_REQUEST_BYTES = 12_000_000
MAX_ANSWER_BYTES = 5_000_000
MAX_PICTURE_ANSWER_BYTES = 12_000_000


def issuer_for(installation: str) -> str:
    """The `iss` of every grant of one installation, so that none is good at another's gate."""
    return f"urn:countersign:{installation}"


def audience_for(installation: str, matcher: str) -> str:
    """The `aud` of grants for one matcher of one installation."""
    return f"urn:countersign:{installation}:matcher:{matcher}"
