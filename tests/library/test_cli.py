import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small import SMALL

import ticketcourse
from ticketcourse import TrainConfig
from ticketcourse.cli import main
from ticketcourse.data import tickets_to_csv
from ticketcourse.training import loop

HEADER = "description,resolution,labels\n"
ROWS = "".join(f"text {i},done {i},{'a|b' if i % 2 else 'a'}\n" for i in range(40))


@pytest.fixture(autouse=True)
def small_models(monkeypatch):
    """Let ``train`` make small models: what is tested is the command line."""
    make = ticketcourse.TicketClassifier.__init__

    def make_small(self, config=None, *, backend="torch"):
        small = SMALL
        if config is not None:
            names = "encoder", "texts", "join", "pooling"
            small = replace(SMALL, **{name: getattr(config, name) for name in names})
        make(self, small, backend=backend)

    monkeypatch.setattr(ticketcourse.TicketClassifier, "__init__", make_small)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


@pytest.fixture
def model(tmp_path, trained):
    trained.save(tmp_path / "model")
    return tmp_path / "model"


def fails(capsys, *arguments):
    """Run a command that must fail; return its one sentence."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ticketcourse: ") and err.count("\n") == 1 and err.endswith(".\n")
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"", ["is empty"]),
        (b" \n\n", ["is empty"]),
        (HEADER.encode(), ["has a header but no tickets"]),
        (b"description,fix,labels\na,b,c\n", ["no column 'resolution'", "'fix', 'labels'"]),
        (HEADER.encode() + b"a,b,\nc,d, | \n", ["no label in column 'labels'", "2 rows"]),
        (HEADER.encode() + b"caf\xe9,b,c\n", ["byte 0xe9 at offset 33", "UTF-8"]),
        (b"\xff\xfe" + HEADER.encode("utf-16-le"), ["byte 0xff at offset 0", "UTF-8"]),
        (HEADER.encode() + b"a,b,c\na,b,c,d\n", ["line 3", "4 fields", "header has 3"]),
        (HEADER.encode() + b'a,b,c\n"two\nlines",b,c\na,b\n', ["line 5", "2 fields"]),
        (HEADER.encode() + b'a,b,c\n"open,b,c\na,b,c\n', ["line 3", "does not parse"]),
        (HEADER.encode() + b'"a"x,b,c\n', ["line 2", "does not parse"]),
        (
            HEADER.encode() + b"a,b,c\nd,e,f\nd,e,f\n",
            ["t.csv: The tickets are too few", "count once"],
        ),
        (HEADER.replace(",", ";").encode() + b"a;b;c\n", ["';' between its columns"]),
        (HEADER.replace(",", "\t").encode() + b"a\tb\tc\n", ["'\\t' between its columns"]),
        (b"description,resolution,labels,labels\na,b,c,d\n", ["2 columns 'labels'"]),
        (HEADER.encode("utf-16-le"), ["holds zero bytes, as UTF-16 does"]),
    ],
)
def test_a_bad_file_gives_one_sentence(content, sentences, tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    said = fails(capsys, "train", "--tickets", path, "--out", tmp_path / "model")
    assert all(sentence in said for sentence in sentences), said
    assert not (tmp_path / "model").exists()


def test_a_file_that_cannot_be_read_gives_one_sentence(tmp_path, capsys):
    out = tmp_path / "model"
    said = fails(capsys, "train", "--tickets", tmp_path / "no.csv", "--out", out)
    assert "no.csv does not exist" in said
    (tmp_path / "folder.csv").mkdir()
    said = fails(capsys, "train", "--tickets", tmp_path / "folder.csv", "--out", out)
    assert "cannot be read" in said
    said = fails(capsys, "train", "--tickets", tmp_path / "t.xlsx", "--out", out)
    assert "is not a .csv, .jsonl or .parquet file" in said
    (tmp_path / "t.csv.gz").write_bytes(b"\x1f\x8b torn")
    said = fails(capsys, "train", "--tickets", tmp_path / "t.csv.gz", "--out", out)
    assert "not a whole gzip file" in said


def test_a_folder_of_others_gives_one_sentence(table, tmp_path, capsys):
    said = fails(capsys, "train", "--tickets", table, "--out", tmp_path)
    assert "holds files that are no saved model" in said
    said = fails(capsys, "train", "--tickets", table, "--out", table / "below")
    assert "cannot be written" in said
    assert table.read_text(encoding="utf-8") == HEADER + ROWS


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--epochs", "0"], "epochs is 0"),
        (["--batch-size", "many"], "invalid int value: 'many'"),
        (["--learning-rate", "-1"], "learning_rate is -1.0"),
        (["--seed", str(2**70)], "fits 64 bits"),
        (["--encoder", "gru"], "invalid choice: 'gru'"),
        (["--separator", ""], "separator of labels is empty"),
        (["--labels-column", "tags"], "no column 'tags'"),
        (["--resume"], "nothing to resume"),
    ],
)
def test_a_bad_option_gives_one_sentence(arguments, sentence, table, tmp_path, capsys):
    out = tmp_path / "model"
    assert sentence in fails(capsys, "train", "--tickets", table, "--out", out, *arguments)
    assert not out.exists()


def test_a_bad_call_gives_one_sentence(capsys):
    assert "required: COMMAND" in fails(capsys)
    assert "invalid choice: 'fly'" in fails(capsys, "fly")
    assert "required: --out" in fails(capsys, "train")


def test_predict_says_what_is_wrong(model, table, tmp_path, capsys):
    assert "give one of them" in fails(capsys, "predict", "--model", model)
    said = fails(capsys, "predict", "--model", model, "--description", "a", "--tickets", table)
    assert "give one of them" in said
    said = fails(capsys, "predict", "--model", tmp_path / "no", "--description", "a")
    assert "is not a folder" in said
    (model / "model.json").write_text("{")
    said = fails(capsys, "predict", "--model", model, "--description", "a")
    assert "is damaged" in said


def test_evaluate_says_what_is_wrong(model, table, tickets, tmp_path, capsys):
    said = fails(capsys, "evaluate", "--model", model)
    assert "was not trained on the generated data" in said
    used = tmp_path / "used.csv"
    used.write_text(tickets_to_csv(tickets.split()[0]), encoding="utf-8")
    said = fails(capsys, "evaluate", "--model", model, "--tickets", used)
    assert "Training used every ticket" in said
    said = fails(capsys, "evaluate", "--model", model, "--tickets", table, "--train", table)
    assert "does not hold all tickets" in said


def test_predict_writes_one_json_object_a_line(model, table, trained, capsys):
    assert main(["predict", "--model", str(model), "--tickets", str(table)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 40
    assert all(list(row) == ["labels", "probabilities"] for row in rows)
    assert list(rows[0]["probabilities"]) == list(trained.label_names)
    expected = trained.predict([("text 0", "done 0")])[0]
    assert tuple(rows[0]["labels"]) == expected


def test_evaluate_leaves_out_what_training_used(model, tickets, tmp_path, capsys):
    path = tmp_path / "all.csv"
    path.write_text(tickets_to_csv(tickets), encoding="utf-8")
    assert main(["evaluate", "--model", str(model), "--tickets", str(path), "--json"]) == 0
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert report["n_tickets"] == 12
    assert "TF-IDF + linear SVM" in report["summary"]
    assert "108 tickets that training used are left out" in err

    new = tmp_path / "new.csv"
    new.write_text(tickets_to_csv(tickets.split()[2]), encoding="utf-8")
    call = ["evaluate", "--model", str(model), "--tickets", str(new)]
    assert main(call) == 0
    assert "no trained baseline" in capsys.readouterr().out
    assert main([*call, "--train", str(path)]) == 0
    assert "TF-IDF + linear SVM" in capsys.readouterr().out


def test_evaluate_writes_a_page(model, tickets, tmp_path, capsys):
    path, page = tmp_path / "new.csv", tmp_path / "report.html"
    path.write_text(tickets_to_csv(tickets.split()[2]), encoding="utf-8")
    call = ["evaluate", "--model", model, "--tickets", path, "--html"]
    assert main([*map(str, call), str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    capsys.readouterr()
    said = fails(capsys, *call, path)
    assert "t.csv" not in said and "does not end in .html" in said
    (model / "history.csv").write_text("epoch,loss\n1,low\n")
    assert main([*map(str, call), str(page)]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("12 tickets") and "is not the history of a training" in err
    (model / "history.csv").unlink()
    assert main([*map(str, call), str(tmp_path / "no" / "report.html")]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("12 tickets") and "cannot be written" in err


def test_incomplete_tickets_are_counted_and_left_out_when_asked(model, tmp_path, capsys):
    path = tmp_path / "t.csv"
    rows = "".join(f"text {i} about thing {i},{'' if i % 4 else 'done'},a\n" for i in range(40))
    path.write_text(HEADER + rows, encoding="utf-8")
    call = ["train", "--tickets", str(path), "--out", str(tmp_path / "m"), "--epochs", "1"]
    assert main(call) == 0
    err = capsys.readouterr().err
    assert f"ticketcourse: {path} has 40 tickets, 30 with an empty text: all are kept.\n" in err
    assert main([*call, "--drop-empty"]) == 0
    assert "30 with an empty text: 30 are left out." in capsys.readouterr().err
    call += ["--labels-column", "resolution", "--drop-unlabelled"]
    assert main(call) == 0
    assert "30 without a label: 30 are left out." in capsys.readouterr().err


def test_train_splits_by_time(table, tmp_path, monkeypatch, capsys):
    def note(self, train, *arguments, **options):
        given.append(train)
        raise KeyboardInterrupt

    given = []
    monkeypatch.setattr(ticketcourse.TicketClassifier, "fit", note)
    path = tmp_path / "dated.csv"
    rows = "".join(f"{'abc'[i % 3]} {i} {i * i},fix {i},a,2024-01-{31 - i:02}\n" for i in range(30))
    path.write_text("description,resolution,labels,day\n" + rows, encoding="utf-8")
    call = ["train", "--tickets", str(path), "--out", str(tmp_path / "m")]
    assert main([*call, "--split-by", "time", "--time-column", "day"]) == 130
    assert min(given[0].times).day == 2 and max(given[0].times).day < 27
    capsys.readouterr()
    assert "time" in fails(capsys, "train", "--tickets", table, "--out", "m", "--split-by", "time")
    monkeypatch.setattr(ticketcourse, "load_tickets", lambda *_, **__: some)
    some = ticketcourse.data.generate_tickets(20)
    said = fails(capsys, "train", "--out", "m", "--split-by", "group")
    assert said.startswith("ticketcourse: The generated data: 20 of 20 tickets have no group")


def test_train_takes_validation_tickets_from_a_file_of_their_own(table, tmp_path, capsys):
    valid = tmp_path / "valid.csv"
    valid.write_text(HEADER + ROWS.replace("done", "over"), encoding="utf-8")
    call = ["train", "--tickets", str(table), "--out", str(tmp_path / "m"), "--epochs", "1"]
    assert main([*call, "--valid", str(valid)]) == 0
    capsys.readouterr()
    new = tmp_path / "new.csv"
    new.write_text(HEADER + ROWS.replace("done", "was"), encoding="utf-8")
    call = ["evaluate", "--model", str(tmp_path / "m"), "--tickets", str(new), "--json"]
    assert main([*call, "--train", str(table), "--valid", str(valid)]) == 0
    assert "TF-IDF + linear SVM" in json.loads(capsys.readouterr().out)["summary"]
    assert "--valid the one of" in fails(capsys, *call, "--train", table)
    assert "give --train too" in fails(capsys, *call, "--valid", valid)
    said = fails(capsys, "train", "--valid", valid, "--out", "m")
    assert "goes with --tickets" in said
    assert said == fails(
        capsys, "train", "--valid", valid, "--tickets", table, "--split-by", "time", "--out", "m"
    )


def test_generate_writes_a_new_file_or_none(tmp_path, capsys):
    path = tmp_path / "t.csv"
    assert main(["generate", "--out", str(path), "--n", "20"]) == 0
    assert len(ticketcourse.load_tickets(path)) == 20
    many = tmp_path / "many.csv"
    assert main(["generate", "--out", str(many), "--n", "5000"]) == 0
    assert many.read_text(encoding="utf-8") == tickets_to_csv(ticketcourse.load_tickets())
    many.unlink()
    assert "exists already" in fails(capsys, "generate", "--out", path)
    assert "does not end in .csv" in fails(capsys, "generate", "--out", tmp_path / "t.txt")
    said = fails(capsys, "generate", "--out", tmp_path / "no" / "t.csv")
    assert "cannot be written" in said
    said = fails(capsys, "generate", "--out", tmp_path / "u.csv", "--n", "0")
    assert "--n is 0" in said
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.csv"]


def interrupt_in_epoch(number, patch):
    batch_positions = loop.batch_positions

    def stop(lengths, batch_size, seed, epoch):
        if epoch == number:
            raise KeyboardInterrupt
        return batch_positions(lengths, batch_size, seed, epoch)

    patch.setattr(loop, "batch_positions", stop)


def test_ctrl_c_leaves_a_model_and_says_where(table, tmp_path, monkeypatch, capsys):
    out = tmp_path / "model"
    call = ["train", "--tickets", str(table), "--out", str(out), "--epochs", "4"]
    with monkeypatch.context() as patch:
        interrupt_in_epoch(3, patch)
        assert main(call) == 130
        said = capsys.readouterr().err.splitlines()[-1]
        assert f"after epoch 2: the best model so far is in {out}" in said and "--resume" in said
        assert main(["predict", "--model", str(out), "--description", "text 1"]) == 0
        capsys.readouterr()
        assert main([*call[:4], str(tmp_path / "new"), *call[5:], "--seed", "1"]) == 130
    capsys.readouterr()
    assert main([*call, "--resume"]) == 0
    assert "epoch 3/4" in capsys.readouterr().err

    interrupt_in_epoch(1, monkeypatch)
    assert main([*call[:4], str(tmp_path / "none"), *call[5:]]) == 130
    said = capsys.readouterr().err.splitlines()[-1]
    assert "no new one is saved" in said and "--resume" not in said


def test_train_passes_its_options_on(table, tmp_path, monkeypatch):
    def note(self, train, valid, config, *, folder, resume):
        given.update(model=self.config, config=config, folder=folder, resume=resume)
        given["tickets"] = train
        raise KeyboardInterrupt

    given = {}
    monkeypatch.setattr(ticketcourse.TicketClassifier, "fit", note)
    options = "--encoder transformer --epochs 7 --batch-size 5 --learning-rate 0.25 --seed 6"
    options += " --precision bfloat16 --texts resolution --join concatenation"
    words = [*options.split(), "--pooling", "mean and max"]
    main(["train", "--tickets", str(table), "--out", "folder", "--resume", *words])
    assert given == {
        "model": replace(
            SMALL,
            encoder="transformer",
            texts="resolution",
            join="concatenation",
            pooling="mean and max",
        ),
        "config": TrainConfig(
            epochs=7, batch_size=5, learning_rate=0.25, precision="bfloat16", seed=6
        ),
        "folder": "folder",
        "resume": True,
        "tickets": ticketcourse.load_tickets(table).split(seed=6)[0],
    }


@pytest.fixture
def ctrl_c():
    """Let SIGINT interrupt, also where the tests were started in the background and ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_second_ctrl_c_does_not_lose_the_model(ctrl_c, table, tmp_path, monkeypatch, capsys):
    save = ticketcourse.TicketClassifier.save

    def stop_again(self, path):
        os.kill(os.getpid(), signal.SIGINT)
        save(self, path)

    interrupt_in_epoch(2, monkeypatch)
    monkeypatch.setattr(ticketcourse.TicketClassifier, "save", stop_again)
    out = tmp_path / "model"
    assert main(["train", "--tickets", str(table), "--out", str(out)]) == 130
    assert f"the best model so far is in {out}" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ticketcourse.TicketClassifier.load(out)


def test_resuming_is_promised_only_with_a_checkpoint(table, tmp_path, monkeypatch, capsys):
    def stop(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(loop, "write_checkpoint", stop)
    assert main(["train", "--tickets", str(table), "--out", str(tmp_path / "model")]) == 130
    said = capsys.readouterr().err.splitlines()[-1]
    assert "after epoch 1" in said and "--resume" not in said


def test_ctrl_c_while_reading_says_so(table, tmp_path, monkeypatch, capsys):
    def stop(*arguments, **columns):
        raise KeyboardInterrupt

    monkeypatch.setattr(ticketcourse, "load_tickets", stop)
    assert main(["train", "--tickets", str(table), "--out", str(tmp_path / "model")]) == 130
    assert capsys.readouterr().err == "ticketcourse: Interrupted.\n"


def run(*arguments):
    command = [sys.executable, "-m", "ticketcourse", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_a_stdout_that_takes_nothing_gives_no_traceback(model, monkeypatch, capsys):
    call = ["predict", "--model", str(model), "--description", "a"]
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(call) == 2
    said = capsys.readouterr().err
    assert said == "ticketcourse: stdout cannot be used (No space left on device).\n"
    monkeypatch.setattr(sys, "stdout", None)
    assert main(call) == 0


def test_a_name_that_stdout_cannot_spell_is_escaped(monkeypatch, capsysbinary):
    def say(options):
        print("Saved in mé.")

    sys.stdout.reconfigure(encoding="ascii")
    monkeypatch.setattr("ticketcourse.cli.data._generate", say)
    assert main(["generate", "--out", "mé.csv"]) == 0
    assert capsysbinary.readouterr().out == b"Saved in m\\xe9.\n"


def test_the_version_is_told():
    done = run("--version")
    assert (done.returncode, done.stdout.strip()) == (0, ticketcourse.__version__)


def test_a_real_process_shows_no_traceback(tmp_path):
    done = run("predict", "--model", tmp_path / "no", "--description", "a")
    assert done.returncode == 2
    assert done.stdout == "" and done.stderr.count("\n") == 1


@pytest.mark.slow
def test_train_then_predict_then_evaluate(tmp_path):
    table, model = tmp_path / "t.csv", tmp_path / "model"
    assert run("generate", "--out", table, "--n", "200").returncode == 0
    done = run("train", "--tickets", table, "--out", model, "--epochs", "2", "--batch-size", "16")
    assert done.returncode == 0, done.stderr
    assert f"Saved in {model}" in done.stdout
    assert "epoch 2/2" in done.stderr
    pair = ["--description", "Fix system error", "--resolution", "Restart service"]
    done = run("predict", "--model", model, *pair)
    assert done.returncode == 0
    probabilities = json.loads(done.stdout)["probabilities"]
    assert all(0 <= p <= 1 for p in probabilities.values())
    done = run("evaluate", "--model", model, "--tickets", table)
    assert done.returncode == 0
    assert done.stdout.startswith("20 tickets") and "TF-IDF + linear SVM" in done.stdout


@pytest.mark.slow
def test_parity_prints_a_row_for_each_framework(capsys):
    assert main(["parity", "dense"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "Keras",
        "Keras",
        "PyTorch",
        "PyTorch",
    ]


@pytest.mark.slow
def test_parity_under_another_backend_of_keras_gives_one_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "ticketcourse", "parity", "dense"],
        env=os.environ | {"KERAS_BACKEND": "torch"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("ticketcourse: Keras runs on torch")
    assert "Traceback" not in done.stderr


def test_parity_names_the_parts_there_are(capsys):
    assert main(["parity", "lstn"]) == 2
    assert "no part 'lstn': choose one of dense, " in capsys.readouterr().err
