"""Submissions are executed on a Dask cluster, whose workers may die."""

import os
import sys
from functools import partial

import pytest
from plain_execution import die_unless
from small_course import HALF, NAME, RIGHT, WRONG, hand_in, make_small_course

from ticketcourse.cli import main
from ticketcourse.errors import TicketcourseError
from ticketcourse.grading import batch
from ticketcourse.grading.cluster import Cluster, cluster
from ticketcourse.grading.export import read_marks


@pytest.fixture(scope="module")
def scheduler():
    import dask
    from distributed import LocalCluster

    # What kills a worker is not tried again, so that the test is quick.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as workers,
    ):
        yield workers.scheduler_address


@pytest.mark.slow
def test_a_class_is_graded_on_the_workers(scheduler, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    course = make_small_course(tmp_path)
    for student, answers in {"ada": RIGHT, "bob": HALF, "cy": WRONG}.items():
        hand_in(course, student, answers)
    call = ["grade", NAME, "--trust-submissions", "--scheduler", scheduler]
    assert main(call) == 0
    assert "3 of 3 submissions graded" in capsys.readouterr().out
    marks, _ = read_marks(course, NAME)
    assert {mark.student: mark.score for mark in marks} == {"ada": 3, "bob": 2, "cy": 0}


@pytest.mark.slow
def test_workers_with_other_versions_are_refused(scheduler, monkeypatch):
    here = [*batch.versions(), "extra==1.0"]
    monkeypatch.setattr("ticketcourse.grading.cluster.versions", partial(list, here))
    monkeypatch.setattr(Cluster, "on_each", lambda self, function: {"w1": here[:-1]})
    sentence = r"The worker w1 differs from this machine in extra==1\.0"
    with pytest.raises(TicketcourseError, match=sentence), cluster(scheduler):
        pass


def dies_at(number, me, name, task):
    if task == number:
        die_unless(me)
    return name, task


@pytest.mark.slow
def test_a_worker_that_dies_takes_no_other_result_along(scheduler):
    tasks = ((str(number), number) for number in range(20))
    with cluster(scheduler) as there:
        done = list(there.run(partial(dies_at, 3, os.getpid()), tasks))
    assert sorted(int(name) for name, *_ in done) == list(range(20))
    assert all(returned == (name, int(name)) for name, returned, error in done if not error)
    failed = {name: type(error).__name__ for name, _, error in done if error}
    assert failed.pop("3") == "KilledWorker"
    assert set(failed.values()) <= {"KilledWorker"} and len(failed) < 4  # what lay on that worker


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["tcp://127.0.0.1:1"], "No Dask scheduler answers at tcp://127.0.0.1:1"),
        (["nowhere"], "No Dask scheduler answers at nowhere"),
        (["tcp://127.0.0.1:1", "--workers", "2"], "not allowed with argument"),
    ],
)
def test_an_address_that_does_not_answer_gives_one_sentence(
    words, sentence, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    make_small_course(tmp_path)
    assert main(["grade", NAME, "--trust-submissions", "--scheduler", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1


def test_without_distributed_one_sentence_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    make_small_course(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["grade", NAME, "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert 'pip install "ticketcourse[cluster]"' in capsys.readouterr().err
