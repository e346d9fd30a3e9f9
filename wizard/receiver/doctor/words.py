"""The diagnoses in words: what differs, and what to do about it. Codes are stable; sentences may be mended."""

from __future__ import annotations

_READS = {
    "hex": ("as hex", "write hex: before it"),
    "base64": ("as base64", "write base64: before it"),
    "text": ("as text, letter by letter", "take the text instead of the bytes it spells"),
    "latin-1": ("as Latin-1 text, not UTF-8", "give it as hex: bytes"),
}

ADVICE = {
    "opened": "It opens.",
    "not-encrypted": (
        "This value was never encrypted: it reads as it stands. Turn encryption on at the sender, or take "
        "this variable off the parameters."
    ),
    "only-encoded": (
        "This value is encoded but not encrypted: decoding it is enough. Turn encryption on at the sender."
    ),
    "not-in-parameters": (
        "This value is encrypted, though it is not among the parameters: add it to them, or switch it off at the "
        "sender."
    ),
    "too-short": (
        "Too short to be sure: so few bytes read well by chance. Judge it together with the other values "
        "of its body; alone, only a GCM value with its 16-byte tag is sure."
    ),
    "unlike": (
        "It opens to text, but not to what this variable holds: look whether the sender took the right "
        "variable."
    ),
    "altered": (
        "Key and IV are right, but the tag does not fit: the value was changed on the way, or the sender "
        "authenticates additional data (AAD), which a callback does not have."
    ),
    "iv-differs": (
        "The key is right and the initialization vector is not: all but the first 16 bytes read well. "
        "Compare the IV with the sender's."
    ),
    "cut-short": (
        "The end of the value is missing: look for a column, a log or a variable that is too short for it."
    ),
    "not-text": "It opens, but to bytes that are not UTF-8 text: the sender uses another character set.",
    "key-stray": (
        "A stray space, newline or quote belongs to the key on one side only: look how the key is read in."
    ),
    "iv-stray": (
        "A stray space, newline or quote belongs to the IV on one side only: look how it is read in."
    ),
    "key-iv-stray": (
        "Stray spaces, newlines or quotes belong to key and IV on one side only: look how they are read in."
    ),
    "key-length": (
        "The key has not the length of its algorithm; the sender cuts it or fills it up. Use a key of the "
        "right length on both sides."
    ),
    "iv-length": (
        "The sender uses the initialization vector at another length. Use one of the right length on both "
        "sides."
    ),
    "key-iv-swapped": "Key and initialization vector are swapped: change their places.",
    "key-hashed": (
        "The sender does not use the key as it is but hashes it first: take the hash as key, or the bare "
        "key at the sender."
    ),
    "password": (
        "The sender gives openssl the key as a password (-pass, -k), which derives another key: use -K "
        "and -iv."
    ),
    "algorithm": "The sender uses another algorithm: choose the same on both sides.",
    "mode-cfb8": (
        "The sender uses CFB8, which feeds back single bytes; Kaleyra's CFB is taken to be CFB128, as "
        "OpenSSL's aes-…-cfb. Set the feedback size to 128 bits there."
    ),
    "mode-cbc": "The sender uses CBC with padding: choose CFB or GCM there.",
    "mode-ctr": "The sender uses CTR: choose CFB or GCM there.",
    "mode-ecb": "The sender uses ECB with padding, which hides little: choose CFB or GCM there.",
    "mode-ofb": "The sender uses OFB: choose CFB or GCM there.",
    "iv-zeros": (
        "The sender uses an initialization vector of zero bytes, the default of some libraries: give it "
        "the profile's IV."
    ),
    "iv-in-front": (
        "The sender makes an initialization vector of its own and puts it in front of the ciphertext: "
        "have it use the profile's IV, or cut those bytes off and decrypt with them."
    ),
    "tag-before": "The tag stands before the ciphertext: set the tag to before.",
    "tag-after": "The tag stands after the ciphertext: set the tag to after.",
    "tag-missing": (
        "The sender leaves the 16-byte tag of GCM away, so nothing proves the value: append it there."
    ),
    "tag-cut": "The tag of GCM is not whole: use all 16 bytes at the sender, or look what cuts off the end.",
    "encoding": "The ciphertext is written in another encoding: set the same on both sides.",
    "double-encoded": (
        "The ciphertext was encoded twice: encode it once at the sender, or decode once more here."
    ),
    "spaces-for-plus": (
        "Plus signs of the base64 became spaces, as happens in an urlencoded form: encode + as %2B at the "
        "sender, or use base64url."
    ),
    "percent-encoded": (
        "Percent-encoding is left in the value: decode it once more, or encode it once less at the sender."
    ),
    "json-escaped": (
        "JSON escapes are left in the value: parse the JSON instead of cutting the value out of it."
    ),
    "quoted": "Quotes are left around the value: parse the body instead of cutting the value out of it.",
    "white-space": "White space stands around the value: strip it before decoding.",
    "separators": (
        "The parts of the value (IV, tag, ciphertext) are written one by one: write them as one, and decode that."
    ),
    "line-breaks": (
        "Line breaks stand inside the base64, as e-mail and some libraries write it: take them out."
    ),
    "unpadded": (
        "The = signs that fill up base64 are missing: add them before decoding, or keep them at the sender."
    ),
    "ragged": "The value ends in the middle of a byte: something cut it short.",
    "whole-body": (
        "The whole body was encrypted, not its values one by one: encrypt each value alone at the sender."
    ),
    "compressed": (
        "The value was compressed before it was encrypted: leave that away at the sender, or decompress it."
    ),
    "padded": (
        "The value was padded before it was encrypted, which CFB and GCM do not need: switch padding off "
        "at the sender, or take it away."
    ),
    "newline-inside": "White space was encrypted along with the value (echo adds a newline; use printf).",
    "quoted-inside": (
        "The value was turned into JSON, with quotes, before it was encrypted: encrypt the bare text."
    ),
    "encoded-inside": (
        "The value was encoded before it was encrypted as well: decode what comes out once more."
    ),
    "utf-16": "The text was UTF-16 when it was encrypted: encrypt its UTF-8 bytes.",
}


def advice(code: str, note: str = "") -> str:
    """What differs and what to do, in a sentence or two; the note says how exactly, in brackets."""
    sentence = ADVICE.get(code) or _misread(code)
    return f"{sentence[:-1]} ({note})." if note else sentence


def _misread(code: str) -> str:
    what, _, how = code.rpartition("-") if not code.endswith("latin-1") else (code[:-8], "-", "latin-1")
    subject = {
        "key": "the key",
        "iv": "the initialization vector",
        "key-iv": "key and initialization vector",
    }[what]
    manner, remedy = _READS[how]
    verb = "are" if what == "key-iv" else "is"
    remedy = remedy.replace("it", "each", 1) if what == "key-iv" and remedy.startswith("write") else remedy
    return f"{subject[0].upper()}{subject[1:]} {verb} read {manner} by the sender: {remedy}."


def opened_to_other(name: str, other: str = "") -> str:
    """It opens, and yet is not what the variable holds; it reads like the `other`, where there is one."""
    reads = f"it reads like {other}, not like {name}" if other else f"not to what {name} holds"
    return f"It opens, but {reads}: look whether the sender took the right variable."


def unopened(tried: int, note: str = "") -> str:
    """The honest end."""
    if note:
        return f"It does not open as set; {note}."
    if not tried:
        return "It is written in no encoding that could hold encrypted bytes: look at what the sender puts there."
    return (
        f"None of the {tried} ways tried opens it. Check that it was encrypted with this key and IV, and that it came "
        "whole."
    )


def also(notes: list[str]) -> str:
    """What else had to be undone on the way to it."""
    words = {
        "encoding": "in another encoding",
        "double-encoded": "encoded twice",
        "spaces-for-plus": "with spaces for plus signs",
        "percent-encoded": "with percent-encoding left in",
        "json-escaped": "with JSON escapes left in",
        "quoted": "with quotes around it",
        "white-space": "with white space around it",
        "line-breaks": "with line breaks inside",
        "separators": "with its parts written one by one",
        "unpadded": "without its = signs",
        "ragged": "cut in the middle of a byte",
    }
    return ", ".join(words.get(note, note) for note in notes)


CODES = (
    frozenset(ADVICE) | {f"{what}-{how}" for what in ("key", "iv", "key-iv") for how in _READS} | {"unopened"}
)
"""Every diagnosis there is."""
