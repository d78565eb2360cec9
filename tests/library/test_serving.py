"""The HTTP endpoint, over real sockets: what it answers, what it refuses, how it ends."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection

import numpy as np
import pytest

from ticketcourse import ModelConfig, TicketcourseError
from ticketcourse.cli import main
from ticketcourse.serving import Server, batches, connection, requests, serve, server


@contextmanager
def running(classifier):
    """A server in a thread of its own; stopped at the end."""
    served, listening = Server(classifier), threading.Event()

    async def run():
        served.loop = asyncio.get_running_loop()
        await served.run("127.0.0.1", 0, listening.set)

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert listening.wait(10)
    try:
        yield served
    finally:
        if thread.is_alive():
            served.loop.call_soon_threadsafe(served.stop)
        thread.join(20)
        assert not thread.is_alive()


class Counting:
    """A classifier that knows one label, and in what batches it was asked."""

    backend, config, label_names, threshold = "torch", ModelConfig(), ("a",), 0.5

    def __init__(self, seconds=0.0):
        self.seconds = seconds
        self.batches = []
        self.asked = threading.Event()

    def predict_proba(self, pairs):
        self.batches.append(len(pairs))
        self.asked.set()
        time.sleep(self.seconds)
        if ("fail", "") in pairs:
            raise ZeroDivisionError("a secret text")
        return np.full((len(pairs), 1), 0.75)

    def labels_of(self, p):
        return [("a",)] * len(p)


@pytest.fixture
def counting():
    with running(Counting()) as served:
        yield served


def send(served, data, timeout=20):
    """Send bytes, and return the status and what the JSON of the answer holds."""
    with socket.create_connection(served.address, timeout) as sock:
        sock.sendall(data)
        return answer_on(sock)


def answer_on(sock):
    content = b""
    while part := sock.recv(2**16):
        content += part
    head, _, body = content.partition(b"\r\n\r\n")
    assert b"Content-Type: application/json" in head
    return int(head.split()[1]), json.loads(body) if body else None


def post(body, *headers, path="/predict", kind="application/json"):
    body = body if isinstance(body, bytes) else body.encode()
    head = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def tickets(*texts):
    return json.dumps({"tickets": [{"description": text} for text in texts]})


def test_predictions_are_those_of_the_classifier(trained):
    pairs = [("Fix system error", "Restart service"), ("Printer jams", ""), ("\ud800", "done")]
    body = json.dumps(
        {
            "tickets": [
                {"description": "Fix system error", "resolution": "Restart service"},
                {"description": "Printer jams"},
                {"description": "\ud800", "resolution": "done"},
            ]
        }
    )
    with running(trained) as served:
        status, said = send(served, post(body))
    assert status == 200
    expected = trained.predict([*pairs[:2], ("\ufffd", "done")])
    assert [tuple(one["labels"]) for one in said["predictions"]] == expected
    p = trained.predict_proba(pairs[:2])
    for row, one in zip(p, said["predictions"], strict=False):
        assert list(one["probabilities"]) == list(trained.label_names)
        np.testing.assert_allclose(list(one["probabilities"].values()), row, atol=2e-6)


def test_health_says_what_the_model_is(counting):
    client = HTTPConnection(*counting.address)
    client.request("GET", "/health")
    response = client.getresponse()
    said = json.loads(response.read())
    assert response.status == 200 and said["status"] == "ok"
    assert said["model"]["labels"] == ["a"] and said["model"]["backend"] == "torch"
    client.request("HEAD", "/health?probe=1")  # on the same connection
    head = client.getresponse()
    assert (
        head.read() == b"" and head.headers["Content-Length"] == response.headers["Content-Length"]
    )
    client.close()


GET = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
ONE = post(tickets("a"))


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 404, "use /health or /predict"),
        (b"DELETE /health HTTP/1.1\r\nHost: x\r\n\r\n", 405, "takes GET, HEAD alone"),
        (b"GET /predict HTTP/1.1\r\nHost: x\r\n\r\n", 405, "takes POST alone"),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 404, "no such path"),
        (b"GET /health HTTP/1.1\r\n\r\n", 400, "Missing mandatory Host"),
        (b"GET /health HTTP/3.0\r\nHost: x\r\n\r\n", 505, "use 1.1"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, "no request of HTTP"),
        (f"{GET}a b\r\n\r\n".encode(), 400, "illegal header line"),
        (f"{GET}a: {'b' * 20_000}\r\n\r\n".encode(), 431, "larger than 16384 bytes"),
        (f"{GET}{'a: b' * 5000}".encode(), 431, "larger than 16384 bytes"),
        (ONE.replace(b"Content-Length", b"X-Length"), 411, "no Content-Length"),
        (post("{}", "Transfer-Encoding: chunked"), 411, "in one piece"),
        (post("{}", "Content-Length: 9"), 400, "conflicting Content-Length"),
        (ONE.replace(b"Length: ", b"Length: -"), 400, "bad Content-Length"),
        (ONE.replace(b"Length: ", b"Length: 9999999999"), 413, "larger than 1048576 bytes"),
        (post(b" " * (2**20 + 1)), 413, "larger than 1048576 bytes"),
        (post("{}", kind="text/plain"), 415, "Content-Type: application/json"),
        (post("{}", kind="application/json; charset=latin-1"), 415, "in UTF-8"),
        (post("{}", "Content-Encoding: gzip"), 415, "not compressed"),
        (post(b'{"tickets": ["\xff"]}'), 400, "not UTF-8 at byte 14"),
        (post(""), 400, "is not JSON"),
        (post("[" * 500_000), 400, "nested too deeply"),
        (post('{"tickets": [], "tickets": []}'), 400, "a key twice"),
        (post('{"tickets": NaN}'), 400, "NaN is no number"),
        (post(f'{{"tickets": {"9" * 10_000}}}'), 422, "is no list"),
        (post("[]"), 422, 'the one key "tickets"'),
        (post('{"tickets": [], "model": "b"}'), 422, 'the one key "tickets"'),
        (post('{"tickets": [["a", "b"]]}'), 422, "Ticket 0 is no object"),
        (post('{"tickets": [{}]}'), 422, "Ticket 0 is no object"),
        (post('{"tickets": [{"desciption": "a"}]}'), 422, "no other key"),
        (post(f'{{"tickets": [{{"resolution": {"9" * 10_000}}}]}}'), 422, "is a number"),
        (post(tickets(*"a" * 257)), 413, "257 tickets: send at most 256"),
        (post(tickets("a" * 100_001)), 413, "has 100001 characters"),
    ],
)
def test_a_bad_request_gives_one_sentence(counting, data, status, sentence):
    got, said = send(counting, data)
    assert got == status
    assert list(said) == ["error"] and sentence in said["error"]
    assert re.fullmatch(r"[^\n]+\.", said["error"])
    assert send(counting, ONE)[0] == 200  # the next one goes well


@pytest.mark.parametrize(
    "data",
    [
        post(tickets()),
        post(tickets("")),
        post('{"tickets": [{"description": null, "resolution": "b"}]}'),
        post(tickets(*"a" * 256)),
        post(tickets("a"), kind='Application/JSON; Charset="utf-8"'),
        post(tickets("a"), path="/predict?x"),
        GET.replace("1.1", "1.0").encode() + b"\r\n",
        f"{GET}Content-Length: 2\r\n\r\nab".encode(),
    ],
)
def test_a_good_request_is_answered(counting, data):
    assert send(counting, data)[0] == 200


def test_a_client_may_wait_for_leave_to_send(counting):
    head, _, body = post(tickets("a"), "Expect: 100-continue").partition(b"\r\n\r\n")
    with socket.create_connection(counting.address, 10) as sock:
        sock.sendall(head + b"\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 100")
        sock.sendall(body)
        assert answer_on(sock)[0] == 200


def test_405_says_what_is_allowed_and_that_the_body_is_not_read(counting):
    client = HTTPConnection(*counting.address)
    client.request("PUT", "/predict", b"{}")
    headers = client.getresponse().headers
    assert headers["Allow"] == "POST" and headers["Connection"] == "close"
    client.close()


def test_a_slow_client_is_let_go(monkeypatch):
    monkeypatch.setattr(server, "_READING", 0.3)
    with (
        running(Counting()) as served,
        socket.create_connection(served.address, 10) as sock,
    ):
        sock.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\n")
        for _ in range(3):
            sock.sendall(b"a: b\r\n")
            time.sleep(0.05)
        status, said = answer_on(sock)
        assert status == 408 and "send it faster" in said["error"]


def test_an_idle_client_is_let_go(monkeypatch):
    monkeypatch.setattr(server, "_IDLE", 0.2)
    with running(Counting()) as served, socket.create_connection(served.address, 10) as sock:
        assert sock.recv(1) == b""


def test_too_many_connections(monkeypatch):
    monkeypatch.setattr(server, "_MAX_CONNECTIONS", 2)
    with running(Counting()) as served:
        held = [socket.create_connection(served.address) for _ in range(2)]
        time.sleep(0.1)
        client = HTTPConnection(*served.address)
        client.request("GET", "/health")
        response = client.getresponse()
        assert response.status == 503 and response.headers["Retry-After"] == "1"
        for sock in (*held, client):
            sock.close()


def test_requests_that_wait_are_one_batch_and_too_many_are_refused(monkeypatch):
    monkeypatch.setattr(batches, "_MAX_WAITING", 3)
    classifier, statuses = Counting(seconds=1.0), []
    with running(classifier) as served:
        threads = [
            threading.Thread(target=lambda: statuses.append(send(served, ONE)[0])) for _ in range(6)
        ]
        threads[0].start()
        assert classifier.asked.wait(10)
        for thread in threads[1:]:
            thread.start()
        time.sleep(0.5)
        assert send(served, f"{GET}\r\n".encode())[0] == 200  # while it computes
        for thread in threads:
            thread.join()
    assert classifier.batches == [1, 3]
    assert sorted(statuses) == [200] * 4 + [503] * 2


def test_a_batch_is_no_larger_than_a_request_may_be():
    classifier = Counting(seconds=0.7)
    with running(classifier) as served:
        many = post(tickets(*"a" * 100))
        threads = [threading.Thread(target=send, args=(served, many)) for _ in range(4)]
        threads[0].start()
        assert classifier.asked.wait(10)
        for thread in threads[1:]:
            thread.start()
        for thread in threads:
            thread.join()
    assert classifier.batches == [100, 200, 100]


def test_everybody_gets_their_own(trained):
    texts = [[f"text {i} {k}" for k in range(100)] for i in range(5)]
    found = {}

    def ask(i):
        found[i] = send(served, post(tickets(*texts[i])))[1]["predictions"]

    with running(trained) as served:
        threads = [threading.Thread(target=ask, args=(i,)) for i in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for i, some in enumerate(texts):
        p = trained.predict_proba([(text, "") for text in some])
        got = [list(one["probabilities"].values()) for one in found[i]]
        np.testing.assert_allclose(got, p, atol=2e-6)


def test_a_failure_is_no_concern_of_the_client(capfd):
    with running(Counting()) as served:
        status, said = send(served, post(tickets("fail")))
        assert status == 500 and said["error"].startswith("The prediction failed")
        assert send(served, ONE)[0] == 200
    assert "ZeroDivisionError in" in capfd.readouterr().err


def test_the_log_has_a_line_a_request_and_no_text(counting, capfd):
    send(counting, post(tickets("secret one")))
    send(counting, b"GET /secret?secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    send(counting, b"secret\r\n\r\n")
    lines = capfd.readouterr().err.splitlines()
    assert [line.split(" ", 1)[1].rsplit(" ", 2)[0] for line in lines] == [
        "127.0.0.1 POST /predict 200",
        "127.0.0.1 - 404",
        "127.0.0.1 - 400",
    ]


def test_what_is_under_way_ends_before_the_server_does():
    classifier = Counting(seconds=0.5)
    with running(classifier) as served, socket.create_connection(served.address, 10) as idle:
        with socket.create_connection(served.address, 10) as sock:
            sock.sendall(ONE.replace(b"Connection: close\r\n", b""))
            assert classifier.asked.wait(10)
            served.loop.call_soon_threadsafe(served.stop)
            assert idle.recv(1) == b""
            assert answer_on(sock)[0] == 200
        with pytest.raises(OSError):
            socket.create_connection(served.address, 1)


def test_clients_that_leave_do_no_harm(counting):
    for cut in (10, 60, len(ONE) - 1, len(ONE)):
        with socket.create_connection(counting.address) as sock:
            sock.sendall(ONE[:cut])
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert send(counting, ONE)[0] == 200


def test_a_client_that_does_not_read_is_let_go(monkeypatch):
    monkeypatch.setattr(connection, "_WRITING", 0.2)
    monkeypatch.setattr(requests, "MAX_TICKETS", 20_000)
    with running(Counting()) as served, socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        sock.connect(served.address)
        many = '{"tickets": [' + '{"resolution": ""},' * 19_999 + '{"resolution": ""}]}'
        for _ in range(8):
            sock.sendall(post(many).replace(b"Connection: close\r\n", b""))
        deadline = time.monotonic() + 10
        while not served.answered or served._connections:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_place_where_nothing_can_listen_gives_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TicketcourseError, match=rf"port {port} \(Address already in use\)"):
            serve(Counting(), port=port)
    with pytest.raises(TicketcourseError, match="port must be 0-65535"):
        serve(Counting(), port=70_000)


def test_the_command_says_what_is_wrong(tmp_path, capsys, monkeypatch):
    assert main(["serve", "--model", str(tmp_path / "no")]) == 2
    assert "is not a folder" in capsys.readouterr().err
    for name in [name for name in sys.modules if name.startswith("ticketcourse.serving")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "h11", None)  # makes the import fail
    assert main(["serve", "--model", str(tmp_path)]) == 2
    assert 'h11 is not installed: run pip install "ticketcourse[serve]"' in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_the_command(trained, tmp_path, number, status):
    trained.save(tmp_path / "model")
    call = [sys.executable, "-m", "ticketcourse", "serve", "--model", str(tmp_path / "model")]
    with subprocess.Popen([*call, "--port", "0"], stderr=subprocess.PIPE, text=True) as process:
        said = process.stderr.readline()
        port = int(re.search(r"http://127\.0\.0\.1:(\d+) until", said)[1])
        client = HTTPConnection("127.0.0.1", port)
        client.request("POST", "/predict", tickets("a"), {"Content-Type": "application/json"})
        assert client.getresponse().status == 200
        os.kill(process.pid, number)
        assert process.wait(30) == status
        last = process.stderr.read().splitlines()[-1]
    interrupted = "ticketcourse: Interrupted; 1 requests are answered."
    assert (last == interrupted) == (number == signal.SIGINT)
