"""The rules of encryption: algorithm, key, IV, parameters and the layout of the ciphertext."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.profile.body import selected
from wizard.profile.keys import Which, count_hint, key_bytes, wanted
from wizard.profile.model import ALGORITHMS, ENCODINGS, TAG_PLACES
from wizard.profile.nearest import suggestion
from wizard.profile.problem import Problem, hidden, plain, warning
from wizard.profile.references import malformed, names_in, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalog import Channel
    from wizard.profile.model import Encryption

_LABELS: dict[Which, str] = {"key": "The key", "iv": "The initialization vector"}


def check_encryption(encryption: Encryption) -> list[Problem]:
    """Every fault of algorithm, key, IV and layout."""
    algorithm = encryption.algorithm
    found: list[Problem] = []
    if algorithm not in ALGORITHMS:
        told = f"There is no algorithm {plain(algorithm)!r}" if algorithm else "The algorithm is missing"
        advice = suggestion(algorithm, ALGORITHMS) or f"choose one of {', '.join(ALGORITHMS)}"
        found.append(Problem("encryption.algorithm", told, advice))
    elif algorithm.endswith("GCM"):
        found.append(
            warning(
                "encryption.algorithm",
                "One key and one initialization vector serve every value, so GCM repeats its nonce, which weakens it",
                "rely on an https:// endpoint for secrecy",
            )
        )
    found += _check_bytes(encryption.key, algorithm, "key")
    found += _check_bytes(encryption.iv, algorithm, "iv")
    found += _check_choice("encoding", encryption.encoding, ENCODINGS)
    found += _check_choice("tag", encryption.tag, TAG_PLACES)
    return found


def _check_bytes(text: str, algorithm: str, which: Which) -> Iterator[Problem]:
    path, label = f"encryption.{which}", _LABELS[which]
    if not text:
        yield Problem(path, f"{label} is missing", "type it, or press Generate")
        return
    if fault := hidden(path, text):
        yield fault
        return
    if malformed(text):
        yield warning(
            path,
            f"A ${{ in {label.lower()} begins no name of an environment variable, and is taken as it stands",
            "write ${NAME} with letters, digits and underscores",
        )
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        yield Problem(path, f"{label} holds half of a character", "type it again")
        return
    if names_in(text):
        return
    try:
        count = len(key_bytes(resolve(text, {})))
    except ValueError as error:
        told, _, advice = str(error).partition("; ")
        yield Problem(path, f"{label} cannot be read: {told}", advice)
        return
    lengths = wanted(algorithm, which)
    if lengths and count not in lengths:
        # Both lengths of a GCM vector are lawful, but only the usual one is counted towards.
        needed = " or ".join(str(length) for length in lengths)
        told = f"{label} has {count} byte{'' if count == 1 else 's'}, {algorithm} needs {needed}"
        yield Problem(path, told, count_hint(text, algorithm, which))


def check_parameters(
    parameters: tuple[str, ...] | None, body: str, channel: Channel | None
) -> Iterator[Problem]:
    """Every fault of the chosen parameters; None, which is all of the body's, has none."""
    if parameters is None:
        return
    variables = channel.variable_names if channel else parameters
    in_body = selected(body, channel) if channel else parameters
    path = "encryption.parameters"
    if not parameters:
        yield warning(path, "No parameter is chosen, so nothing is encrypted", "choose at least one, or all")
    for index, name in enumerate(parameters):
        place = f"{path}.{index}"
        if name in parameters[:index]:
            yield warning(place, f"{plain(name)} stands twice", "take one out")
        elif name not in variables:
            advice = suggestion(name, variables) or f"choose from {', '.join(variables)}"
            yield Problem(place, f"{plain(name)!r} is none of the channel's variables", advice)
        elif name not in in_body:
            yield warning(
                place, f"<{plain(name)}> is not in the request body, so it is not sent", "insert it"
            )


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> Iterator[Problem]:
    if value not in choices:
        advice = suggestion(value, choices) or f"choose one of {', '.join(choices)}"
        yield Problem(f"encryption.{name}", f"There is no {name} {plain(value)!r}", advice)
