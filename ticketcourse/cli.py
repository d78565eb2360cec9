"""The command line: ``ticketcourse train``, ``tune``, ``predict``, ``serve`` and the others.

Bad input gives one sentence on stderr and exit status 2; Ctrl-C gives one and 130. Results go to
stdout, everything else to stderr. A command imports what it needs when it runs.
"""

import argparse
import csv
import json
import os
import signal
import sys
import textwrap
import warnings
from contextlib import contextmanager, suppress
from dataclasses import fields
from itertools import islice
from pathlib import Path

import ticketcourse
from ticketcourse.errors import TicketcourseError
from ticketcourse.export import FORMATS
from ticketcourse.models import ModelConfig
from ticketcourse.models.config import CHOICES
from ticketcourse.training import TrainConfig
from ticketcourse.tuning.space import SPACE, read_space


def main(arguments=None):
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        The words after ``ticketcourse``; by default those of the process.

    Returns
    -------
    status : int
        0 when all went well, 2 after bad input, 130 after Ctrl-C.
    """
    with suppress(AttributeError):  # there may be no stdout, or one that keeps text
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            options.run(options)
        print(end="", flush=True)
    except TicketcourseError as error:
        print(f"ticketcourse: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt as interrupt:
        print(f"ticketcourse: {str(interrupt) or 'Interrupted.'}", file=sys.stderr)
        return 130
    except OSError as error:
        if error.filename is None:  # stdout: Python must not write the rest to it when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # its reader, such as head, has seen enough
            return 0
        name = error.filename or "stdout"
        print(f"ticketcourse: {name} cannot be used ({error.strerror}).", file=sys.stderr)
        return 2
    return 0


def _show_warning(message, category, *_):
    """Say in one line what the library warns of; warnings of other kinds are for developers."""
    if category is UserWarning:
        print(f"ticketcourse: {message}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the usage."""

    def error(self, message):
        raise TicketcourseError(f"{message}; see {self.prog} --help.")


def _parser():
    parser = _Parser(prog="ticketcourse", description="Give support tickets every label that fits.")
    parser.add_argument("--version", action="version", version=ticketcourse.__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")

    train = commands.add_parser("train", help="train a classifier and save it")
    train.set_defaults(run=_train)
    _add_training_tickets(train)
    train.add_argument("--out", required=True, metavar="DIR", help="folder for the model")
    train.add_argument(
        "--config",
        metavar="FILE",
        help="JSON file with settings, such as best.json of tune; options given here win over it",
    )
    train.add_argument("--resume", action="store_true", help="go on from the checkpoint in DIR")
    _add_backend(train)
    for name, text in (
        ("encoder", "what reads each text"),
        ("texts", "which texts the network reads"),
        ("join", "how two texts come together"),
        ("pooling", "what stays of the features of a text"),
    ):
        train.add_argument(
            f"--{name}",
            choices=CHOICES[name],
            help=f"{text} (default: {getattr(ModelConfig, name)})",
        )
    train.add_argument(
        "--subwords",
        action=argparse.BooleanOptionalAction,
        help="whether words that training texts seldom have fall apart into pieces "
        f"(default: {ModelConfig.subwords})",
    )
    train.add_argument(
        "--wide",
        action=argparse.BooleanOptionalAction,
        help="whether a linear model on words and pairs of words stands beside the network "
        f"(default: {ModelConfig.wide})",
    )
    train.add_argument(
        "--precision",
        choices=("float32", "bfloat16"),
        help=f"of the numbers between the layers in training (default: {TrainConfig.precision})",
    )
    _add_numbers(train, epochs="N", batch_size="N", learning_rate="X", seed="N")

    tune = commands.add_parser(
        "tune",
        help="search for good settings",
        description=textwrap.fill(
            "Search for the settings with the best validation micro-F1, and write them for train "
            "--config. Each trial trains the network alone, without the linear model beside it, "
            "and is pruned when it falls behind the others. The same command goes on with a search "
            "that was interrupted; started several times at once, each is a worker of one search."
        ),
        epilog="settings and their values:\n"
        + "\n".join(f"  {name:15} {values}" for name, values in SPACE.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    tune.set_defaults(run=_tune)
    _add_training_tickets(tune)
    tune.add_argument(
        "--out",
        required=True,
        metavar="DIR",
        help="folder for best.json, the plots and the database of trials",
    )
    tune.add_argument(
        "--trials",
        type=int,
        default=20,
        metavar="N",
        help="how many the search has in the end, those of all workers and those of earlier "
        "commands counted (default: %(default)s)",
    )
    tune.add_argument(
        "--space",
        metavar="FILE",
        help='JSON file with other values, such as {"encoder": ["lstm"], "learning_rate": [0.0005, '
        "0.005]}: for a range its two ends, for any other setting the list of its values",
    )
    tune.add_argument(
        "--storage",
        metavar="URL",
        help="database for the trials, for workers on several machines, such as "
        "postgresql+psycopg://user@host/database (default: DIR/study.db)",
    )
    _add_backend(tune)
    _add_numbers(tune, epochs="N", seed="N")

    predict = commands.add_parser(
        "predict",
        help="label tickets",
        description="Label tickets. Writes one JSON object a line, in the order of the tickets: "
        '{"labels": [the labels given, most probable first], '
        '"probabilities": {every label: its probability}}.',
    )
    predict.set_defaults(run=_predict)
    predict.add_argument("--model", required=True, metavar="DIR", help="folder of a saved model")
    _add_backend(predict)
    predict.add_argument("--description", metavar="TEXT", help="description of one ticket")
    predict.add_argument("--resolution", metavar="TEXT", help="resolution of one ticket")
    _add_tickets(predict, "tickets, with or without labels", labels=False)

    serve = commands.add_parser(
        "serve",
        help="answer HTTP requests with a saved model",
        description="Answer HTTP requests: POST /predict takes "
        '{"tickets": [{"description": "…", "resolution": "…"}]} and gives {"predictions": [as '
        "predict writes them]}, GET /health says what the model is. Nobody is asked who they are.",
    )
    serve.set_defaults(run=_serve)
    serve.add_argument("--model", required=True, metavar="DIR", help="folder of a saved model")
    _add_backend(serve)
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="where to listen; 0.0.0.0 lets other machines in (default: %(default)s)",
    )
    serve.add_argument(
        "--port",
        type=int,
        default=8000,
        metavar="N",
        help="0 for any that is free (default: %(default)s)",
    )

    evaluate = commands.add_parser(
        "evaluate",
        help="judge a saved model beside baselines",
        description="Judge a saved model on the tickets that its training did not use. The "
        "baselines learn from the training tickets, where the files hold them all.",
    )
    evaluate.set_defaults(run=_evaluate)
    evaluate.add_argument("--model", required=True, metavar="DIR", help="folder of a saved model")
    _add_backend(evaluate)
    _add_tickets(evaluate, "tickets (default: the generated data)")
    evaluate.add_argument(
        "--train", metavar="FILE", help="tickets the model was trained on, if they are others"
    )
    evaluate.add_argument(
        "--valid", metavar="FILE", help="validation tickets, if they were in a file of their own"
    )
    evaluate.add_argument("--json", action="store_true", help="write JSON instead of a table")
    evaluate.add_argument("--html", metavar="FILE", help="write a page with figures as well")

    generate = commands.add_parser("generate", help="write the generated data as a CSV file")
    generate.set_defaults(run=_generate)
    generate.add_argument("--out", required=True, metavar="FILE", help="a new .csv file")
    generate.add_argument("--n", type=int, default=5000, metavar="N", help="(default: %(default)s)")
    generate.add_argument("--seed", type=int, default=0, metavar="N", help="(default: %(default)s)")

    export = commands.add_parser(
        "export", help="write a saved model in a form that serves without this library"
    )
    export.set_defaults(run=_export)
    export.add_argument("--model", required=True, metavar="DIR", help="folder of a saved model")
    export.add_argument("--out", required=True, metavar="DIR", help="a new folder")
    export.add_argument(
        "--format",
        choices=FORMATS,
        default="savedmodel",
        help="for TensorFlow, with raw strings in, or for PyTorch, with ids in "
        "(default: %(default)s)",
    )

    grade = commands.add_parser(
        "grade",
        help="grade what students handed in",
        description="Grade what was handed in for an assignment, in the folder of the course. "
        "Students' code runs in a box that bubblewrap builds. Killed or interrupted, the same "
        "command goes on.",
    )
    grade.set_defaults(run=_grade)
    grade.add_argument("assignment", metavar="ASSIGNMENT", help="such as 01-neurons")
    grade.add_argument("--student", action="append", metavar="NAME", help="only this one; repeat")
    grade.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="submissions at once, -1 for one a core (default: %(default)s)",
    )
    grade.add_argument(
        "--trust-submissions",
        action="store_true",
        help="run students' code without a box: it can then do whatever you can",
    )
    grade.add_argument("--html", metavar="FILE", help="write the report as a page as well")

    parity = commands.add_parser(
        "parity", help="compare NumPy, Keras and PyTorch, outputs and gradients"
    )
    parity.set_defaults(run=_parity)
    parity.add_argument("part", nargs="?", metavar="PART", help="such as lstm (default: all)")
    return parser


def _add_numbers(parser, **metavars):
    for name, metavar in metavars.items():
        default = getattr(TrainConfig, name)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=type(default),
            metavar=metavar,
            help=f"(default: {default})",
        )


def _add_training_tickets(parser):
    _add_tickets(
        parser,
        "CSV, JSON Lines or Parquet file, hf:owner/name, or prowler (default: the generated data)",
    )
    parser.add_argument(
        "--valid",
        metavar="FILE",
        help="validation tickets; then training reads --tickets as a stream, so that they may be "
        "more than fit into memory, and nothing is split off",
    )
    parser.add_argument(
        "--split-by",
        choices=("random", "group", "time"),
        help="how test and validation tickets are chosen (default: random)",
    )
    for name in ("time", "group"):
        parser.add_argument(f"--{name}-column", metavar="NAME", help=f"for --split-by {name}")


def _add_backend(parser):
    parser.add_argument(
        "--backend",
        choices=("torch", "tensorflow"),
        default="torch",
        help="the framework that computes (default: %(default)s)",
    )


def _add_tickets(parser, text, labels=True):
    parser.add_argument("--tickets", metavar="FILE", help=text)
    columns = ("description", "resolution", "labels") if labels else ("description", "resolution")
    for name in columns:
        parser.add_argument(
            f"--{name}-column", default=name, metavar="NAME", help="(default: %(default)s)"
        )
    if labels:
        parser.add_argument(
            "--separator", default="|", metavar="TEXT", help="between two labels (default: |)"
        )
        parser.add_argument(
            "--drop-empty", action="store_true", help="leave out tickets with an empty text"
        )
        parser.add_argument(
            "--drop-unlabelled", action="store_true", help="leave out tickets without a label"
        )


def _train(options):
    from ticketcourse.configuration import read_configuration
    from ticketcourse.training.processes import rank

    model, training = ({}, {}) if options.config is None else read_configuration(options.config)
    model_config = ModelConfig(**model | _given(options, ModelConfig))
    train_config = TrainConfig(**training | _given(options, TrainConfig))
    train, valid = _parts_for_training(options, train_config.seed)
    classifier = ticketcourse.TicketClassifier(model_config, backend=options.backend)
    try:
        classifier.fit(train, valid, train_config, folder=options.out, resume=options.resume)
    except KeyboardInterrupt:
        from ticketcourse.models.folder import CHECKPOINT

        resumable = bool(classifier.history) and (Path(options.out) / CHECKPOINT).is_file()
        goes_on = "; the same command with --resume goes on" if resumable else ""
        if classifier.threshold is None:
            raise KeyboardInterrupt(
                f"Interrupted before a model was complete: no new one is saved{goes_on}."
            ) from None
        with _without_ctrl_c():
            classifier.save(options.out)
        raise KeyboardInterrupt(
            f"Interrupted after epoch {len(classifier.history)}: the best model so far is in "
            f"{options.out}{goes_on}."
        ) from None
    classifier.save(options.out)
    if rank() == 0:
        best = max(row["valid_micro_f1"] for row in classifier.history)
        print(f"Saved in {options.out}; the network's best validation micro-F1 is {best:.3f}.")


def _given(options, config):
    """The settings of a ModelConfig or a TrainConfig that the command line names."""
    given = {field.name: getattr(options, field.name, None) for field in fields(config)}
    return {name: value for name, value in given.items() if value is not None}


def _parts_for_training(options, seed):
    if options.valid is not None:
        from ticketcourse.data import stream_tickets

        if options.tickets is None or options.split_by is not None:
            raise TicketcourseError(
                "--valid FILE goes with --tickets and without --split-by: --tickets names the "
                "training tickets then, all of them."
            )
        valid = _load(options, options.valid)
        return stream_tickets(options.tickets, **_columns(options)), valid
    tickets = _load(options, options.tickets, time=options.time_column, group=options.group_column)
    try:
        return tickets.split(seed=seed, by=options.split_by or "random")[:2]
    except TicketcourseError as error:
        raise TicketcourseError(f"{options.tickets or 'The generated data'}: {error}") from None


def _tune(options):
    from ticketcourse.training.processes import n_processes

    try:
        from ticketcourse.tuning import Search
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            f'{error.name} is not installed: run pip install "ticketcourse[tune]".'
        ) from None
    if n_processes() > 1:
        raise TicketcourseError(
            "torchrun is for one training on several GPUs: start tune itself several times, each "
            "is a worker."
        )
    if options.trials < 1:
        raise TicketcourseError(f"--trials is {options.trials}: give at least 1.")
    config = TrainConfig(**_given(options, TrainConfig))
    space = None if options.space is None else read_space(options.space)
    train, valid = _parts_for_training(options, config.seed)
    search = Search(
        train,
        valid,
        options.out,
        config=config,
        backend=options.backend,
        space=space,
        storage=options.storage,
    )
    try:
        search.run(options.trials)
    except KeyboardInterrupt:
        with _without_ctrl_c():
            best = search.write()
        raise KeyboardInterrupt(
            f"Interrupted: the trials are in {search.place}"
            + (f", the best settings so far in {search.best_file}" if best else "")
            + "; the same command goes on."
        ) from None
    best = search.write()
    print(
        f"Trial {best['trial']} is the best: its network's validation micro-F1 is "
        f"{best['score']:.3f}. Its settings are in {search.best_file}, for train --config."
    )


@contextmanager
def _without_ctrl_c():
    """Let nobody who presses Ctrl-C twice lose what the first one is about to save."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _predict(options):
    one = options.description is not None or options.resolution is not None
    if one == (options.tickets is not None):
        raise TicketcourseError(
            "predict needs either --description and --resolution, or --tickets: give one of them."
        )
    classifier = ticketcourse.TicketClassifier.load(options.model, backend=options.backend)
    if one:
        tickets = [(options.description or "", options.resolution or "")]
    else:
        from ticketcourse.data import stream_tickets

        tickets = stream_tickets(
            options.tickets,
            description=options.description_column,
            resolution=options.resolution_column,
            labels=None,
        )
    tickets = iter(tickets)
    while some := list(islice(tickets, 4096)):  # so that memory does not grow with the file
        p = classifier.predict_proba(some)
        for labels, row in zip(classifier.labels_of(p), p.round(6).tolist(), strict=True):
            probabilities = dict(zip(classifier.label_names, row, strict=True))
            print(json.dumps({"labels": labels, "probabilities": probabilities}))


def _serve(options):
    try:
        from ticketcourse.serving import serve
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            f'{error.name} is not installed: run pip install "ticketcourse[serve]".'
        ) from None
    classifier = ticketcourse.TicketClassifier.load(options.model, backend=options.backend)
    serve(classifier, options.host, options.port)


def _evaluate(options):
    _check_page(options.html)
    classifier = ticketcourse.TicketClassifier.load(options.model, backend=options.backend)
    tickets = _load(options, options.tickets)
    train, valid, unseen = classifier.parts_of(tickets)
    if options.tickets is None and train is None:
        raise TicketcourseError(
            f"The model in {options.model} was not trained on the generated data: "
            "give --tickets FILE."
        )
    if not len(unseen):
        raise TicketcourseError(
            f"Training used every ticket of {options.tickets or 'the generated data'}: give "
            "tickets that are new to it."
        )
    if options.train is not None:
        used = _load(options, options.train)
        if options.valid is not None:
            used = ticketcourse.Tickets([*used, *_load(options, options.valid)])
        train, valid, _ = classifier.parts_of(used)
        if train is None:
            raise TicketcourseError(
                f"{options.train} does not hold all tickets that the model was trained on: "
                "give that file, with --valid the one of validation tickets if there was one, or "
                "leave --train out."
            )
    elif options.valid is not None:
        raise TicketcourseError("--valid names a part of what was trained on: give --train too.")
    if used := len(tickets) - len(unseen):
        print(f"{used} tickets that training used are left out.", file=sys.stderr)
    report = classifier.evaluate(unseen, train=train, valid=valid)
    print(json.dumps(report.to_dict(), indent=1) if options.json else report)
    if options.html is not None:
        from ticketcourse.figures import report_page
        from ticketcourse.files import write_atomically

        page = report_page(report, _history(options.model))
        write_atomically(Path(options.html), page.encode())


def _history(model):
    """What training measured, one row an epoch; none where its file is missing."""
    path = Path(model) / "history.csv"
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [{k: float(value) for k, value in row.items()} for row in csv.DictReader(file)]
        return [row | {"epoch": int(row["epoch"])} for row in rows]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise TicketcourseError(
            f"{path} is not the history of a training: remove it, or train again."
        ) from None


def _generate(options):
    from ticketcourse.files import write_atomically

    path = Path(options.out)
    if path.suffix.lower() != ".csv":
        raise TicketcourseError(f"{path} does not end in .csv: give the name of a CSV file.")
    if path.exists():
        raise TicketcourseError(f"{path} exists already: give another name, or remove it.")
    if options.n < 1:
        raise TicketcourseError(f"--n is {options.n}: give a number of at least 1.")
    write_atomically(path, _generated_csv(options.n, options.seed))


def _generated_csv(n, seed):
    """Yield the generated data as CSV, some tickets at a time: all might not fit into memory."""
    from tqdm import tqdm

    from ticketcourse.data import Tickets, stream_generated_tickets, tickets_to_csv

    generated = stream_generated_tickets(seed, stop=n)
    with tqdm(total=n, disable=None, leave=False) as bar:
        for start in range(0, n, 4096):
            some = list(islice(generated, 4096))
            tickets = Tickets((one.ticket for one in some), times=[one.created for one in some])
            yield tickets_to_csv(tickets, header=start == 0).encode()
            bar.update(len(some))


def _export(options):
    classifier = ticketcourse.TicketClassifier.load(options.model, backend=FORMATS[options.format])
    classifier.export(options.out, options.format)
    print(f"Exported to {options.out}.")


def _grade(options):
    from ticketcourse.grading import Course, grade
    from ticketcourse.grading.box import Boxed, weaknesses
    from ticketcourse.grading.execution import modules_of
    from ticketcourse.grading.rebuild import rebuild, reference_cells
    from ticketcourse.grading.report import make_report
    from ticketcourse.grading.unboxed import Unboxed

    _check_page(options.html)
    if options.workers < 1 and options.workers != -1:
        raise TicketcourseError(f"--workers is {options.workers}: give at least 1, or -1.")
    course = Course.open(Path.cwd())
    assignment = course.read_assignment(options.assignment)
    modules = modules_of(rebuild(assignment, reference_cells(assignment), {}).task.cells)
    if options.trust_submissions:
        processes = Unboxed(modules)
    else:
        processes = Boxed(modules, hidden=(str(course.root.resolve()),))
        for sentence in weaknesses():
            print(f"ticketcourse: {sentence}", file=sys.stderr)
    outcomes = grade(
        course,
        options.assignment,
        processes,
        "unboxed" if options.trust_submissions else "boxed",
        students=options.student,
        workers=options.workers,
    )
    report = make_report(assignment, outcomes, options.trust_submissions)
    print(report)
    if options.html is not None:
        from ticketcourse.files import write_atomically

        write_atomically(Path(options.html), report.to_html().encode())


def _check_page(name):
    if name is not None and not name.lower().endswith(".html"):
        raise TicketcourseError(f"{name} does not end in .html: give the name of a page.")


def _parity(options):
    from ticketcourse.models import parity

    try:
        table = parity(options.part)
    except ValueError as error:
        raise TicketcourseError(f"{error}.") from error
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            f'{error.name} is not installed: run pip install "ticketcourse[torch,tensorflow]".'
        ) from error
    print(table)
    if not all(row.agrees for row in table):
        raise TicketcourseError("Some rows are over their tolerance: those that say NO.")


def _load(options, source, **columns):
    return ticketcourse.load_tickets(source, **_columns(options), **columns)


def _columns(options):
    return {
        "description": options.description_column,
        "resolution": options.resolution_column,
        "labels": options.labels_column,
        "separator": options.separator,
        "drop_empty": options.drop_empty,
        "drop_unlabelled": options.drop_unlabelled,
    }
