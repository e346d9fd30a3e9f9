"""The decryption doctor against other people's ciphers: is every mistake named, and is nothing claimed that is not so?

`python -m tests.soak doctor [--rounds 3] [--values 10000] [--seed 7]`

A round has keys, vectors and values of its own: every mistake in all six algorithms and three encodings, made by Node
and by openssl, judged by bodies and by single values, and bodies that were encrypted whole. Then come random values,
bodies of random values, and right keys with wrong data. Prints what was said and the time a value took.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import statistics
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.receiver.doctor_cases import enc, faults, made_by_node, openssl
from wizard.callback.values import fresh_values
from wizard.catalog import load_catalog
from wizard.profile.body_edit import clipboard_text
from wizard.profile.model import ALGORITHMS, ENCODINGS, CallbackProfile, Encryption
from wizard.receiver.doctor import Doctor, Value
from wizard.receiver.doctor.writing import write
from wizard.receiver.opening import Opener

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.receiver.doctor import ValueReport

CHANNEL = load_catalog().channels["email"]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 24, 32, 38, 48, 64, 100, 200, 1000, 5000)
MODES = {"cfb": "opened", "cfb8": "mode-cfb8", "cbc": "mode-cbc", "ctr": "mode-ctr", "ecb": "mode-ecb"}
HONEST = {"too-short", "unlike", "unopened", "cut-short"}
"""What may be said of a single value in place of its mistake: it may be too little to tell."""
LIMIT = 50.0
"""Milliseconds a value."""


class Tally:
    """What was judged, what was wrong, and how long a value took."""

    def __init__(self) -> None:
        self.cases = self.values = self.alone = self.named = self.chance = 0
        self.wrong: list[str] = []
        self.times: list[float] = []

    def timed(self, judge: Callable[[], Sequence[ValueReport]]) -> Sequence[ValueReport]:
        """The reports, and the time they took shared among them."""
        start = time.process_time()  # of this process, whatever else the machine does
        reports = judge()
        took = (time.process_time() - start) * 1000
        self.times += [took / max(1, len(reports))] * len(reports)
        return reports

    def tell(self, what: str) -> None:
        cuts = statistics.quantiles(self.times, n=100)
        took = (
            f"median {cuts[49]:.2f}, 99 of 100 {cuts[98]:.2f}, most {max(self.times):.2f} ms of CPU a value"
        )
        print(f"{what}\n  {took}", flush=True)
        assert max(self.times) <= LIMIT, f"a value took {max(self.times):.0f} ms"


def random_text(source: random.Random, size: int) -> str:
    return "".join(source.choices(LETTERS, k=size))


def secrets_of(source: random.Random) -> dict[str, Any]:
    """Keys, vectors and values for made_cases.mjs."""
    sizes = {str(bits): bits // 8 for bits in (128, 192, 256)}
    return {
        "every": True,
        "plain": fresh_values(CHANNEL, source.choice(CHANNEL.statuses).name),
        "keys": {bits: random_text(source, size) for bits, size in sizes.items()},
        "iv": random_text(source, 16),
        "hexkeys": {bits: source.randbytes(size).hex() for bits, size in sizes.items()},
        "hexiv": source.randbytes(16).hex(),
    }


def by_chance(case: dict[str, Any], report: ValueReport) -> bool:
    """CFB, CTR and OFB are one in the first block: of a few letters more, the garbled ones may pass, and nothing
    in the value tells.
    """
    plain, value = case["plain"][report.name], report.value or ""
    stream = case["mistake"][:3] in ("CTR", "OFB", "cut") and case["algorithm"].endswith("CFB")
    return stream and value != plain and value[:16] == plain[:16] and len(plain) < 20


def judge_node(given: dict[str, Any], tally: Tally) -> int:
    """Every case of Node's, by body and value by value; how many there were."""
    cases = made_by_node(json.dumps(given))["cases"]
    for case in cases:
        doctor = Doctor(Encryption(**case["profile"]), channel=CHANNEL, environ={})
        values = [Value(name, text) for name, text in case["values"].items()]
        reports = tally.timed(lambda doctor=doctor, values=values: doctor.open_values(values))
        found = [fault for report in reports for fault in faults(case, report, alone=False)]
        tally.values += len(values)
        if case["mistake"] == "cut short" and any(by_chance(case, report) for report in reports):
            tally.chance += 1  # and what one value is taken for the others are too
        else:
            tally.wrong += [f"{case['mistake']}: {fault}" for fault in found]
        for value in values:
            (report,) = tally.timed(
                lambda doctor=doctor, value=value: [doctor.open_value(value.wire, value.name)]
            )
            tally.alone += 1
            right = not faults(case, report, alone=True)
            tally.named += right
            if by_chance(case, report):
                tally.chance += 1
            elif not right and (report.opened or report.value is not None or report.diagnosis not in HONEST):
                found = faults(case, report, alone=True)
                tally.wrong += [f"alone, {case['mistake']}: {fault}" for fault in found]
    tally.cases += len(cases)
    return len(cases)


def judge_openssl(given: dict[str, Any], tally: Tally) -> int:
    """The modes, vectors and keys that `openssl enc` can be told; it knows no GCM."""
    values, cases = given["plain"], 0
    raw_iv = given["iv"].encode()
    for bits in (128, 192, 256):
        text_key, hex_key = given["keys"][str(bits)], given["hexkeys"][str(bits)]
        key, hexed = text_key.encode(), bytes.fromhex(hex_key)
        swapped = [(raw_iv, key, "key-iv-swapped")] if bits == 128 else []
        senders = [
            *((mode, key, raw_iv, text_key, given["iv"], code) for mode, code in MODES.items()),
            ("cfb", key, bytes(16), text_key, given["iv"], "iv-zeros"),
            ("cfb", hexed, raw_iv, hex_key, given["iv"], "key-hex"),
            ("cfb", hexed, raw_iv, f"base64:{base64.b64encode(hexed).decode()}", given["iv"], "opened"),
            ("cfb", key, raw_iv, f"{text_key}\n", given["iv"], "key-stray"),
            ("cfb", key, raw_iv, text_key, f'"{given["iv"]}"', "iv-stray"),
            ("cfb", key, bytes.fromhex(given["hexiv"]), text_key, given["hexiv"], "iv-hex"),
            *(("cfb", one, other, text_key, given["iv"], code) for one, other, code in swapped),
        ]
        for mode, sender_key, sender_iv, own_key, own_iv, code in senders:
            made = openssl(*(enc(mode, bits, text, sender_key, sender_iv) for text in values.values()))
            for encoding in ENCODINGS:
                settings = Encryption(algorithm=f"AES-{bits}-CFB", key=own_key, iv=own_iv, encoding=encoding)
                doctor = Doctor(settings, channel=CHANNEL, environ={})
                body = [Value(name, write(data, encoding)) for name, data in zip(values, made, strict=True)]
                cases += 1
                for report in tally.timed(lambda doctor=doctor, body=body: doctor.open_values(body)):
                    tally.values += 1
                    # A value within one block reads alike in CFB and CTR, and nothing is nothing in every mode.
                    alike = mode == "ctr" or not values[report.name]
                    if report.diagnosis not in {code, "opened" if alike else code}:
                        tally.wrong.append(f"openssl {mode} {bits} {encoding}, {code}: {report}")
                    elif report.value != values[report.name]:
                        tally.wrong.append(
                            f"openssl {mode} {bits} {encoding}, {code}: value {report.value!r}"
                        )
    tally.cases += cases
    return cases


def judge_whole(given: dict[str, Any], tally: Tally) -> int:
    """Bodies that were encrypted as one."""
    bodies = made_by_node(json.dumps(given))["bodies"]
    for case in bodies:
        settings = Encryption(**case["profile"])
        profile = CallbackProfile(
            title="hooks",
            endpoint="http://127.0.0.1:1/",
            body=clipboard_text(CHANNEL.variable_names),
            encryption=settings,
        )
        opener = Opener(profile, CHANNEL, {})
        reports = tally.timed(lambda opener=opener, case=case: opener.open_body(case["wire"].encode()).values)
        said = [(report.diagnosis, report.value) for report in reports]
        if said != [("whole-body", case["plain"])]:
            where = f"{settings.algorithm} {settings.encoding} {case['format']} {case['how']}"
            tally.wrong.append(f"whole body, {where}: {said}")
    return len(bodies)


def doctors_of(source: random.Random) -> list[tuple[Doctor, Encryption]]:
    made = []
    for algorithm in ALGORITHMS:
        for encoding in ENCODINGS:
            key = random_text(source, int(algorithm.split("-")[1]) // 8)
            settings = Encryption(algorithm=algorithm, key=key, iv=random_text(source, 16), encoding=encoding)
            made.append((Doctor(settings, channel=CHANNEL, environ={}), settings))
    return made


def claims(report: ValueReport) -> bool:
    return report.opened or report.value is not None or bool(report.settings)


def judge_lies(source: random.Random, values: int) -> None:
    """Random values, alone and in bodies, and right keys with wrong data: nothing of it opens."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    names = (*CHANNEL.variable_names, "", "data")
    doctors = doctors_of(source)

    def random_value() -> str:
        return write(source.randbytes(source.choice(SIZES)), source.choice(ENCODINGS))

    def judge(what: str, cases: list[tuple[Doctor, list[Value]]]) -> None:
        tally, said, false = Tally(), Counter[str](), 0
        for doctor, body in cases:
            for report in tally.timed(lambda doctor=doctor, body=body: doctor.open_values(body)):
                said[report.diagnosis] += 1
                false += claims(report)
                if claims(report):
                    print(" ", report, doctor.encryption)
        count = sum(said.values())
        tally.tell(f"{what}: {count:,} values, {false} said to open; {dict(said.most_common())}")
        assert not false, what

    singles = [
        (source.choice(doctors)[0], [Value(source.choice(names), random_value())]) for _ in range(values)
    ]
    judge("random values", singles)
    bodies = [
        (source.choice(doctors)[0], [Value(name, random_value()) for name in CHANNEL.variable_names])
        for _ in range(values // 10)
    ]
    judge("bodies of random values", bodies)
    wrong = []
    for at in range(values // 10):
        doctor, settings = source.choice(doctors)
        name = source.choice(CHANNEL.variable_names)
        plain = (fresh_values(CHANNEL, "Bounce")[name]).encode()
        iv = settings.iv.encode()
        if settings.algorithm.endswith("GCM") and at % 2:
            data = bytearray(AESGCM(settings.key.encode()).encrypt(iv, plain, None))
            data[source.randrange(len(data))] ^= 1 << source.randrange(8)  # changed on the way
        elif at % 3:
            data = bytearray(AESGCM(source.randbytes(len(settings.key))).encrypt(iv, plain, None))
        else:
            data = bytearray(source.randbytes(len(plain)))
        wrong.append((doctor, [Value(name, write(bytes(data), settings.encoding))]))
    judge("right keys, wrong data", wrong)


def main(arguments: list[str]) -> None:
    """Run it all, and print what was said."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak doctor", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--values", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    source = random.Random(options.seed)
    tally = Tally()
    for _ in range(options.rounds):
        given = secrets_of(source)
        node, ssl, whole = (judge(given, tally) for judge in (judge_node, judge_openssl, judge_whole))
        print(f"a round: {node:,} cases by Node, {ssl} by openssl, {whole} whole bodies", flush=True)
    for fault in tally.wrong[:200]:
        print(" ", fault[:300])
    if options.rounds:
        tally.tell(
            f"{tally.cases:,} cases, {tally.values:,} values judged with their bodies, {len(tally.wrong)} faults; "
            f"of {tally.alone:,} values alone {tally.named:,} named, {tally.chance} read "
            "otherwise by chance, the rest called "
            "too little to tell"
        )
    judge_lies(source, options.values)
    assert not tally.wrong, f"{len(tally.wrong)} faults"
