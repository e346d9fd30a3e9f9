"""Inputs nobody would type: good ones damaged at random, and what hypothesis comes upon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies

if TYPE_CHECKING:
    import random

    from hypothesis.strategies import SearchStrategy


def damaged(seed: bytes, pieces: tuple[bytes, ...], rng: random.Random) -> bytes:
    """A good input with one to five things done to it."""
    data = bytearray(seed)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 1, 2, 8, 40)))
        match rng.randrange(7):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = rng.choice(pieces)
            case 2:
                data[at:end] = rng.choice(pieces)
            case 3:
                data[at:at] = data[rng.randrange(len(data) + 1) :][:60]
            case 4:
                data[at:end] = rng.randbytes(end - at)
            case 5:
                data[at:at] = rng.choice(pieces) * rng.choice((2, 50, 1500))
            case _:
                data[at:end] = data[at:end].swapcase()
    return bytes(data)


def inputs(seeds: tuple[bytes, ...], pieces: tuple[bytes, ...]) -> SearchStrategy[bytes]:
    """Bytes of any kind; pieces strung together; a good input with something else in a stretch of it."""
    seed = strategies.sampled_from(seeds)
    anything = strategies.one_of(
        strategies.binary(max_size=200),
        strategies.text(max_size=120).map(lambda text: text.encode(errors="surrogatepass")),
        strategies.lists(
            strategies.one_of(strategies.sampled_from(pieces), strategies.binary(max_size=6))
        ).map(b"".join),
    )

    def spliced(parts: tuple[bytes, float, float, bytes]) -> bytes:
        whole, one, other, put = parts
        at, end = sorted((int(one * len(whole)), int(other * len(whole))))
        return whole[:at] + put + whole[end:]

    place = strategies.floats(0, 1)
    return strategies.one_of(anything, strategies.tuples(seed, place, place, anything).map(spliced))
