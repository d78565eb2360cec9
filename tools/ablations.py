"""What each part of the classifier is worth: one part changed a row, each row with several seeds.

Trains on the default tickets, or on one's own, and prints the mean over the seeds with the standard
deviation. What is measured stays in _build/ablations: trainings that are done are not done again,
and a run that was interrupted goes on with the training it was in.
"""

import argparse
import json
import shutil
import statistics
import sys
from pathlib import Path

from ticketcourse import ModelConfig, TicketClassifier, TrainConfig, load_tickets
from ticketcourse.data import Tickets
from ticketcourse.files import write_atomically

FOLDER = Path(__file__).resolve().parent.parent / "_build" / "ablations"
ROWS = {
    "all defaults": ({}, {}),
    "random embeddings": ({}, {"embeddings": "random"}),
    "max pooling alone": ({"pooling": "max"}, {}),
    "concatenation, no attention": ({"join": "concatenation"}, {}),
    "description alone": ({"texts": "description"}, {}),
    "resolution alone": ({"texts": "resolution"}, {}),
    "subwords": ({"subwords": True}, {}),
    "transformer": ({"encoder": "transformer"}, {}),
}
COLUMNS = "this classifier", "its network alone", "its wide path alone"


def measure(row, seed, parts, folder):
    """Train one row with one seed and return its report's figures."""
    model, training = ROWS[row]
    train, valid, test = parts
    resume = (folder / "checkpoint.safetensors").exists()
    classifier = TicketClassifier(ModelConfig(**model))
    classifier.fit(train, valid, TrainConfig(seed=seed, **training), folder=folder, resume=resume)
    return classifier.evaluate(test).to_dict()


def table(found, seeds):
    """Return the rows as Markdown: micro-F1 / macro-F1, mean ± standard deviation."""
    lines = ["| " + " | ".join(("", *COLUMNS)) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for row in ROWS:
        reports = [found[row, seed]["summary"] for seed in seeds if (row, seed) in found]
        if not reports:
            continue
        cells = []
        for column in COLUMNS:
            scores = [
                [report[column][score] for report in reports] for score in ("micro_f1", "macro_f1")
            ]
            cells.append(" / ".join(_spread(values) for values in scores))
        lines.append(f"| {row} ({len(reports)}) | " + " | ".join(cells) + " |")
    baseline = next(iter(found.values()))["summary"]
    for name in ("TF-IDF + linear SVM", "ceiling: best attainable"):
        if name in baseline:
            scores = baseline[name]
            lines.append(f"| {name} | {scores['micro_f1']:.3f} / {scores['macro_f1']:.3f} | | |")
    return "\n".join(lines)


def _spread(values):
    text = f"{statistics.mean(values):.3f}"
    return f"{text} ± {statistics.stdev(values):.3f}" if len(values) > 1 else text


def read_parts(sources):
    """Return training, validation and test tickets that know the same labels."""
    if len(sources) == 1:
        return load_tickets(*sources).split(seed=0)
    parts = [load_tickets(source) for source in sources]
    names = sorted({name for part in parts for name in part.label_names})
    return [Tickets(part, label_names=names) for part in parts]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--tickets",
        nargs="+",
        default=(None,),
        metavar="SOURCE",
        help="one that is split, or three: for training, validation and test (default: generated)",
    )
    parser.add_argument("--name", default="default", help="of the folder for what is measured")
    parser.add_argument("--seeds", type=int, nargs="+", default=(0, 1, 2), metavar="S")
    parser.add_argument("--rows", nargs="+", default=tuple(ROWS), choices=ROWS, metavar="ROW")
    options = parser.parse_args()
    if len(options.tickets) not in (1, 3):
        parser.error("--tickets takes one source or three")
    parts = read_parts(options.tickets)
    found = {}
    for seed in options.seeds:  # every row with the first seed before any with the second
        for row in options.rows:
            path = FOLDER / options.name / f"{row.replace(' ', '-')}-{seed}.json"
            if not path.exists():
                print(f"{row}, seed {seed}", file=sys.stderr)
                path.parent.mkdir(parents=True, exist_ok=True)
                folder = path.with_suffix("")
                report = measure(row, seed, parts, folder)
                write_atomically(path, json.dumps(report, indent=1).encode())
                shutil.rmtree(folder)
            found[row, seed] = json.loads(path.read_text())
            print(f"{row}, seed {seed}: {found[row, seed]['summary'][COLUMNS[0]]['micro_f1']:.3f}")
    print(table(found, options.seeds))


if __name__ == "__main__":
    main()
