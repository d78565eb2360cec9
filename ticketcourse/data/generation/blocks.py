"""Machine output in tickets: stack traces, logs, code, configuration."""

# One phrase is one line, however long.
# ruff: noqa: E501

from ticketcourse.data.generation.entities import class_name, date_of, frequent, name_number
from ticketcourse.data.generation.templates import Phrases
from ticketcourse.data.generation.words import EXCEPTIONS, METHODS, PARTS

_LOG_MESSAGES = Phrases.table("""
    {class}: {noun} {deed} in {ms} ms
    {class} - {method} {table} id={ms} state={quality}
    [{class}] {host}:{port} {deed}, {n} left
    {class}: {noun} is {quality}
    {component}: {method} {file} {n} of {n}
    Retry {n} of {method} on {host} ({ip})
    GET {noun} {ms} {port} {ms}
    {class} user={user} session={commit}{commit} {deed}
    {class} - {noun} {ms} {deed}, {noun} {quality}
    """)
_CODE = Phrases.table(r"""
    {class} {noun} = new {class}({ms});\n{noun}.{method}("{table}");\nassertEquals({n}, {noun}.{method}());
    SELECT {noun}, {noun}_id FROM {table}\n WHERE {noun} = '{quality}' AND id > {ms};
    for ({class} item : {noun}s) {{\n  if (item.{method}() == null) continue;\n  item.{method}({n});\n}}
    def {method}({noun}, {noun}_id):\n    if not {noun}_id:\n        raise {noun}("{noun}")\n    return {class}({noun}).{method}()
    $ {method} --{noun} {path} --host {host}\n{method}: {quality} {noun}\n$ echo $?\n{n}
    curl -X POST {url} -d '{{"{noun}": "{quality}", "id": {ms}}}'\n{{"status": "{code}"}}
    try {{\n  {class}.{method}();\n}} catch ({exc} e) {{\n  log.warn("{noun} {deed}", e);\n}}
    UPDATE {table} SET {noun} = {n} WHERE {noun}_id = {ms};\n-- {n} rows
    """)
_CONFIG = Phrases.table(r"""
    {noun}.{method}.timeout={ms}
    {noun}.host={host}
    <property name="{noun}.{quality}" value="{ms}"/>
    {noun}:\n  {noun}: {ms}\n  {noun}: {file}
    "{noun}": {{"{quality}": {ms}, "class": "{class}"}}
    [{noun}]\n{noun} = {path}
    {noun}.{noun}.enabled = true
    """)
_FENCES = (("{code}\n", "\n{code}"), ("```\n", "\n```"), ("{noformat}\n", "\n{noformat}"))
_ROOTS = ("com.example", "org.example", "net.sample", "com.sample", "java.util", "io.sample")


def stack_trace(slots, n_frames):
    """Write an exception with its frames; about nine tokens a frame."""
    random = slots.random
    parts = [
        f"{frequent(random, EXCEPTIONS)}: {class_name(slots)} {frequent(random, METHODS)} "
        f"{int(random() * 5000)}"
    ]
    if random() < 0.3:
        parts.append(f"Traceback (most recent call last) in {class_name(slots)}")
    root = frequent(random, _ROOTS)
    package = PARTS[name_number(slots, 6) % len(PARTS)].lower()
    for _ in range(n_frames):
        if random() < 0.3:
            root = frequent(random, _ROOTS)
            package = PARTS[name_number(slots, 6) % len(PARTS)].lower()
        name = class_name(slots)
        line = int(random() * random() * 1500) + 12
        parts.append(
            f"\tat {root}.{package}.{name}.{frequent(random, METHODS)}({name}.java:{line})"
        )
    if random() < 0.4:
        parts.append(f"Caused by: {frequent(random, EXCEPTIONS)}: {class_name(slots)}")
    return "\n".join(parts)


def log_lines(slots, n_lines):
    """Write lines of a log with their times; about fifteen tokens a line."""
    random = slots.random
    style = int(random() * 3)
    date = date_of(max(0, slots.day - int(random() * 4)))
    hour, minute, second = int(random() * 24), int(random() * 60), int(random() * 60)
    rows = []
    for _ in range(n_lines):
        second += int(random() * 9)
        minute, second = (minute + second // 60) % 60, second % 60
        level = ("INFO", "WARN", "ERROR", "DEBUG")[int(random() * random() * 4)]
        time = f"{hour:02d}:{minute:02d}:{second:02d}"
        if style == 0:
            head = f"{date} {time},{int(random() * 1000):03d} {level} "
        elif style == 1:
            head = f"{date}T{time}.{int(random() * 1000):03d}Z [{level}] "
        else:
            head = f"{time} {level} "
        rows.append(head + _LOG_MESSAGES.draw(slots))
        if random() < 0.5:
            slots.forget()
    return "\n".join(rows)


def code_block(slots, n_pieces):
    """Write a fenced block of code or configuration; about twelve tokens a piece."""
    random = slots.random
    opening, closing = _FENCES[int(random() * random() * 3)]
    pieces = _CODE if random() < 0.6 else _CONFIG
    rows = [pieces.draw(slots).replace("\\n", "\n") for _ in range(n_pieces)]
    return opening + "\n".join(rows) + closing
