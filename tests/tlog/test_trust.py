"""Policy files and proofs of one entry, as c2sp.org describes them; the log and its witnesses are made here."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.tlog import checkpoints, hashing, notes, proofs, trust
from requests_app.tlog.checkpoints import Checkpoint
from requests_app.tlog.notes import COSIGNATURE, Note, NoteError
from requests_app.tlog.proofs import ProofError
from requests_app.tlog.trust import EntryProof, PolicyError
from tests.tlog.test_proofs import naive_path, naive_root, subtree_of

ORIGIN = "agency.example/facesearch/audit"
ENTRIES = [f"entry {number}".encode() for number in range(11)]
LEAVES = [hashing.leaf_hash(entry) for entry in ENTRIES]


def key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


LOG = notes.verifier_of(ORIGIN, key("log")).vkey
WITNESSES = ("ann", "ben", "cem", "dia")
LINES = "".join(
    f"witness {name} {notes.verifier_of(name, key(name), kind=COSIGNATURE).vkey}\n"
    for name in WITNESSES
)
POLICY = f"""\
# Whom the commissioner trusts.
log {LOG} https://log.agency.example/

{LINES}group two-of-three 2 ann ben cem
group outsiders any two-of-three dia   # the newspaper alone would do
quorum outsiders
"""


def note(*cosigned_by: str, size: int = 11) -> Note:
    made = checkpoints.sign(Checkpoint(ORIGIN, size, naive_root(LEAVES[:size])), ORIGIN, key("log"))
    for number, name in enumerate(cosigned_by):
        made = checkpoints.cosign(made, name, key(name), at=1_795_000_000 + number)
    return made


def test_a_policy_names_the_log_its_witnesses_and_what_is_enough() -> None:
    policy = trust.read_policy(POLICY)
    assert [log.vkey for log in policy.logs] == [LOG]
    assert list(policy.witnesses) == list(WITNESSES)
    assert policy.groups["two-of-three"] == trust.Group(2, ("ann", "ben", "cem"))
    assert policy.groups["outsiders"] == trust.Group(1, ("two-of-three", "dia"))
    assert policy.quorum == "outsiders"


@pytest.mark.parametrize(
    ("by", "enough"),
    [
        ((), False), (("ann",), False), (("ann", "ben"), True), (("ben", "cem"), True), (("dia",), True),
        (("ann", "ben", "cem", "dia"), True), (("cem",), False),
    ],
)  # fmt: skip
def test_a_checkpoint_needs_its_quorum(by: tuple[str, ...], enough: bool) -> None:
    policy, data = trust.read_policy(POLICY), note(*by).write().encode()
    if not enough:
        with pytest.raises(NoteError, match="Too few witnesses"):
            policy.accept(data)
        return
    checkpoint, times = policy.accept(data)
    assert checkpoint.size == 11
    assert times == {name: 1_795_000_000 + number for number, name in enumerate(by)}


def test_without_a_quorum_the_log_alone_must_have_signed() -> None:
    policy = trust.read_policy(f"log {LOG}\nquorum none\n")
    assert policy.accept(note().write().encode())[0].size == 11
    stranger = checkpoints.sign(Checkpoint(ORIGIN, 11, naive_root(LEAVES)), ORIGIN, key("stranger"))
    with pytest.raises(NoteError, match="No key that is known here"):
        policy.accept(stranger.write().encode())
    another_log = checkpoints.sign(
        Checkpoint("else.example", 11, naive_root(LEAVES)), ORIGIN, key("log")
    )
    with pytest.raises(NoteError, match="no key of that log"):
        policy.accept(another_log.write().encode())


def test_two_keys_of_a_log_while_one_replaces_the_other() -> None:
    later = notes.verifier_of(ORIGIN, key("later")).vkey
    policy = trust.read_policy(f"log {LOG}\nlog {later}\nquorum none\n")
    signed = checkpoints.sign(Checkpoint(ORIGIN, 11, naive_root(LEAVES)), ORIGIN, key("later"))
    assert policy.accept(signed.write().encode())[0].size == 11
    both = Note(signed.text, (*note().signatures, *signed.signatures))
    assert policy.accept(both.write().encode())[0].size == 11


WITNESS = LINES.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at least one log"),
        ("quorum none\n", "at least one log"),
        (f"log {LOG}\n", "one quorum"),
        (f"log {LOG}\nquorum none\nquorum none\n", "line 3: expected"),
        (f"log {LOG}\nquorum ann\n{WITNESS}\n", "line 2: there is no ann above"),
        (f"log {LOG}x\nquorum none\n", "line 1: "),
        (f"log {LINES.split()[2]}\nquorum none\n", "line 1: the key ann is of another kind"),
        (f"log {LOG}\nwitness ann {LOG}\nquorum none\n", "line 2: the key"),
        (f"log {LOG}\n{WITNESS}\n{WITNESS}\nquorum ann\n", "line 3: ann is a name that is taken"),
        (
            f"log {LOG}\n{WITNESS.replace('ann', 'none', 1)}\nquorum none\n",
            "line 2: none is a name that is taken",
        ),
        (f"log {LOG}\n{LINES}group g 0 ann\nquorum g\n", "line 6: 0 is not all, any"),
        (f"log {LOG}\n{LINES}group g 2 ann\nquorum g\n", "line 6: 2 is not all, any"),
        (f"log {LOG}\n{LINES}group g most ann\nquorum g\n", "line 6: most is not all"),
        (f"log {LOG}\n{LINES}group g any\nquorum g\n", "line 6: expected"),
        (f"log {LOG}\n{LINES}group g any ann ann\nquorum g\n", "line 6: ann is in a group already"),
        (
            f"log {LOG}\n{LINES}group g any ann\ngroup h any ann\nquorum h\n",
            "line 7: ann is in a group already",
        ),
        (f"log {LOG}\n{LINES}group g any g\nquorum g\n", "line 6: there is no g above"),
        (f"log {LOG}\nlogs {LOG}\nquorum none\n", "line 2: expected log, witness"),
    ],
)
def test_a_policy_that_says_nothing_or_two_things_is_refused_with_its_line(
    text: str, said: str
) -> None:
    with pytest.raises(PolicyError, match=said.replace("(", r"\(")):
        trust.read_policy(text)


@pytest.mark.parametrize("extra", [None, b"", b"\x00 anything"])
@pytest.mark.parametrize("index", range(11))
def test_a_proof_of_an_entry_is_written_as_described_and_holds(
    index: int, extra: bytes | None
) -> None:
    signed = note("dia")
    proof = EntryProof(
        index, tuple(proofs.inclusion_proof(index, 11, subtree_of(LEAVES))), signed, extra
    )
    lines = ["c2sp.org/tlog-proof@v1"]
    lines += [] if extra is None else [f"extra {base64.b64encode(extra).decode()}"]
    lines += [
        f"index {index}",
        *(base64.b64encode(each).decode() for each in naive_path(index, LEAVES)),
    ]
    assert proof.write() == "\n".join(lines) + "\n\n" + signed.write()
    read = trust.read_proof(proof.write().encode())
    assert read == proof
    assert read.check(LEAVES[index], trust.read_policy(POLICY)).size == 11
    with pytest.raises(ProofError, match="another root"):
        read.check(hashing.leaf_hash(b"another entry"), trust.read_policy(POLICY))


def test_a_proof_without_its_quorum_proves_nothing() -> None:
    proof = EntryProof(3, tuple(naive_path(3, LEAVES)), note("ann"))
    with pytest.raises(NoteError, match="Too few witnesses"):
        proof.check(LEAVES[3], trust.read_policy(POLICY))


GOOD = EntryProof(3, tuple(naive_path(3, LEAVES)), note("dia"), b"x").write()
HASH = base64.b64encode(naive_path(3, LEAVES)[0]).decode()


@pytest.mark.parametrize(
    "damaged",
    [
        "", GOOD.replace("@v1", "@v2"), GOOD.replace("index 3", "index 03"), GOOD.replace("index 3", "index -3"),
        GOOD.replace("index 3\n", ""), GOOD.replace("extra eA==", "extra eA"), GOOD.replace("extra eA==", "extra eB=="),
        GOOD.replace(f"{HASH}\n", f"{HASH[:-4]}\n"), GOOD.replace(f"{HASH}\n", f"{HASH}\n" * 64, 1),
        GOOD.replace("\n\n", "\n", 1), GOOD.split("\n\n")[0] + "\n\n", GOOD.replace("index", "index\u00a0"),
        GOOD.replace(f"{HASH}\n", f"{HASH} \n", 1),
    ],
)  # fmt: skip
def test_what_is_no_proof_is_refused(damaged: str) -> None:
    assert damaged != GOOD
    with pytest.raises((ProofError, NoteError)):
        trust.read_proof(damaged.encode())
