"""``ticketcourse predict``, ``serve``, ``evaluate`` and ``export``: uses of a saved model."""

import csv
import json
import sys
from itertools import islice
from pathlib import Path

import ticketcourse
from ticketcourse.cli.options import add_backend, add_tickets, check_page, load
from ticketcourse.errors import TicketcourseError
from ticketcourse.export import FORMATS


def add_predict(commands):
    """Declare ``ticketcourse predict``."""
    predict = commands.add_parser(
        "predict",
        help="label tickets",
        description="Label tickets. Writes one JSON object a line, in the order of the tickets: "
        '{"labels": [the labels given, most probable first], '
        '"probabilities": {every label: its probability}}.',
    )
    predict.set_defaults(run=_predict)
    predict.add_argument("--model", required=True, metavar="DIR", help="folder of a saved model")
    add_backend(predict)
    predict.add_argument("--description", metavar="TEXT", help="description of one ticket")
    predict.add_argument("--resolution", metavar="TEXT", help="resolution of one ticket")
    add_tickets(predict, "tickets, with or without labels", labels=False)


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


def add_serve(commands):
    """Declare ``ticketcourse serve``."""
    serve = commands.add_parser(
        "serve",
        help="answer HTTP requests with a saved model",
        description="Answer HTTP requests: POST /predict takes "
        '{"tickets": [{"description": "…", "resolution": "…"}]} and gives {"predictions": [as '
        "predict writes them]}, GET /health says what the model is. Nobody is asked who they are.",
    )
    serve.set_defaults(run=_serve)
    serve.add_argument("--model", required=True, metavar="DIR", help="folder of a saved model")
    add_backend(serve)
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


def _serve(options):
    try:
        from ticketcourse.serving import serve
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            f'{error.name} is not installed: run pip install "ticketcourse[serve]".'
        ) from None
    classifier = ticketcourse.TicketClassifier.load(options.model, backend=options.backend)
    serve(classifier, options.host, options.port)


def add_evaluate(commands):
    """Declare ``ticketcourse evaluate``."""
    evaluate = commands.add_parser(
        "evaluate",
        help="judge a saved model beside baselines",
        description="Judge a saved model on the tickets that its training did not use. The "
        "baselines learn from the training tickets, where the files hold them all.",
    )
    evaluate.set_defaults(run=_evaluate)
    evaluate.add_argument("--model", required=True, metavar="DIR", help="folder of a saved model")
    add_backend(evaluate)
    add_tickets(evaluate, "tickets (default: the generated data)")
    evaluate.add_argument(
        "--train", metavar="FILE", help="tickets the model was trained on, if they are others"
    )
    evaluate.add_argument(
        "--valid", metavar="FILE", help="validation tickets, if they were in a file of their own"
    )
    evaluate.add_argument("--json", action="store_true", help="write JSON instead of a table")
    evaluate.add_argument("--html", metavar="FILE", help="write a page with figures as well")


def _evaluate(options):
    check_page(options.html)
    classifier = ticketcourse.TicketClassifier.load(options.model, backend=options.backend)
    tickets = load(options, options.tickets)
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
        used = load(options, options.train)
        if options.valid is not None:
            used = ticketcourse.Tickets([*used, *load(options, options.valid)])
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


def add_export(commands):
    """Declare ``ticketcourse export``."""
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


def _export(options):
    classifier = ticketcourse.TicketClassifier.load(options.model, backend=FORMATS[options.format])
    classifier.export(options.out, options.format)
    print(f"Exported to {options.out}.")
