"""``ticketcourse train`` and ``tune``: from tickets to a saved model, and to good settings."""

import argparse
import signal
import textwrap
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import ticketcourse
from ticketcourse.cli.options import add_backend, add_tickets, columns_of, load
from ticketcourse.errors import TicketcourseError
from ticketcourse.models import ModelConfig
from ticketcourse.models.config import CHOICES
from ticketcourse.training import TrainConfig
from ticketcourse.tuning.space import SPACE, read_space


def add_train(commands):
    """Declare ``ticketcourse train``."""
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
    add_backend(train)
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

        resumable = (Path(options.out) / CHECKPOINT).is_file()
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


def add_tune(commands):
    """Declare ``ticketcourse tune``."""
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
    add_backend(tune)
    _add_numbers(tune, epochs="N", seed="N")


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


def _add_training_tickets(parser):
    add_tickets(
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


def _add_numbers(parser, **metavars):
    for name, metavar in metavars.items():
        default = getattr(TrainConfig, name)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=type(default),
            metavar=metavar,
            help=f"(default: {default})",
        )


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
        valid = load(options, options.valid)
        return stream_tickets(options.tickets, **columns_of(options)), valid
    tickets = load(options, options.tickets, time=options.time_column, group=options.group_column)
    try:
        return tickets.split(seed=seed, by=options.split_by or "random")[:2]
    except TicketcourseError as error:
        raise TicketcourseError(f"{options.tickets or 'The generated data'}: {error}") from None


@contextmanager
def _without_ctrl_c():
    """Let nobody who presses Ctrl-C twice lose what the first one is about to save."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
