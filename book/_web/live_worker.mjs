// Python for one page: runs what it is sent, one cell after another, in one namespace.
const folder = new URL(location).searchParams.get("python");
const base = new URL(`${folder}/`, import.meta.url);
const MOST = 20_000; // characters of what one cell prints
const PAUSE = 50; // milliseconds between two messages: the page has to keep up

// A cell's last line shows its value, as in a notebook. Of an error the reader sees their own lines.
const RUNNER = `
import ast, builtins, io, linecache, sys, traceback

class Page(io.TextIOBase):
    def writable(self):
        return True

    def write(self, text):
        tell(str(text))
        return len(text)

def run(source, namespace, number):
    name = f"<cell {number}>"
    try:
        tree = ast.parse(source, name)
        linecache.cache[name] = len(source), None, source.splitlines(True), name
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), namespace)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
            if value is not None:
                print(repr(value))
        return True
    except BaseException as error:
        lines = traceback.extract_tb(error.__traceback__)
        for line in [line for line in lines if line.filename.startswith("<cell ")][-3:]:
            where = "" if line.filename == name else " of an earlier run"
            print(f"Line {line.lineno}{where}: {(line.line or '').strip()}")
        text = "".join(traceback.format_exception_only(error))
        print(text.replace(f'  File "{name}", l', "L").rstrip())
        return False

def input(prompt=""):
    raise RuntimeError("a cell in the page cannot ask: write the value into the code")

sys.stdout = sys.stderr = Page()
builtins.input = input
namespace = {"__name__": "__main__"}
`;

const ready = (async () => {
  // Not at the top: a message that comes while the module still waits would be lost.
  const { loadPyodide } = await import(new URL("pyodide.mjs", base));
  const python = await loadPyodide({ indexURL: base.href });
  await python.loadPackage("numpy", { messageCallback() {}, errorCallback() {} });
  try {
    python.runPython("import numpy"); // a download that failed shows here, and not in a cell
  } catch {
    throw new Error("NumPy did not arrive");
  }
  const library = await fetch(new URL("ticketcourse.zip", base));
  if (!library.ok) throw new Error(`ticketcourse.zip: ${library.status}`);
  const packages = python.runPython("import site; site.getsitepackages()[0]");
  python.unpackArchive(await library.arrayBuffer(), "zip", { extractDir: packages });
  python.runPython(RUNNER);
  return python;
})();
ready.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: error.message }),
);

onmessage = async ({ data: { source, number } }) => {
  const python = await ready.catch(() => null); // the page was told
  if (python === null) return;
  let waiting = "", printed = 0, sent = performance.now();
  function send() {
    if (waiting) postMessage({ text: waiting });
    waiting = "";
    sent = performance.now();
  }
  python.globals.set("tell", (text) => {
    if (printed > MOST) return;
    waiting += text.slice(0, MOST - printed);
    printed += text.length;
    if (printed > MOST) waiting += "\n… more output was left out";
    if (printed > MOST || performance.now() - sent > PAUSE) send();
  });
  python.globals.set("source", source);
  const right = python.runPython(`run(source, namespace, ${number})`);
  send();
  postMessage({ done: true, right });
};
