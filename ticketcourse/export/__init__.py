"""A trained classifier in a form that serves without this library."""

from ticketcourse.errors import TicketcourseError

__all__ = ["FORMATS", "export_classifier"]

FORMATS = {"savedmodel": "tensorflow", "torch": "torch"}
"""The formats of an export, and the framework that each needs."""


def export_classifier(classifier, path, format="savedmodel"):
    """Write a trained classifier for those who serve it with a framework alone.

    Both forms hold the whole classifier: the network, the wide path and the decision rule. The
    classifier's own backend plays no role.

    Parameters
    ----------
    classifier : TicketClassifier
    path : str or Path
        A folder that is not there yet, or is empty.
    format : {"savedmodel", "torch"}
        "savedmodel" is for TensorFlow and takes raw strings; TensorFlow Serving serves it as well.
        "torch" is for PyTorch and takes ids.

    Raises
    ------
    TicketcourseError
        When there is no such format, when its framework is not installed, when the classifier is
        not trained yet or reads subwords, or when `path` is taken or cannot be written.

    Notes
    -----
    **TensorFlow.** Tokens are those of `tokenise` for every text, with the Unicode tables of the
    Python that exports: NFKC, case folding and all. Probabilities differ from the library's by
    rounding, less than 1e-5. Call what ``tf.saved_model.load`` gives with descriptions and
    resolutions, strings of shape (n,); `probabilities` and `decisions`, bool, have the shape
    (n, L). Its `labels` and `threshold`, and `assets/labels.json`, say the rest.

    **PyTorch.** PyTorch has no strings, so that `text.py`, a copy of ``ticketcourse.scratch.text``
    that needs NumPy alone, and `words.json` make the ids. The program runs on a CPU and takes at
    least one ticket, and whole texts: it cuts them itself. Written by PyTorch 2.13, it needs that
    version or a later one. A ``.pt2`` file holds no pickle when it is written here, but
    ``torch.export.load`` unpickles what somebody else may have put there: load only files from
    those whom you would let run code. In the folder of the export:

    >>> import json, torch
    >>> from text import pad, tokenise
    >>> with open("words.json", encoding="utf-8") as file:
    ...     numbers = {word: i for i, word in enumerate(json.load(file), start=2)}
    >>> def ids(texts):
    ...     return torch.tensor(pad([[numbers.get(w, 1) for w in tokenise(t)] for t in texts]))
    >>> descriptions, resolutions = ["Fix system error"], ["Restart service"]
    >>> program = torch.export.load("classifier.pt2").module()
    >>> probabilities, decisions = program(ids(descriptions), ids(resolutions))
    """
    if format not in FORMATS:
        raise TicketcourseError(f'There is no format {format!r}: give "savedmodel" or "torch".')
    if classifier.threshold is None:
        raise TicketcourseError("The classifier is not trained yet: call fit, or load a saved one.")
    if classifier._paths.vectorizer.merges is not None:
        raise TicketcourseError(
            "The classifier reads subwords, which no export can yet: train one without them."
        )
    from ticketcourse.export.folder import new_folder

    decision = {
        "labels": list(classifier.label_names),
        "threshold": classifier.threshold,
        "at_least_one": classifier.at_least_one,
    }
    with new_folder(path) as folder:
        try:
            if format == "savedmodel":
                from ticketcourse.export.saved_model import write_saved_model as write
            else:
                from ticketcourse.export.torch_program import write_torch_program as write
        except ModuleNotFoundError as error:
            raise TicketcourseError(
                f'{error.name} is not installed: run pip install "ticketcourse[{FORMATS[format]}]".'
            ) from None
        write(folder, classifier._paths, decision)
