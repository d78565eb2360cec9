"""The search for settings: what it tries, what it keeps, how it goes on."""

import json
import threading
import time
import warnings
from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from ticketcourse import ModelConfig, TicketClassifier, TicketcourseError, TrainConfig, figures
from ticketcourse.cli import main
from ticketcourse.configuration import read_configuration
from ticketcourse.data import tickets_to_csv
from ticketcourse.tuning import SPACE, Search, read_space, search
from ticketcourse.tuning.space import Choices, Range
from ticketcourse.tuning.storage import open_study

CONFIG = TrainConfig(epochs=4, progress=False)
TINY = SPACE | {
    "embedding_dim": Choices((8, 12)),
    "units": Choices((4, 6)),
    "batch_size": Choices((8,)),
}


@pytest.fixture
def begin(handful, tmp_path):
    """Begin a search, or go on with it; a keyword replaces what it is usually given."""

    def begin(**others):
        usual = {"train": handful[:24], "valid": handful[24:], "folder": tmp_path / "search"}
        return Search(**usual | {"config": CONFIG} | others)

    return begin


@pytest.fixture
def scripted(monkeypatch):
    """Let trainings have scores that are known before, trial by trial, epoch by epoch."""

    def script(*trials):
        waiting, started = iter(trials), []

        def fit(self, train, valid, config, *, on_epoch):
            started.append((self.config, config, train, valid))
            self.history = []
            for epoch, score in enumerate(next(waiting, [0.1]), start=1):
                if isinstance(score, BaseException):
                    raise score
                self.history.append({"epoch": epoch, "valid_micro_f1": score})
                on_epoch(self.history[-1])

        monkeypatch.setattr(TicketClassifier, "fit", fit)
        monkeypatch.setattr(search.gc, "collect", int)  # there are no models to be freed
        return started

    return script


def test_a_search_trains_and_keeps_the_best(begin, tmp_path):
    found = begin(space=TINY, config=replace(CONFIG, epochs=2, learning_rate=0.01))
    found.run(3)
    best, rows = found.write(), found.trials()
    assert [row["state"] for row in rows] == ["complete"] * 3
    assert all(0 <= row["score"] <= 1 and row["epochs"] == 2 for row in rows)
    assert best["score"] == max(row["score"] for row in rows)
    assert sorted(path.name for path in found.best_file.parent.iterdir()) == [
        "best.json",
        "settings.png",
        "study.db",
        "trials.png",
    ]
    model, training = read_configuration(found.best_file)
    assert best["settings"].items() <= (model | training).items()
    assert training["epochs"] == 2 and model["wide"]


def test_the_first_trial_has_the_defaults_where_the_space_holds_them(begin, scripted, tmp_path):
    started = scripted()
    begin().run(1)
    assert started[0][0] == ModelConfig(wide=False)  # which no setting changes
    assert started[0][1] == CONFIG
    begin(space=TINY, folder=tmp_path / "other").run(1)
    assert started[1][0].embedding_dim in (8, 12)


def test_settings_stay_in_the_space(begin, scripted):
    scripted()
    space = {"learning_rate": Range(0.01, 0.02, log=True), "units": Choices((4, 6))}
    found = begin(space=space)
    found.run(6)
    settings = [row["settings"] for row in found.trials()]
    assert all(0.01 <= one["learning_rate"] <= 0.02 for one in settings)
    assert {one["units"] for one in settings} == {4, 6}


def test_a_search_in_two_halves_tries_the_same(begin, scripted, tmp_path):
    scores = [[0.1], [0.5], [0.3], [0.4]]
    scripted(*scores)
    whole = begin(folder=tmp_path / "whole")
    whole.run(4)
    scripted(*scores)
    begin().run(2)
    second = begin()
    second.run(4)
    tried = [row["settings"] for row in whole.trials()]
    assert [row["settings"] for row in second.trials()] == tried
    assert len({row["learning_rate"] for row in tried}) == 4
    scripted(*scores)
    other = begin(folder=tmp_path / "other", config=replace(CONFIG, seed=1))
    other.run(2)
    assert other.trials()[1]["settings"] != tried[1]


def test_the_score_is_that_of_the_best_epoch(begin, scripted):
    scripted([0.2, 0.6, 0.4])
    found = begin()
    found.run(1)
    assert found.trials()[0]["score"] == 0.6


def test_a_trial_that_falls_behind_is_pruned(begin, scripted):
    good = [0.1, 0.5, 0.6, 0.7]
    started = scripted(*[good] * 5, [0.1, 0.2, 0.3, 0.9], good)
    found = begin()
    found.run(7)
    assert len(started) == 7
    rows = found.trials()
    assert [row["state"] for row in rows] == ["complete"] * 5 + ["pruned", "complete"]
    assert rows[5]["epochs"] == 2
    assert found.write()["trial"] == 0


def test_an_interrupted_trial_does_not_count(begin, scripted):
    scripted([0.3], [0.4, KeyboardInterrupt()], [0.2])
    found = begin()
    with pytest.raises(KeyboardInterrupt):
        found.run(2)
    assert [row["state"] for row in found.trials()] == ["complete", "failed"]
    assert found.write()["score"] == 0.3
    found = begin()
    found.run(2)
    assert [row["state"] for row in found.trials()] == ["complete", "failed", "complete"]


def test_settings_with_which_training_fails_count_as_bad(begin, scripted):
    scripted([TicketcourseError("The loss is not a finite number.")], [0.2])
    found = begin()
    found.run(2)
    rows = found.trials()
    assert rows[0]["error"] == "The loss is not a finite number."
    assert [row["state"] for row in rows] == ["pruned", "complete"]


def test_a_search_that_only_fails_says_why(begin, scripted):
    scripted(*[[TicketcourseError("Too little memory.")]] * 2)
    with pytest.raises(TicketcourseError, match=r"every trial.*Too little memory\."):
        begin().run(2)


def test_an_error_of_ours_is_not_hidden(begin, scripted):
    scripted([ZeroDivisionError()])
    with pytest.raises(ZeroDivisionError):
        begin().run(1)


def test_workers_share_the_trials(begin, scripted, monkeypatch):
    scripted()
    fit = TicketClassifier.fit

    def slow(*arguments, **options):
        time.sleep(0.3)
        fit(*arguments, **options)

    monkeypatch.setattr(TicketClassifier, "fit", slow)
    workers = [begin(), begin()]
    threads = [threading.Thread(target=worker.run, args=(4,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = [row for row in workers[0].trials() if row["state"] != "failed"]  # superfluous
    assert [row["state"] for row in rows] == ["complete"] * 4
    assert len({row["settings"]["learning_rate"] for row in rows}) == 4


def test_the_last_trial_is_not_begun_twice(begin, scripted, monkeypatch):
    started = scripted()
    first, second = begin(), begin()
    fit = TicketClassifier.fit

    def fit_beside_another(*arguments, **options):
        second._n_trials = 1
        second._try()  # as if it had looked before the first one began
        fit(*arguments, **options)

    monkeypatch.setattr(TicketClassifier, "fit", fit_beside_another)
    first.run(1)
    assert len(started) == 1
    assert [row["state"] for row in first.trials()] == ["complete", "failed"]


def test_the_trial_of_a_dead_worker_is_given_up(begin, scripted, monkeypatch, capsys):
    scripted()
    monkeypatch.setattr(search, "DEAD_AFTER", 0)
    found = begin(config=replace(CONFIG, progress=True))
    # What a process leaves that is killed as it begins a trial.
    with warnings.catch_warnings(action="ignore"):
        open_study(f"sqlite:///{found.place}", found._study.user_attrs["identity"], None).ask()
    found.run(2)
    assert [row["state"] for row in found.trials()] == ["failed", "complete", "complete"]
    assert "waiting for the trials of other workers" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("others", "what"),
    [
        ({"config": replace(CONFIG, epochs=5)}, "epochs"),
        ({"config": replace(CONFIG, seed=5)}, "seed"),
        ({"space": TINY}, "search space"),
    ],
)
def test_another_search_is_refused(begin, others, what):
    begin()
    with pytest.raises(TicketcourseError, match=f"holds a search that differs in its {what}:"):
        begin(**others)


def test_other_tickets_are_refused(begin, handful):
    begin()
    with pytest.raises(TicketcourseError, match="differs in its tickets"):
        begin(train=handful[:23])
    with pytest.raises(TicketcourseError, match="differs in its tickets"):
        begin(train=handful[:25], valid=handful[25:])


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("study.db", "no address of a database"),
        ("nosuch://user:s3cret@host/name", "no address of a database"),
        ("postgresql://user:s3cret@host:port/name", "no address of a database"),
        ("mysql+aiomysql://user:s3cret@host/name?password=s3cret", "needs aiomysql"),
        ("sqlite:////no/such/folder/study.db", r"study\.db cannot be used .*unable to open"),
    ],
)
def test_a_bad_address_is_refused_and_no_password_shown(begin, address, sentence):
    with pytest.raises(TicketcourseError, match=sentence) as refused:
        begin(storage=address)
    assert "s3cret" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_damaged_database_and_a_folder_of_others_are_refused(begin, tmp_path):
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged/study.db").write_bytes(b"damaged " * 1000)
    with pytest.raises(TicketcourseError, match="file is not a database"):
        begin(folder=tmp_path / "damaged")
    (tmp_path / "others").mkdir()
    (tmp_path / "others/letter.txt").write_text("Dear")
    with pytest.raises(TicketcourseError, match="holds files that are no search"):
        begin(folder=tmp_path / "others")
    with pytest.raises(TicketcourseError, match="is a file"):
        begin(folder=tmp_path / "others/letter.txt")
    with pytest.raises(TicketcourseError, match="cannot be written"):
        begin(folder="/proc/search")


def test_a_folder_may_have_any_name(begin, scripted, tmp_path):
    scripted()
    folder = tmp_path / "50% {of} a?b"
    begin(folder=folder).run(1)
    assert (folder / "study.db").is_file()


def test_the_plots_say_what_they_show():
    rows = [
        {
            "trial": i,
            "state": state,
            "score": score,
            "settings": {"encoder": "lstm", "units": 32 * (i + 1), "learning_rate": 0.01 / (i + 1)},
        }
        for i, (state, score) in enumerate(
            [("complete", 0.5), ("pruned", 0.1), ("failed", None), ("complete", 0.625)]
        )
    ]
    plot = figures.plot_trials(rows)
    assert isinstance(plot, Figure)
    assert "2 complete, 1 pruned; the best score is 0.625, of trial 3" in plot.get_label()
    plot = figures.plot_settings(rows)
    assert "the best has encoder lstm, units 128, learning_rate 0.0025" in plot.get_label()
    assert [ax.get_xlabel() for ax in plot.axes if ax.get_visible()] == list(rows[0]["settings"])
    assert "0 complete, 1 pruned" in figures.plot_trials(rows[1:3]).get_label()
    assert "1 trials: all are pruned" in figures.plot_settings(rows[1:3]).get_label()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no search space"),
        ('{"epochs": [1]}', "'epochs' that is not searched: there are encoder,"),
        ('{"units": 32}', "units is no list"),
        ('{"units": []}', "units is no list"),
        ('{"units": ["many"]}', "units cannot be 'many': give values like 64"),
        ('{"units": [true]}', "units cannot be True"),
        ('{"dropout": [NaN, 1]}', "dropout cannot be nan"),
        ('{"dropout": [0.1]}', "dropout is a range"),
        ('{"learning_rate": [0.1, 0.01]}', "the smaller one first"),
        ('{"learning_rate": [0, 0.01]}', "two ends above 0"),
    ],
)
def test_a_bad_space_is_refused(content, sentence, tmp_path):
    path = tmp_path / "space.json"
    path.write_text(content)
    with pytest.raises(TicketcourseError, match=sentence) as refused:
        read_space(path)
    assert "space.json" in str(refused.value)


def test_a_space_replaces_what_it_names(tmp_path):
    path = tmp_path / "space.json"
    path.write_text('{"encoder": ["lstm"], "dropout": [0, 0.5], "max_description": [64, 128]}')
    assert read_space(path) == SPACE | {
        "encoder": Choices(("lstm",)),
        "dropout": Range(0.0, 0.5),
        "max_description": Choices((64, 128)),
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is not JSON"),
        ("3", "holds no settings"),
        ('{"units": 32}', "unknown setting 'units': there are model, training"),
        ('{"model": {"unit": 32}}', "unknown setting 'unit' under 'model': there are encoder,"),
        ('{"model": []}', "holds no settings under 'model'"),
        ('{"model": {"units": "32"}}', "units is '32'"),
        ('{"training": {"learning_rate": NaN}}', "learning_rate is nan"),
    ],
)
def test_a_bad_configuration_is_refused(content, sentence, tmp_path):
    path = tmp_path / "best.json"
    path.write_text(content)
    with pytest.raises(TicketcourseError, match=sentence) as refused:
        read_configuration(path)
    assert "best.json" in str(refused.value)


@pytest.fixture
def table(handful, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(tickets_to_csv(handful), encoding="utf-8")
    return path


def test_the_command_writes_what_train_takes(table, handful, scripted, tmp_path, capsys):
    started = scripted([0.25], [0.5], [0.125])
    call = ["tune", "--tickets", str(table), "--out", str(tmp_path / "s"), "--trials", "3"]
    assert main([*call, "--epochs", "2", "--seed", "1"]) == 0
    out, err = capsys.readouterr()
    assert out == (
        f"Trial 1 is the best: its network's validation micro-F1 is 0.500. Its settings are in "
        f"{tmp_path}/s/best.json, for train --config.\n"
    )
    heading, *lines = err.splitlines()
    assert heading.split()[:3] == ["trial", "state", "score"]
    assert [line.split()[:4] for line in lines] == [
        ["0", "complete", "0.250", "0.250"],
        ["1", "complete", "0.500", "0.500"],
        ["2", "complete", "0.125", "0.500"],
    ]
    train, valid, _ = handful.split(seed=1)
    assert all(list(one[2]) == list(train) and list(one[3]) == list(valid) for one in started)


def test_train_takes_a_configuration_and_options_win(table, tmp_path, monkeypatch, capsys):
    def note(self, train, valid, config, **_):
        given.append((self.config, config))
        raise KeyboardInterrupt

    given = []
    monkeypatch.setattr(TicketClassifier, "fit", note)
    path = tmp_path / "c.json"
    path.write_text(
        json.dumps({"model": {"units": 32, "wide": False}, "training": {"epochs": 2, "seed": 4}})
    )
    call = ["train", "--tickets", str(table), "--out", str(tmp_path / "m"), "--config", str(path)]
    main(call)
    main([*call, "--epochs", "7", "--wide"])
    model, training = ModelConfig(units=32, wide=False), TrainConfig(epochs=2, seed=4)
    assert given == [
        (model, training),
        (replace(model, wide=True), replace(training, epochs=7)),
    ]
    path.write_text('{"model": {"size": 3}}')
    capsys.readouterr()
    assert main(call) == 2
    assert "unknown setting 'size'" in capsys.readouterr().err


def test_ctrl_c_says_where_the_trials_are(table, scripted, tmp_path, capsys):
    scripted([0.25], [KeyboardInterrupt()], [0.5])
    folder = tmp_path / "s"
    call = ["tune", "--tickets", str(table), "--out", str(folder), "--trials", "2"]
    assert main(call) == 130
    said = capsys.readouterr().err.splitlines()[-1]
    assert f"trials are in {folder}/study.db, the best settings so far in {folder}/best" in said
    assert main(call) == 0
    assert "Trial 2 is the best" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--trials", "0"], "--trials is 0: give at least 1."),
        (["--epochs", "0"], "epochs is 0"),
        (["--space", "no.json"], "no.json cannot be read"),
        (["--storage", "postgres:s3cret"], "no address of a database"),
    ],
)
def test_a_bad_option_gives_one_sentence(arguments, sentence, table, tmp_path, capsys):
    assert main(["tune", "--tickets", str(table), "--out", str(tmp_path / "s"), *arguments]) == 2
    out, err = capsys.readouterr()
    assert sentence in err and err.count("\n") == 1 and out == "" and "s3cret" not in err


def test_torchrun_is_refused(table, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert main(["tune", "--tickets", str(table), "--out", str(tmp_path / "s")]) == 2
    assert "start tune itself several times" in capsys.readouterr().err
