"""How honest and how quick the doctor is: 10,000 random values, 1,000 right keys with wrong data, time a value.

    python -m tests.bench.doctor [--values 10000]

Prints what was said of them and how long it took; exits 1 if any value was said to open.
"""

from __future__ import annotations

import argparse
import base64
import random
import statistics
import sys
import time
from collections import Counter

KEYS = {128: "K1abcdefghijkl2P", 192: "K1abcdefghijklmnopqrst2P", 256: "K1abcdefghijklmnopqrstuvwxyz012P"}
IV = "POabcdefghijklLY"
SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 24, 32, 38, 48, 64, 100, 200, 1000, 5000)


def main() -> int:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from wizard.catalog import load_catalog
    from wizard.profile.model import ALGORITHMS, ENCODINGS, Encryption
    from wizard.receiver.doctor import Doctor
    from wizard.receiver.doctor.writing import write

    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    source = random.Random(options.seed)
    channel = load_catalog().channel("email")
    assert channel is not None
    names = (*channel.variable_names, "", "data")
    doctors = {
        (algorithm, encoding): Doctor(
            Encryption(algorithm=algorithm, key=KEYS[int(algorithm.split("-")[1])], iv=IV, encoding=encoding),
            channel=channel,
            environ={},
        )
        for algorithm in ALGORITHMS
        for encoding in ENCODINGS
    }

    def judge(label: str, cases: list[tuple[Doctor, str, str]]) -> int:
        said: Counter[str] = Counter()
        times, false = [], 0
        for doctor, text, name in cases:
            start = time.perf_counter()
            report = doctor.open_value(text, name)
            times.append((time.perf_counter() - start) * 1000)
            said[report.diagnosis] += 1
            false += report.opened or report.value is not None
        cuts = statistics.quantiles(times, n=100)
        print(f"{label}: {len(cases)} values, false 'it opens' {false}, {dict(said)}")
        print(
            f"  milliseconds a value: median {cuts[49]:.2f}, 99 of 100 {cuts[98]:.2f}, most {max(times):.2f}"
        )
        return false

    everyone = list(doctors.values())
    randoms = [
        (
            source.choice(everyone),
            write(source.randbytes(source.choice(SIZES)), source.choice(ENCODINGS)),
            source.choice(names),
        )
        for _ in range(options.values)
    ]
    wrong = []
    for _ in range(options.values // 10):
        algorithm = source.choice(ALGORITHMS)
        key = KEYS[int(algorithm.split("-")[1])].encode()
        data = bytearray(AESGCM(key).encrypt(IV.encode(), b"64702e3a-7596-47a1-bc50-fa4bbf9b0f9d:1", None))
        if algorithm.endswith("GCM"):
            data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        else:
            data = bytearray(source.randbytes(source.choice(SIZES)))
        wrong.append((doctors[algorithm, "base64"], base64.b64encode(data).decode(), "message_id"))
    false = judge("random values", randoms) + judge("right key, wrong data", wrong)
    return 1 if false else 0


if __name__ == "__main__":
    sys.exit(main())
