"""SMAA-2 on one core against numpy, and R where it is installed: rank acceptability and central weights of
fixed facts.

    python3 benches/peers/smaa.py target/release/deps/robust-*   # bench binary of `cargo bench --no-run`

Runs both in turn, several times, and prints the ratio of their draws per second: the median of the pairs,
and that of the best of each, which other work on the machine disturbs least. Weights are exponentials over
their sum; scores one matrix product; ranks by argsort; counts by bincount.
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import pathlib
import re
import shutil
import subprocess
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit("numpy is not installed here")

SHAPES = [(10, 12), (100, 12), (1000, 20)]
ROUNDS = 7


def numpy_rate(n, m, draws):
    rng = np.random.default_rng(1)
    values = rng.random((n, m))
    counts = np.zeros((n, n), dtype=np.int64)
    central = np.zeros((n, m))
    start = time.perf_counter()
    done, block = 0, max(1, 2_000_000 // (n * 8))
    while done < draws:
        size = min(block, draws - done)
        weights = rng.standard_exponential((size, m))
        weights /= weights.sum(axis=1, keepdims=True)
        order = np.argsort(-(weights @ values.T), axis=1)
        for rank in range(n):
            counts[:, rank] += np.bincount(order[:, rank], minlength=n)
        np.add.at(central, order[:, 0], weights)
        done += size
    return draws / (time.perf_counter() - start)


def our_rate(binary, n, m):
    """The fastest of divan's samples, in draws a second."""
    arguments = [binary, "--bench", "--sample-count", "10", f"uniform_draws.*\\({n}, {m}\\)"]
    text = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    rates = re.findall(r"([\d.]+) ([KMG]?)item/s", text)
    number, unit = rates[0]
    return float(number) * {"": 1, "K": 1e3, "M": 1e6, "G": 1e9}[unit]


def r_rate(n, m):
    """Draws a second, on enough of them for some tenths of a second."""
    draws = max(200, 100_000_000 // (n * n * m))
    script = pathlib.Path(__file__).with_suffix(".R")
    arguments = ["Rscript", str(script), str(n), str(m), str(draws)]
    return float(subprocess.run(arguments, capture_output=True, text=True, check=True).stdout)


def has_r():
    packages = "quit(status = !all(c('smaa', 'hitandrun') %in% rownames(installed.packages())))"
    return shutil.which("Rscript") and subprocess.run(["Rscript", "-e", packages]).returncode == 0


def compare(n, m, name, rate):
    """Ours and theirs in turn: the median of the ratios, and that of the best of each."""
    pairs = [(our_rate(sys.argv[1], n, m), rate()) for _ in range(ROUNDS)]
    ratios = sorted(ours / theirs for ours, theirs in pairs)
    ours, theirs = (max(rates) for rates in zip(*pairs))
    times = f"median {ratios[ROUNDS // 2]:.1f}, best {ours / theirs:.1f}"
    print(f"{n} x {m}: ours {ours:.3g} draws/s; times as fast as {name}: {times}")


if len(sys.argv) != 2:
    sys.exit(__doc__)
with_r = has_r()
for n, m in SHAPES:
    compare(n, m, "numpy", lambda: numpy_rate(n, m, 20_000_000 // (n * m)))
    if with_r:
        compare(n, m, "R", lambda: r_rate(n, m))
if not with_r:
    print("R with the packages smaa and hitandrun is not installed here")
