"""What a notebook keeps of a cell's outputs: text and pictures, bounded, and nothing that acts.

HTML, SVG, JavaScript and the like are left out: a page that shows them to an instructor would run
what is in them.
"""

import base64
import binascii
import io
import re

MAX_TEXT = 50_000  # characters of one cell
MAX_PICTURES = 2 << 20  # characters of one cell's pictures together
MAX_OUTPUTS = 100  # of one cell

_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_CONTROL = dict.fromkeys(set(range(32)) - set(map(ord, "\n\t\r\b")))
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


class Outputs:
    """Collects the outputs of one cell and forgets what is too much.

    Parameters
    ----------
    max_text, max_pictures : int
        Characters that are kept.
    """

    def __init__(self, max_text=MAX_TEXT, max_pictures=MAX_PICTURES):
        self._outputs, self._text, self._pictures = [], max_text, max_pictures
        self._left_out = False

    def stream(self, name, text):
        """Add what was printed to "stdout" or "stderr"."""
        if self._text <= 0:  # quick, because there may be no end of it
            self._left_out = True
            return
        text = self._bounded(text)
        if not text:
            return
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == name:
            last["text"].append(text)
        elif self._has_room():
            self._outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def display(self, data, execution_count=None, result=False):
        """Add what was displayed, or is the value of the cell's last expression."""
        kept = {}
        for mime, content in data.items():
            if mime in _PICTURES and self._is_picture(mime, content):
                self._pictures -= len(content)
                kept[mime] = content
            elif mime == "text/plain" and isinstance(content, str):
                kept[mime] = self._bounded(content)
        if not kept or not self._has_room():
            return
        output = {"output_type": "display_data", "data": kept, "metadata": {}}
        if result:
            output |= {"output_type": "execute_result", "execution_count": execution_count}
        self._outputs.append(output)

    def error(self, name, message, traceback):
        """Add how the cell failed; the last error has room of its own."""
        self._text = max(self._text, 10_000)
        output = {
            "output_type": "error",
            "ename": _clean(name)[:200],
            "evalue": _clean(message)[:10_000],
            "traceback": [self._bounded(line) for line in traceback[:100]],
        }
        self._outputs = [*self._outputs[: MAX_OUTPUTS - 1], output]

    def clear(self):
        """Forget all outputs so far, as `IPython.display.clear_output` asks."""
        self._outputs.clear()

    def to_list(self):
        """Return the outputs as a notebook keeps them."""
        outputs = [
            output | {"text": "".join(output["text"])} if "text" in output else output
            for output in self._outputs
        ]
        if self._left_out:
            text = "[more output was left out: it is too long]\n"
            outputs.append({"output_type": "stream", "name": "stderr", "text": text})
        return outputs

    def _bounded(self, text):
        if len(text) > self._text:
            self._left_out = True
        text = _clean(text[: self._text])
        self._text -= len(text)
        return text

    def _has_room(self):
        room = len(self._outputs) < MAX_OUTPUTS
        self._left_out |= not room
        return room

    def _is_picture(self, mime, content):
        if not isinstance(content, str) or not content.isascii():
            return False
        if len(content) > self._pictures:
            self._left_out = True
            return False
        try:
            raw = base64.b64decode("".join(content.split()), validate=True)
        except (binascii.Error, ValueError):
            return False
        return raw.startswith(_PICTURES[mime])


class Stream(io.TextIOBase):
    """A `sys.stdout` or `sys.stderr` that writes to the outputs of the present cell.

    Parameters
    ----------
    name : {"stdout", "stderr"}
    outputs : Outputs, optional
        Where to; it may be set at any time.
    """

    encoding = "utf-8"

    def __init__(self, name, outputs=None):
        self.name, self.outputs = name, outputs

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.outputs.stream(self.name, text)
        return len(text)

    def fileno(self):
        return {"stdout": 1, "stderr": 2}[self.name]


def kept_of(outputs):
    """Return what is kept of outputs that an untrusted process says that a cell gave.

    Parameters
    ----------
    outputs : object
        Anything.

    Returns
    -------
    list of dict
        Outputs as a notebook keeps them; what is none is left out.
    """
    kept = Outputs()
    for output in outputs if type(outputs) is list else ():
        try:
            _keep(kept, output)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            continue
    return kept.to_list()


def _keep(kept, output):
    kind = output["output_type"]
    if kind == "stream" and output["name"] in ("stdout", "stderr"):
        kept.stream(output["name"], _text(output["text"]))
    elif kind in ("display_data", "execute_result"):
        count = output.get("execution_count")
        count = count if type(count) is int and 0 <= count < 1 << 31 else None
        kept.display(output["data"], count, result=kind == "execute_result")
    elif kind == "error":
        lines = [_text(line) for line in output["traceback"]]
        kept.error(_text(output["ename"]), _text(output["evalue"]), lines)


def _text(text):
    if type(text) is not str:
        raise TypeError
    return text


def _clean(text):
    """Text that every file and page can hold: without colours, control signs and half letters."""
    text = _ANSI.sub("", text).encode("utf-8", "replace").decode()
    return text.translate(_CONTROL)
