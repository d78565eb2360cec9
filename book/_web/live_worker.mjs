// Python for one page: runs what it is sent, one cell after another, in one namespace.
const folder = new URL(location).searchParams.get("python");
const base = new URL(`${folder}/`, import.meta.url);

// A cell's last line shows its value, as in a notebook. Of an error the reader sees their own lines.
const RUNNER = `
import ast, linecache, sys, traceback

def run(source, namespace):
    try:
        tree = ast.parse(source, "<cell>")
        linecache.cache["<cell>"] = len(source), None, source.splitlines(True), "<cell>"
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), namespace)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)
            if value is not None:
                print(repr(value))
        return True
    except BaseException as error:
        lines = traceback.extract_tb(error.__traceback__)
        own = [line for line in lines if line.filename == "<cell>"]
        for line in own[-3:]:
            print(f"Line {line.lineno}: {(line.line or '').strip()}")
        print("".join(traceback.format_exception_only(error)).replace('  File "<cell>", l', "L").rstrip())
        return False
`;

const say = (message) => postMessage(message);
const ready = (async () => {
  // Not at the top: a message that comes while the module still waits would be lost.
  const { loadPyodide } = await import(new URL("pyodide.mjs", base));
  const python = await loadPyodide({ indexURL: base.href });
  await python.loadPackage("numpy", { messageCallback() {} });
  const library = await fetch(new URL("ticketcourse.zip", base));
  const packages = python.runPython("import site; site.getsitepackages()[0]");
  python.unpackArchive(await library.arrayBuffer(), "zip", { extractDir: packages });
  python.runPython(RUNNER);
  python.runPython("namespace = {'__name__': '__main__'}");
  return python;
})();
ready.then(() => say({ ready: true }), (error) => say({ failed: String(error) }));

onmessage = async ({ data: { source } }) => {
  const python = await ready;
  const print = { batched: (text) => say({ text: `${text}\n` }) };
  python.setStdout(print);
  python.setStderr(print);
  python.globals.set("source", source);
  say({ done: true, right: python.runPython("run(source, namespace)") });
};
