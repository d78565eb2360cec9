# Everything runs in an environment of its own, made from constraints.txt when it is not there.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
ASSIGNMENT ?= 01-neurons
export TF_CPP_MIN_LOG_LEVEL := 3

.DEFAULT_GOAL := help
.PHONY: help book pdf test check train release grade serve lab bench curve ablations clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is another one: make PYTHON=python3.11 ..." >&2; exit 1; }
	@echo "Making the environment in $(VENV) (once, some minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# What was written after `make book`, as it was written.
FOR := $(foreach name,REPOSITORY BRANCH PAGES HUB,$(if $(filter command,$(origin $(name))),'$(name)=$($(name))'))

book: $(READY)  ## build the book and say where it is
	@$(BIN)/python tools/build_book.py $(FOR)

pdf: $(READY)  ## build the whole book as one PDF and say where it is
	@$(BIN)/python tools/build_pdf.py

test: $(READY)  ## run every test, each notebook once, and say how long each part took
	@$(BIN)/python tools/run_tests.py

check: $(READY)  ## the quick inner loop: lint and fast tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python -m pytest -m "not slow and not browser" --numprocesses auto --maxprocesses 8

train: $(READY)  ## train the classifier on the default tickets
	@$(BIN)/ticketcourse train --out _build/model

release: $(READY)  ## make the students' notebooks and bundles
	@$(BIN)/python tools/release.py

grade: $(READY)  ## grade what was handed in for ASSIGNMENT and write the feedback
	@$(BIN)/ticketcourse grade $(ASSIGNMENT) --workers -1 --html course/grading.html
	@$(BIN)/nbgrader generate_feedback $(ASSIGNMENT)

serve: book  ## build the book and serve it on this machine
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

lab: $(READY)  ## open JupyterLab on the chapters and assignments
	@$(BIN)/jupyter lab

bench: $(READY)  ## measure speed against named rivals
	@for name in scratch_lstm vectorising training prediction grading book; do \
	  $(BIN)/python bench/$$name.py || exit 1; done

curve: $(READY)  ## how the score grows with the number of training tickets (about an hour)
	@$(BIN)/python tools/learning_curve.py

ablations: $(READY)  ## what each part of the classifier is worth (hours)
	@$(BIN)/python tools/ablations.py

clean:  ## remove what can be made again; marks in course/ and the environment stay
	@rm -rf _build _notebooks *.egg-info .pytest_cache .ruff_cache
