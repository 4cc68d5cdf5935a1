#!/usr/bin/env python3
"""Checks and measures the back end `cuda`, and prints one table of what was found.

Each part runs in processes of its own, so one that fails, or that the time limit stops, does not
take the others with it. The most important parts come first. The full output goes to log.txt, all
numbers to results.json, both in the folder OUT, or else beside this file.

The floor of a row is the time that a step takes at least on this card: its products at the rate of
large products, one after the other, and between them one dependent launch for each time step and
direction; or the time to move the weights, if that is longer. docs/roofline.md has the counts.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

HOME = os.path.dirname(os.path.abspath(__file__))
RESERVE = 2  # Seconds at the end for the table.
SPEED = ["bench", "speed", "--work", "learn", "--lanes", "1", "--rounds", "2", "--json"]
CUDA = SPEED + ["--backend", "cuda", "--stages"]


class Unavailable(Exception):
    """Why something could not be measured."""


class Runner:
    """Runs commands one after the other until the time is up."""

    def __init__(self, seconds, folder):
        self.deadline = time.monotonic() + seconds if seconds else None
        self.folder = folder
        self.log = open(os.path.join(folder, "log.txt"), "w")
        self.results = {}
        self.failed = False

    def left(self):
        return None if self.deadline is None else self.deadline - time.monotonic() - RESERVE

    def hyperstream(self, name, *arguments):
        return self.json(name, [os.path.join(HOME, "hyperstream"), *arguments])

    def json(self, name, command, accepted=(0,)):
        """What a command prints as its last line, a JSON object."""
        left = self.left()
        if left is not None and left <= 1:
            raise Unavailable("no time left")
        begin = time.monotonic()
        print(f"{name} ...", end="", flush=True)
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True)
        try:
            out, err = process.communicate(timeout=left)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            self.failed = True
            raise Unavailable("stopped by the time limit")
        finally:
            print(f" {time.monotonic() - begin:.0f} s", flush=True)
            self.log.write(f"== {' '.join(command)}\n{out}{err}\n")
            self.log.flush()
        lines = out.strip().splitlines()
        if not lines or not lines[-1].startswith("{"):
            self.failed = True
            said = [line for line in err.strip().splitlines() if line.strip()]
            errors = [line for line in said if "Error" in line or "error" in line]
            raise Unavailable((errors or said or [f"status {process.returncode}"])[0].strip()[:200])
        self.failed |= process.returncode != 0
        self.results[name] = json.loads(lines[-1])
        return self.results[name]

    def close(self):
        with open(os.path.join(self.folder, "results.json"), "w") as file:
            json.dump(self.results, file)
        self.log.close()


# ---- What this card can do, measured by PyTorch.


def seconds_of(work, times):
    """The shortest time of one call, by the card's own clock."""
    import torch
    work()
    best = float("inf")
    for _ in range(5):
        start, stop = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        for _ in range(times):
            work()
        stop.record()
        stop.synchronize()
        best = min(best, start.elapsed_time(stop) / 1e3 / times)
    return best


def measure_rates():
    import torch
    size, links = 8192, 1000
    rates = {"card": torch.cuda.get_device_name(), "torch": torch.__version__}
    for name, dtype in ("bf16", torch.bfloat16), ("tf32", torch.float32), ("fp32", torch.float32):
        torch.backends.cuda.matmul.allow_tf32 = name == "tf32"
        a, b = (torch.randn(size, size, device="cuda", dtype=dtype) for _ in range(2))
        c = torch.empty_like(a)
        times = 2 if name == "fp32" else 10
        rates[name] = 2 * size**3 / seconds_of(lambda: torch.matmul(a, b, out=c), times)
    source = torch.randn(1 << 28, device="cuda")
    target = torch.empty_like(source)
    moved = 2 * source.numel() * source.element_size()
    rates["bytes"] = moved / seconds_of(lambda: target.copy_(source), 5)
    small = torch.zeros(128, device="cuda")
    graph = torch.cuda.CUDAGraph()
    small.add_(1)
    with torch.cuda.graph(graph):
        for _ in range(links):
            small.add_(1)
    rates["link"] = seconds_of(graph.replay, 5) / links
    print(json.dumps(rates))


def floor_seconds(rates, row, precision=None):
    """The time that a step of such a row takes at least."""
    symbols = row["batch"] * row["window"]
    products = symbols * row["operationsPerSymbol"] / rates[precision or row["precision"]]
    # Layers follow each other like a wave: each begins one time step after the one below it.
    links = 2 * (row["window"] + row["layers"] - 1) * rates["link"]
    return max(products + links, symbols * row["residentBytesPerSymbol"] / rates["bytes"])


# ---- The rows of the table. Each function returns what was found: texts, and whether the bar is met.


def speed_row(report, batch, precision):
    for row in report["rows"]:
        if row["batch"] == batch and row.get("precision") == precision:
            return row
    raise Unavailable("; ".join(report["failed"]) or "no such row")


def at_least(bar, value, unit=""):
    return {"value": f"{value:,.{0 if bar >= 100 else 1}f}{unit}", "met": value >= bar}


def step_times(runner, row, symbols_per_second):
    millis = 1e3 * row["batch"] * row["window"] / symbols_per_second
    found = {"ms": f"{millis:.2f}"}
    rates = runner.results.get("rates")
    if rates:
        floor = 1e3 * floor_seconds(rates, row)
        found.update(floor=f"{floor:.2f}", over=f"{millis / floor:.1f}")
    return found


def speed(name, batch, precision, bar):
    def find(runner):
        row = speed_row(runner.results[name], batch, precision)
        rate = row["symbolsPerSecond"]
        return {**step_times(runner, row, rate), **(at_least(bar, rate) if bar else
                                                    {"value": f"{rate:,.0f}"})}
    return find


def check_passes(runner):
    report = runner.results["check"]
    cuda = [c for c in report["checked"] if c["backend"].startswith("cuda")]
    if not cuda:
        raise Unavailable(next(r for r in report["absent"] if "'cuda'" in r))
    worst = {c["backend"]: max(float(s["worst"]) for s in c["samples"]) for c in cuda}
    passed = report["passed"] and len(cuda) == 3
    return {"value": "passes" if passed else "fails", "met": passed,
            "note": "worst: " + ", ".join(f"{name} {error:.1e}" for name, error in worst.items())}


def bf16_differs(runner):
    checked = {c["backend"]: c["samples"] for c in runner.results["check"]["checked"]}
    names = {p: n for n in checked for p in ("tf32", "bf16") if "cuda" in n and p in n.lower()}
    if len(names) < 2:
        raise Unavailable("cuda does not load")
    tf32, bf16 = (checked[names[p]] for p in ("tf32", "bf16"))
    same = sum(a["worst"] == b["worst"] for a, b in zip(tf32, bf16))
    return {"value": f"{len(tf32) - same} of {len(tf32)} samples", "met": same == 0}


def beside_vector(runner):
    rows = {row["backend"]: row["symbolsPerSecond"] for row in runner.results["stream"]["rows"]}
    found = at_least(3, rows["cuda"] / rows["vector"], "x")
    found["note"] = f"cuda {rows['cuda']:,.0f}, vector {rows['vector']:,.0f}"
    return found


def against(network, bar=None):
    def find(runner):
        report = runner.results["pytorch"]
        for row in report["comparisons"]:
            if network in row["yardstickNetwork"]:
                theirs = f"it makes {row['yardstickSymbolsPerSecond']:,.0f} symbols/s"
                found = at_least(bar, row["ratio"], "x") if bar else {"value": f"{row['ratio']:.1f}x"}
                return {**found, "note": theirs}
        raise Unavailable("; ".join(report["absent"]) or "no such comparison")
    return find


def job_share(runner):
    job, bare = runner.results["job"], runner.results["job, bare"]
    share = job["symbolsPerSecond"] / bare["symbolsPerSecond"]
    return {"value": f"{share:.0%}", "met": share >= 0.85,
            "note": f"job {job['symbolsPerSecond']:,.0f}, bare {bare['symbolsPerSecond']:,.0f}"}


def same_bits(runner):
    job, bare = runner.results["job"], runner.results["job, bare"]
    return {"value": "same" if job["bits"] == bare["bits"] else f"{job['bits']} and {bare['bits']}",
            "met": job["bits"] == bare["bits"]}


def job_speed(name, bar):
    return lambda runner: at_least(bar, runner.results[name]["symbolsPerSecond"])


def memory(runner):
    report = runner.results["memory"]
    share = report["takenBytes"] / report["accountedBytes"] - 1
    return {"value": f"{share:+.2%}", "met": abs(share) <= 0.02,
            "note": f"{report['accountedBytes'] / 1e6:,.0f} MB accounted"}


def memory_left(runner):
    report = runner.results["memory"]
    return {"value": f"{report['leftBytes'] / 1e6:,.1f} MB",
            "met": report["leftBytes"] <= 0.02 * report["accountedBytes"]}


# ---- The parts. Each runs its commands; its rows read their results.


def text(folder, name, megabytes):
    """Made-up text: words as frequent as those of a language."""
    path = os.path.join(folder, name)
    chance = random.Random(1)
    letters = "etaoinshrdlcumwfgypbvk"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(5000)]
    weights = [1 / (i + 1) for i in range(len(words))]
    with open(path, "w") as file:
        for _ in range(10 * megabytes):
            file.write(" ".join(chance.choices(words, weights, k=25000))[:100_000])
    return path


def run_check(runner, folder):
    runner.hyperstream("check", "bench", "check", "--json")


def run_speed(name, *arguments):
    return lambda runner, folder: runner.hyperstream(name, *arguments)


def run_job(runner, folder):
    arguments = ["replay", text(folder, "ptb", 12), "--split", "128", "--json",
                 "--learn.preset", "ptb", "--learn.backend", "cuda", "--learn.precision", "bf16"]
    runner.hyperstream("job, bare", *arguments, "--bare")
    runner.hyperstream("job", *arguments)


def run_contexts(runner, folder):
    runner.hyperstream(
        "contexts", "replay", text(folder, "small", 2), "--split", "256", "--json",
        "--learn.preset", "small", "--learn.batch", "256", "--learn.backend", "cuda",
        "--learn.precision", "bf16", "--context.workers", str(min(64, os.cpu_count())))


PARTS = {
    "check": (run_check, [
        ("bench check, all samples", "passes", check_passes),
        ("BF16 differs from TF32", "all", bf16_differs)]),
    "ptb": (run_speed("ptb", *CUDA, "--preset", "ptb", "--batch", "128",
                      "--precision", "bf16,tf32,fp32"), [
        ("ptb, batch 128, BF16", "3,000,000", speed("ptb", 128, "bf16", 3_000_000)),
        ("ptb, batch 128, TF32", "2,000,000", speed("ptb", 128, "tf32", 2_000_000)),
        ("ptb, batch 128, FP32", "", speed("ptb", 128, "fp32", None))]),
    "small": (run_speed("small", *CUDA, "--preset", "small", "--batch", "16,128,1024",
                        "--precision", "bf16"), [
        ("small, batch 16, BF16", "600,000", speed("small", 16, "bf16", 600_000)),
        ("small, batch 128, BF16", "4,000,000", speed("small", 128, "bf16", 4_000_000)),
        ("small, batch 1024, BF16", "8,000,000", speed("small", 1024, "bf16", 8_000_000))]),
    "ptb16": (run_speed("ptb16", *CUDA, "--preset", "ptb", "--batch", "16", "--precision", "bf16"), [
        ("ptb, batch 16, BF16", "600,000", speed("ptb16", 16, "bf16", 600_000))]),
    "enwik8": (run_speed("enwik8", *CUDA, "--preset", "enwik8", "--batch", "128",
                         "--precision", "bf16"), [
        ("enwik8, batch 128, BF16", "1,500,000", speed("enwik8", 128, "bf16", 1_500_000))]),
    "stream": (run_speed("stream", *SPEED, "--backend", "cuda,vector", "--preset", "small",
                         "--batch", "1", "--precision", "bf16"), [
        ("small, one stream, BF16", "", speed("stream", 1, "bf16", None)),
        ("small, one stream, against vector", "3x", beside_vector)]),
    "job": (run_job, [
        ("whole job, ptb, BF16, of --bare", "85%", job_share),
        ("whole job, ptb, the bits of --bare", "same", same_bits)]),
    "contexts": (run_contexts, [
        ("whole job, small, contexts, 256 keys", "600,000", job_speed("contexts", 600_000))]),
    "memory": (run_speed("memory", "bench", "memory", "--preset", "ptb", "--json"), [
        ("memory taken, beside what is accounted", "within 2%", memory),
        ("memory left after ten learners", "none", memory_left)]),
    "pytorch": (run_speed("pytorch", *SPEED, "--backend", "cuda", "--preset", "ptb", "--batch", "128",
                          "--precision", "bf16", "--against", "pytorch"), [
        ("ptb BF16 against PyTorch, eager", "80x", against("CUDA eager", 80)),
        ("ptb BF16 against PyTorch, CUDA graph", "8x", against("CUDA graph", 8)),
        ("ptb BF16 against cuDNN's LSTM, TF32", "", against("LSTM, TF32")),
        ("ptb BF16 against cuDNN's LSTM, bf16", "", against("LSTM, bf16"))]),
}


def print_rates(rates):
    print(f"{rates['card']}, PyTorch {rates['torch']}: products of "
          + ", ".join(f"{rates[p] / 1e12:.0f} TFLOP/s in {p}" for p in ("bf16", "tf32", "fp32"))
          + f"; {rates['bytes'] / 1e12:.2f} TB/s of memory;"
          f" {rates['link'] * 1e6:.2f} us for a dependent launch in a graph")


def print_stages(results):
    for result in results.values():
        for row in result.get("stages", []):
            times = ", ".join(f"{s['stage']} {s['millis']:.2f}" for s in row["stages"])
            print(f"{row['network']} {row['batch']} {row['precision']}, ms: {times}")


def print_table(lines):
    head = ("", "floor ms", "ms", "x floor", "measured", "bar", "met")
    keys = ("label", "floor", "ms", "over", "value", "bar", "met")
    cells = [head] + [tuple(line.get(key, "") for key in keys) for line in lines]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for number, row in enumerate(cells):
        padded = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))]
        note = lines[number - 1].get("note", "") if number else ""
        print("  ".join(padded + [note]).rstrip())


def main():
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__.split("\n\n")[0])
    parser.add_argument("parts", metavar="PART", nargs="*", help=", ".join(PARTS) + "; default: all")
    parser.add_argument("--within", type=float, metavar="SECONDS", help="time limit for all parts")
    parser.add_argument("--rates", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rates:
        measure_rates()
        return 0
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part '{unknown[0]}'; there are {', '.join(PARTS)}")
    runner = Runner(options.within, os.environ.get("OUT") or HOME)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            runner.json("rates", [sys.executable, os.path.abspath(__file__), "--rates"])
        except Unavailable as e:
            print(f"No floors: {e}")
        for part, (run, rows) in PARTS.items():
            if options.parts and part not in options.parts:
                continue
            reason = None
            try:
                run(runner, folder)
            except Unavailable as e:
                reason = str(e)
            for label, bar, find in rows:
                line = {"label": label, "bar": bar}
                try:
                    if reason:
                        raise Unavailable(reason)
                    found = find(runner)
                    found["met"] = {True: "yes", False: "NO", None: ""}[found.get("met")]
                    line.update(found)
                except Unavailable as e:
                    line.update(value="not available", note=str(e))
                lines.append(line)
    print()
    if "rates" in runner.results:
        print_rates(runner.results["rates"])
    print_table(lines)
    print_stages(runner.results)
    runner.close()
    return 1 if runner.failed else 0


if __name__ == "__main__":
    sys.exit(main())
