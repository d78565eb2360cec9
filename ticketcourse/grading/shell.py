"""The IPython shell that runs a student's cells and keeps what they print, show and raise.

It has no terminal, no history, no configuration of a user, and no messages of Jupyter.
"""

import base64
import sys
import tempfile

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from ticketcourse.grading.outputs import Outputs, Stream


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False):
        self.shell.outputs.display(_as_kept(data))

    def clear_output(self, wait=False):
        self.shell.outputs.clear()


class _Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        data = _as_kept(format_dict)
        self.shell.outputs.display(data, self.prompt_count, result=True)


def _as_kept(data):
    return {
        mime: base64.b64encode(content).decode() if isinstance(content, bytes) else content
        for mime, content in data.items()
    }


class Shell(InteractiveShell):
    """Runs cells; `outputs` is where those of the present cell go."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self):
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        with tempfile.TemporaryDirectory() as folder:  # which nothing reads once the shell is there
            super().__init__(config=config, ipython_dir=folder)
        self.failed = False
        self.stdout, self.stderr = Stream("stdout"), Stream("stderr")
        self.start_outputs()

    def start_outputs(self):
        """Make room for the outputs of another cell or call."""
        self.outputs = self.stdout.outputs = self.stderr.outputs = Outputs()
        sys.stdout, sys.stderr = self.stdout, self.stderr

    def run(self, source):
        """Run a cell.

        Parameters
        ----------
        source : str

        Returns
        -------
        outputs : list of dict
        failed : bool
        """
        self.start_outputs()
        outputs, self.failed = self.outputs, False
        result = self.run_cell(source, store_history=True)
        return outputs.to_list(), self.failed or not result.success

    def _showtraceback(self, etype, evalue, stb):
        self.failed = True
        self.outputs.error(etype.__name__, str(evalue), stb)

    def enable_gui(self, gui=None):
        pass

    def ask_exit(self):
        pass


def warm():
    """Make the shell and have it run, fail and do magic once: much is loaded only then."""
    shell = Shell.instance()
    for source in ("1", "1 / 0", "1 +", "%time 1"):
        shell.start_outputs()
        shell.run_cell(source, store_history=False)
    shell.reset()
