"""Tickets from files: what is read, what is said of what cannot be read."""

import bz2
import gzip
import json
import lzma
import random
import tracemalloc
import warnings
from datetime import UTC, date, datetime

import pyarrow
import pyarrow.parquet
import pytest

from ticketcourse import TicketcourseError, Tickets, load_tickets
from ticketcourse.data import Ticket, stream_tickets, tickets_to_csv

HEADER = "description,resolution,labels\n"
ROWS = [
    {"description": "Fix system error", "resolution": "Restart service", "labels": ["bug", "it"]},
    {"description": "Größe, 大きさ\n2", "resolution": '"no"', "labels": ["it"]},
]
TICKETS = [
    Ticket("Fix system error", "Restart service", ("bug", "it")),
    Ticket("Größe, 大きさ\n2", '"no"', ("it",)),
]


def as_csv(rows):
    rows = [(row["description"], row["resolution"], row["labels"]) for row in rows]
    return tickets_to_csv(Tickets(rows)).encode()


def as_json_lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def as_parquet(rows):
    out = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    return out.getvalue().to_pybytes()


def zstandard(content):
    out = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(out, "zstd") as file:
        file.write(content)
    return out.getvalue().to_pybytes()


FORMATS = {
    ".csv": as_csv,
    ".jsonl": as_json_lines,
    ".ndjson": as_json_lines,
    ".parquet": as_parquet,
}
COMPRESSIONS = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard,
}


def fails(path, content=None, **options):
    """Load a file that cannot be read; return the one sentence about it."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TicketcourseError) as caught:
        load_tickets(path, **options)
    said = str(caught.value)
    assert said.endswith(".") and "\n" not in said and path.name in said
    return said.replace(str(path), path.name)


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_read_plain_and_compressed(ending, compression, tmp_path):
    path = tmp_path / f"my.tickets{ending}{compression}"
    content = COMPRESSIONS[compression](FORMATS[ending](ROWS))
    path.write_bytes(content)
    assert list(load_tickets(path)) == TICKETS
    assert list(stream_tickets(str(path))) == TICKETS
    shouted = tmp_path / path.name.upper()
    shouted.write_bytes(content)
    assert list(load_tickets(shouted)) == TICKETS


@pytest.mark.parametrize("compression", [".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("ending", FORMATS)
def test_a_torn_compressed_file_gives_one_sentence(ending, compression, tmp_path):
    whole = COMPRESSIONS[compression](FORMATS[ending](ROWS * 50))
    path = tmp_path / f"t{ending}{compression}"
    assert "is not a whole" in fails(path, whole[: len(whole) * 2 // 3])
    assert "is not a whole" in fails(path, b"This was never compressed, whatever its name says.")


def test_tickets_come_back_from_a_csv_file(tmp_path, tickets):
    path = tmp_path / "t.csv"
    path.write_text(tickets_to_csv(tickets), encoding="utf-8")
    loaded = load_tickets(path)
    assert list(zip(loaded.descriptions, loaded.resolutions, loaded.labels, strict=True)) == list(
        zip(tickets.descriptions, tickets.resolutions, tickets.labels, strict=True)
    )
    assert loaded.clean_labels is None


@pytest.mark.filterwarnings("ignore:.*with an empty text")
def test_every_text_survives_a_csv_file(tmp_path):
    path = tmp_path / "t.csv"
    tickets = Tickets([("a\rb", 'say "no",\r\n', ["x", "y"]), (" \t ", "\n", [])])
    path.write_bytes(tickets_to_csv(tickets).encode())
    assert load_tickets(path) == tickets


def test_times_and_groups_survive_a_csv_file(tmp_path):
    path = tmp_path / "t.csv"
    tickets = Tickets(
        [("a", "b", ["x"]), ("c", "d", ["x"])],
        times=[datetime(2024, 5, 31, 7), None],
        groups=["bank", None],
    )
    path.write_text(tickets_to_csv(tickets))
    assert load_tickets(path, time="time", group="group") == tickets


@pytest.mark.parametrize("label", ["a|b", " a", "a\n", ""])
def test_a_label_that_a_csv_file_cannot_hold_is_refused(label):
    with pytest.raises(TicketcourseError, match="cannot be written: rename it"):
        tickets_to_csv(Tickets([("a", "b", [label])]))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_empty_lines_are_no_tickets(end, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(end.join(["", "", HEADER.strip(), "", "a,b,c", "", ""]).encode())
    assert list(load_tickets(path)) == [Ticket("a", "b", ("c",))]
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"\xef\xbb\xbf\n" + as_json_lines(ROWS[:1]) + b"\n \n")
    assert list(load_tickets(path)) == TICKETS[:1]


def test_columns_and_separator_can_be_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('\ufeffid, Fix ,Problem,Tags\r\n1,"Restart, wait","Two\nlines",a; b ;\r\n\r\n')
    loaded = load_tickets(
        path, description="Problem", resolution="Fix", labels="Tags", separator=";"
    )
    assert list(loaded) == [Ticket("Two\nlines", "Restart, wait", ("a", "b"))]
    without = load_tickets(path, description="Problem", resolution="Fix", labels=None)
    assert without.labels == ((),)


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_labels_may_be_a_list_or_a_separated_text(ending, tmp_path):
    rows = [{**ROWS[0], "tags": "it; bug;;it"}, {**ROWS[0], "labels": [" it", "", "bug"]}]
    path = tmp_path / f"t{ending}"
    path.write_bytes(FORMATS[ending]([{"tags": "bug", **row} for row in rows]))
    assert [*load_tickets(path).labels] == [("bug", "it")] * 2
    assert load_tickets(path, labels="tags", separator=";").labels == (("bug", "it"), ("bug",))


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2024-05-31", datetime(2024, 5, 31)),
        ("2024-05-31T14:20:00.000+0200", datetime(2024, 5, 31, 12, 20)),
        ("2024-05-31 14:20:00Z", datetime(2024, 5, 31, 14, 20)),
        (1717165200, datetime(2024, 5, 31, 14, 20)),
        (1717165200.5, datetime(2024, 5, 31, 14, 20, 0, 500_000)),
    ],
)
def test_a_time_is_read_in_utc(value, time, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(as_json_lines([{**ROWS[0], "opened": value, "customer": 7}]))
    loaded = load_tickets(path, time="opened", group="customer")
    assert loaded.times == (time.replace(tzinfo=UTC),)
    assert loaded.groups == ("7",)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (pyarrow.timestamp("ns"), 1717165200_000_000_001),
        (pyarrow.timestamp("ms", tz="America/New_York"), 1717165200_000),
        (pyarrow.timestamp("s"), datetime(2024, 5, 31, 14, 20)),
    ],
)
def test_parquet_has_times_of_its_own(type_, value, tmp_path):
    table = pyarrow.Table.from_pylist(ROWS[:1])
    table = table.append_column("opened", pyarrow.array([value], type_))
    table = table.append_column("day", pyarrow.array([date(2024, 5, 31)]))
    pyarrow.parquet.write_table(table, tmp_path / "t.parquet")
    loaded = load_tickets(tmp_path / "t.parquet", time="opened")
    assert loaded.times == (datetime(2024, 5, 31, 14, 20, tzinfo=UTC),)
    assert load_tickets(tmp_path / "t.parquet", time="day").times[0].day == 31


def test_texts_of_few_values_are_read_from_parquet(tmp_path):
    table = pyarrow.table(
        {
            "description": pyarrow.array(["a", "a"]).dictionary_encode(),
            "resolution": pyarrow.array(["b", "c"], pyarrow.large_string()),
            "labels": pyarrow.array([["x"], None], pyarrow.large_list(pyarrow.string())),
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "t.parquet")
    with pytest.warns(UserWarning, match="1 without a label"):
        loaded = load_tickets(tmp_path / "t.parquet")
    assert list(loaded) == [Ticket("a", "b", ("x",)), Ticket("a", "c", ())]


def test_half_a_character_in_json_becomes_the_unknown_character(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"description": "\\ud83d", "resolution": "\\ud83d\\ude00", "labels": "a"}')
    assert load_tickets(path)[0][:2] == ("\ufffd", "😀")


def test_a_long_log_in_a_ticket_is_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("description,resolution,labels\n" + "x" * 200_000 + ",b,c\n")
    assert len(load_tickets(path)[0].description) == 200_000


INCOMPLETE = HEADER + "a,b,x\na, ,x\na,b,\n,b,\n"


@pytest.mark.parametrize(
    ("options", "kept", "said"),
    [
        ({}, 4, "has 4 tickets, 2 with an empty text and 2 without a label: all are kept."),
        ({"drop_empty": True}, 2, "and 2 without a label: 2 are left out."),
        ({"drop_unlabelled": True}, 2, "and 2 without a label: 2 are left out."),
        ({"drop_empty": True, "drop_unlabelled": True}, 1, ": 3 are left out."),
        ({"labels": None}, 4, "has 4 tickets, 2 with an empty text: all are kept."),
    ],
)
def test_incomplete_tickets_are_counted_and_kept_or_dropped(options, kept, said, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(INCOMPLETE)
    with pytest.warns(UserWarning) as caught:
        assert len(load_tickets(path, **options)) == kept
    assert len(caught) == 1
    assert str(caught[0].message).endswith(said)


def test_complete_tickets_need_no_warning(tmp_path, recwarn):
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "a,b,x\n")
    load_tickets(path)
    assert not recwarn


PAIR = b'{"description": "a", "resolution": "b", '


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"", "t.csv is empty"),
        ("t.csv", b" \n,\n\n", "t.csv is empty"),
        ("t.csv.gz", b"", "t.csv.gz is empty"),
        ("t.csv", HEADER.encode(), "has a header but no tickets"),
        ("t.csv", b"description,fix,labels\na,b,c\n", "has no column 'resolution', only 'desc"),
        ("t.csv", b"description,resolution,labels,labels\na,b,c,d\n", "2 columns 'labels'"),
        ("t.csv", HEADER.replace(",", ";").encode(), "seems to have ';' between its columns"),
        ("t.csv", HEADER.replace(",", "\t").encode(), "seems to have '\\t' between its columns"),
        ("t.csv", HEADER.encode() + b"a,b,c\ncaf\xe9,b,c\n", "0xe9 at offset 39, in line 3,"),
        ("t.csv.bz2", bz2.compress(b"caf\xe9\n"), "byte 0xe9 at offset 3, in line 1,"),
        ("t.csv", b"\xff\xfe" + HEADER.encode("utf-16-le"), "byte 0xff at offset 0"),
        ("t.csv", HEADER.encode("utf-16-le"), "line 1 holds zero bytes, as UTF-16 does"),
        ("t.csv", HEADER.encode() + b"\xe4\xb8", "byte 0xe4 at offset 30, in line 2,"),
        ("t.csv", HEADER.encode() + b"a,b,c\na,b,c,d\n", "line 3: the row has 4 fields but"),
        ("t.csv", HEADER.encode() + b'"a\nb",c,d\na,b\n', "line 4: the row has 2 fields but"),
        ("t.csv", HEADER.encode() + b'a,b,c\n"open,b,c\n', "line 3: the row does not parse"),
        ("t.csv", HEADER.encode() + b'"a"x,b,c\n', "line 2: the row does not parse as CSV"),
        (
            "t.csv",
            HEADER.encode() + b"a,b,\nc,d, | \n",
            "no label in column 'labels' in any of its 2",
        ),
        ("t.jsonl", b"", "t.jsonl is empty"),
        (
            "t.jsonl",
            b"\n" + PAIR + b'"labels": ["x"]\n',
            "line 2 does not parse as JSON (Expecting",
        ),
        ("t.jsonl", b"[" * 100_000, "line 1 does not parse as JSON"),
        ("t.jsonl", PAIR + b'"labels": ' + b"9" * 5000 + b"}", "line 1 does not parse as JSON"),
        ("t.jsonl", b"[]\n", "line 1 is no JSON object"),
        ("t.jsonl", PAIR + b'"tags": "x"}', "line 1 has no column 'labels', only 'description'"),
        (
            "t.jsonl",
            PAIR + b'"labels": "x", "labels": "y"}',
            "line 1 does not parse as JSON (the name 'labels' occurs twice)",
        ),
        ("t.jsonl", PAIR + b'"labels": 3}', "line 1: 'labels' is a number, not labels"),
        ("t.jsonl", PAIR + b'"labels": ["x", null]}', "'labels' holds nothing among its labels"),
        ("t.jsonl", PAIR + b'"labels": [["x"]]}', "'labels' holds a list among its labels"),
        ("t.jsonl", b'{"description": ["a"], "resolution": "", "labels": "x"}', "is a list, not a"),
        ("t.jsonl", b'{"description": {}, "resolution": "", "labels": "x"}', "is an object, not a"),
        ("t.jsonl", b'{"description": "", "resolution": true, "labels": ""}', "is a truth value"),
        ("t.jsonl", PAIR.replace(b"a", b"\xff") + b"}", "byte 0xff"),
        ("t.parquet", b"", "t.parquet is not a whole Parquet file"),
        ("t.parquet", HEADER.encode(), "t.parquet is not a whole Parquet file"),
        ("t.parquet", as_parquet(ROWS)[:-50], "t.parquet is not a whole Parquet file"),
        ("t.parquet", as_parquet(ROWS)[200:], "t.parquet is not a whole Parquet file"),
        (
            "t.parquet.gz",
            gzip.compress(HEADER.encode(), mtime=0),
            "t.parquet.gz is not a whole Parquet",
        ),
        ("t.parquet", as_parquet([{"a": 1}]), "has no column 'description', only 'a'"),
        (
            "t.parquet",
            as_parquet([{**ROWS[0], "resolution": 2}]),
            "row 1: 'resolution' is a number",
        ),
        ("t.parquet", as_parquet([{**ROWS[0], "labels": b"x"}]), "row 1: 'labels' is bytes"),
        ("t.parquet", as_parquet(ROWS[:0]), "has no column 'description'"),
        ("t.txt", b"a", "t.txt is not a .csv, .jsonl or .parquet file, plain or compressed"),
        ("t.gz", b"a", "t.gz is not a .csv, .jsonl or .parquet file"),
        ("t.json", b"[]", "t.json is not a .csv, .jsonl or .parquet file"),
    ],
)
def test_a_bad_file_gives_one_sentence(name, content, said, tmp_path):
    assert said in fails(tmp_path / name, content)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("soon", "line 2: 'opened' is 'soon', not a time: write it like 2024-05-31"),
        ("0001-01-01T00:00:00+10:00", "too far away"),
        (1717165200000, "is 1717165200000: give seconds since 1970"),
        (True, "is a truth value, not a time"),
        (["x"], "is a list, not a time"),
    ],
)
def test_a_bad_time_gives_one_sentence(value, said, tmp_path):
    rows = [{**ROWS[0], "opened": None}, {**ROWS[0], "opened": value}]
    assert said in fails(tmp_path / "t.jsonl", as_json_lines(rows), time="opened")


def test_a_group_is_a_text_or_a_whole_number(tmp_path):
    rows = [{**ROWS[0], "customer": 1.5}]
    said = fails(tmp_path / "t.jsonl", as_json_lines(rows), group="customer")
    assert "line 1: 'customer' is a number, not a text" in said


@pytest.mark.parametrize("ending", [".csv", ".jsonl.gz", ".parquet", ".csv.zst"])
def test_what_is_no_file_gives_one_sentence(ending, tmp_path):
    assert "does not exist: check the path" in fails(tmp_path / f"none{ending}")
    (tmp_path / f"folder{ending}").mkdir()
    assert "is a folder, which cannot be read as tickets" in fails(tmp_path / f"folder{ending}")
    (tmp_path / f"loop{ending}").symlink_to(tmp_path / f"loop{ending}")
    assert "cannot be read (" in fails(tmp_path / f"loop{ending}")


def test_when_all_is_dropped_one_sentence_says_so(tmp_path):
    content = (HEADER + "a,,x\n,b,x\n").encode()
    assert "has no complete ticket" in fails(tmp_path / "t.csv", content, drop_empty=True)


def test_an_empty_separator_is_refused(tmp_path):
    with pytest.raises(TicketcourseError, match="separator of labels is empty"):
        load_tickets(tmp_path / "t.csv", separator="")


def test_an_open_quote_does_not_draw_a_whole_file_into_memory(tmp_path):
    lines = "a,b,c\n" * 2_000_000
    said = fails(tmp_path / "t.csv", (HEADER + '"a,b,c\n' + lines).encode())
    assert "line 2: the row does not parse as CSV (field larger than field limit" in said


@pytest.mark.parametrize("ending", [".csv.gz", ".jsonl", ".parquet"])
def test_a_stream_takes_little_memory(ending, tmp_path):
    dice = random.Random(0)
    rows = [{**ROWS[0], "resolution": dice.randbytes(2000).hex()} for _ in range(5000)]
    content = FORMATS[f".{ending.split('.')[1]}"](rows)  # 20 MB of texts
    path = tmp_path / f"t{ending}"
    path.write_bytes(gzip.compress(content, 1) if ending.endswith(".gz") else content)
    before = pyarrow.default_memory_pool()
    pool = pyarrow.proxy_memory_pool(before)  # counts what Parquet takes
    pyarrow.set_memory_pool(pool)
    tracemalloc.start()
    try:
        assert sum(1 for _ in stream_tickets(path)) == 5000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        pyarrow.set_memory_pool(before)
    assert peak + pool.max_memory() < 26e6


def test_two_streams_can_be_read_by_turns(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(HEADER + f"{'x' * 200_000},b,c\n" * 3)
    tickets = stream_tickets(path)
    one, two = iter(tickets), iter(tickets)
    next(two)
    assert len(list(one)) == 3
    assert len(list(two)) == 2


def test_a_stream_is_read_anew_each_time_and_warns_once(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "a,,x\n")
    tickets = stream_tickets(path)
    with pytest.warns(UserWarning, match="1 with an empty text"):
        assert len(list(tickets)) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(tickets)) == 1
