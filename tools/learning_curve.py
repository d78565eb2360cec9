"""How the score grows with the number of training tickets, beside a linear SVM and the ceiling.

Trains the default classifier on more and more generated tickets and judges each on the same test
tickets. What is measured stays in _build/learning-curve: a run that was interrupted goes on with
the training it was in, and sizes that are done are not done again.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from ticketcourse import TicketClassifier, TrainConfig
from ticketcourse.data import generate_tickets
from ticketcourse.figures import plot_learning_curve
from ticketcourse.files import write_atomically

FOLDER = Path(__file__).resolve().parent.parent / "_build" / "learning-curve"
SIZES = 5_000, 10_000, 20_000, 40_000
N_VALID, N_TEST = 1_000, 2_000
# Each part from a seed of its own: the same distribution, and no ticket repeats another part's.
TRAIN, VALID, TEST = 0, 1, 2


def measure(size, folder):
    """Train on a number of tickets and judge."""
    train, valid, test = (
        generate_tickets(n, seed) for n, seed in ((size, TRAIN), (N_VALID, VALID), (N_TEST, TEST))
    )
    started = time.perf_counter()
    classifier = TicketClassifier()
    resume = (folder / "checkpoint.safetensors").exists()
    classifier.fit(train, valid, TrainConfig(), folder=folder, resume=resume)
    seconds = time.perf_counter() - started
    classifier.save(folder)
    report = classifier.evaluate(test)
    return {"tickets": size, "seconds": round(seconds), **report.to_dict()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    sizes = sorted(parser.parse_args().sizes)
    rows = []
    for size in sizes:
        path = FOLDER / f"{size}.json"
        if not path.exists():
            print(f"{size:,} tickets", file=sys.stderr)
            path.parent.mkdir(parents=True, exist_ok=True)
            row = measure(size, FOLDER / str(size))
            write_atomically(path, json.dumps(row, indent=1).encode())
        rows.append(json.loads(path.read_text()))
        summary = rows[-1]["summary"]
        print(
            f"{size:>9,} tickets  {rows[-1]['seconds']:>6,} s  "
            + "  ".join(f"{name} {found['micro_f1']:.3f}" for name, found in summary.items()),
            flush=True,
        )
    figure = plot_learning_curve(
        [(row["tickets"], row["summary"]) for row in rows],
        ("this classifier", "TF-IDF + linear SVM"),
        "ceiling: best attainable",
    )
    figure.savefig(FOLDER / "learning-curve.png", dpi=150)
    print(f"The figure is {FOLDER / 'learning-curve.png'}.")


if __name__ == "__main__":
    main()
