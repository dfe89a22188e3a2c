"""Checks an evidence pack of a Scrutiny Ledger:  python3 verify.py [KEY] [FOLDER]

KEY is the ledger's, as you know it from elsewhere: its id, or better its line; else the pack's.
FOLDER is the unpacked pack, or else where this is. Ends with 0 or 1. Needs “cryptography”.
"""

import json
import sys
from base64 import b64decode, urlsafe_b64encode
from collections import Counter, defaultdict, namedtuple
from hashlib import sha256
from pathlib import Path
from time import gmtime, strftime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LEDGER, PARTNER = 1, 4  # kinds of keys: c2sp.org/signed-note, c2sp.org/tlog-cosignature
Key = namedtuple("Key", "line name id kind public")


def check_lists(bag: Path) -> str:
    """Every file is in a list with its hash, and nothing else is there (RFC 8493)."""
    files = {each.relative_to(bag).as_posix() for each in bag.rglob("*") if not each.is_dir()}
    payload = {each for each in files if each.startswith("data/")}
    tags = files - payload - {"tagmanifest-sha256.txt"}
    for name, listed in (("manifest", payload), ("tagmanifest", tags)):
        hashes = [(each, sha256((bag / each).read_bytes()).hexdigest()) for each in sorted(listed)]
        found = "".join(f"{hashed}  {each}\n" for each, hashed in hashes)
        wanted = (bag / f"{name}-sha256.txt").read_bytes().decode()
        if found != wanted:
            differ = {line[66:] for line in set(found.split("\n")) ^ set(wanted.split("\n"))}
            raise ValueError(f"{name}-sha256.txt and the files differ: {', '.join(sorted(differ))}")
    return f"All {len(files)} files are there, each with the hash that is listed."


def read_keys(bag: Path) -> list[Key]:
    """The keys that the pack brings; the id of each must be its own."""
    keys = []
    for line in (bag / "data/keys.txt").read_text("utf-8").splitlines():
        name, key_id, coded = line.split("+", 2)
        content = b64decode(coded, validate=True)
        if sha256(name.encode() + b"\n" + content).hexdigest()[:8] != key_id:
            raise ValueError(f"data/keys.txt: {name} has another id than {key_id}")
        keys.append(Key(line, name, key_id, content[0], content[1:]))
    return keys


def signed(note: str, keys: list[Key]) -> dict[Key, str]:
    """Which keys have signed a note, and when a partner saw it. Lines of others are passed over."""
    text, _, lines = note.rpartition("\n\n")
    by = {}
    for line in lines.splitlines():
        name, coded = line[2:].split(" ")
        content = b64decode(coded, validate=True)
        for key in (each for each in keys if (each.name, each.id) == (name, content[:4].hex())):
            at = int.from_bytes(content[4:12], "big") if key.kind == PARTNER else 0
            head = f"cosignature/v1\ntime {at}\n" if key.kind == PARTNER else ""
            public = Ed25519PublicKey.from_public_bytes(key.public)
            public.verify(content[12 if head else 4 :], f"{head}{text}\n".encode())
            by[key] = strftime("%d %B %Y at %H:%M UTC", gmtime(at))
    return by


def check_signatures(bag: Path, wanted: str) -> str:
    """Who has signed the checkpoint and, by their hashes, all files."""
    keys, seal = read_keys(bag), (bag / "manifest.note").read_text("utf-8")
    tags = (bag / "tagmanifest-sha256.txt").read_bytes().splitlines(keepends=True)
    listed = b"".join(each for each in tags if not each.endswith(b"  manifest.note\n"))
    checkpoint = signed((bag / "data/checkpoint.txt").read_text("utf-8"), keys)
    ours = [each for each in checkpoint if each.kind == LEDGER]
    head = f"Files of an evidence pack\n{sha256(listed).hexdigest()}\n\n"
    if not seal.startswith(head) or list(signed(seal, keys)) != ours:
        raise ValueError("manifest.note is of other files, or not signed as the checkpoint is")
    if wanted and not any(wanted in (each.id, each.line) for each in ours):
        raise ValueError(f"it is not signed by the key {wanted}")
    told = [f"Signed by the ledger’s key {each.id} ({each.line})." for each in ours]
    told += ["That key came with the pack: ask elsewhere whether it is right."] * (not wanted)
    told = told if ours else ["NOT SIGNED: nobody vouches that this is what the ledger held."]
    for key in (each for each in checkpoint if each.kind == PARTNER):
        told.append(f"Countersigned by {key.name}, key {key.id}, on {checkpoint[key]}.")
    return "\n".join(told)


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root to which a proof leads from a leaf (RFC 9162, 2.1.3)."""
    if size == 1 or not path:
        if index or path or size > 1:
            raise ValueError("a proof is of the wrong length")
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return sha256(b"\1" + root_of(leaf, index, half, path[:-1]) + path[-1]).digest()
    return sha256(b"\1" + path[-1] + root_of(leaf, index - half, size - half, path[:-1])).digest()


def check_entries(bag: Path) -> str:
    """Each entry is in the log, with its words and files; between an item's none is missing."""
    data = bag / "data"
    checkpoint = (data / "checkpoint.txt").read_text("utf-8")
    size, root = int(checkpoint.split("\n")[1]), b64decode(checkpoint.split("\n")[2])
    rows = (line.split(",") for line in (data / "left-out.csv").read_text().splitlines()[1:])
    absent = Counter({(row[0], row[2]): int(row[3]) for row in rows})
    period = [int(each) for file in data.glob("period.txt") for each in file.read_text().split()]
    (first, last), runs, files = period or (1, 0), defaultdict(list), set()
    for position in sorted((each.stem for each in (data / "entries").iterdir()), key=int):
        line = (data / f"entries/{position}.json").read_bytes()
        entry, leaf = json.loads(line), sha256(b"\0" + line).digest()
        proof = data / f"proofs/{position}.tlog-proof"
        head, _, note = proof.read_text("utf-8").partition("\n\n")
        index, *path = head.split("\n")[1:]
        led = root_of(leaf, int(position) - 1, size, [b64decode(each) for each in path])
        right = (f"index {int(position) - 1}", str(entry["position"]), checkpoint, root)
        if (index, position, note, led) != right:
            raise ValueError(f"the entry {position} is not in the log")
        run, at = ("the log", "position") if period else (entry["item"], "version")
        runs[run].append(entry[at])
        given = (data / f"words/{position}.txt").read_bytes().split()
        left = Counter(entry["event"].get("_sd", []))
        left.subtract(urlsafe_b64encode(sha256(each).digest())[:-1].decode() for each in given)
        if min(left.values(), default=0) < 0 or left.total() != absent[position, "words"]:
            raise ValueError(f"the words at position {position} are not those that were written")
        if entry["topic"].endswith(".EvidenceAdded") and not absent[position, "file"]:
            files |= {entry["event"]["sha256"]} - {""}
    for run, there in runs.items():
        if there != [*range(first, (last or len(there)) + 1)]:
            raise ValueError(f"of {run} something between its first and last event is missing")
    found = {each.name: each.read_bytes() for each in (data / "files").glob("*")}
    if files != set(found) or any(sha256(found[each]).hexdigest() != each for each in found):
        raise ValueError("the files of evidence are not those that the entries name")
    told = [f"{run}: events {first} to {there[-1]}, none missing." for run, there in runs.items()]
    return "\n".join([*told, f"All are in the log of {size} events, with words and files."])


def main(arguments: list[str]) -> int:
    """Check, say what was found, and return the exit code."""
    folder = next((each for each in arguments if Path(each).is_dir()), str(Path(__file__).parent))
    wanted, wrong = next((each for each in arguments if each != folder), ""), 0
    for check in (check_lists, lambda bag: check_signatures(bag, wanted), check_entries):
        try:
            print(check(Path(folder)))
        except Exception as error:  # what cannot be read does not fit, either
            wrong = 1
            print(f"WRONG: {error or type(error).__name__}")
    print("SOMETHING DOES NOT FIT." if wrong else "Everything fits.")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
