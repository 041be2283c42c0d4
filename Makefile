PY ?= python3
.PHONY: setup lint type test bench docs sarif-validate wheel all
setup: ; $(PY) -m pip install -e '.[dev]'
lint: ; $(PY) -m ruff check . && $(PY) -m ruff format --check .
type: ; $(PY) -m mypy --strict
test: ; $(PY) -m pytest -n auto
bench: ; $(PY) benchmarks/speed.py $(or $(TREE),.)
docs: ; $(PY) docs/make_pages.py && $(PY) docs/make_images.py
sarif-validate: ; $(PY) -m msgsec_lint scan examples/leaky-messenger --exit-zero --no-cache --format sarif --output .sarif-validate.sarif && $(PY) benchmarks/validate_sarif.py .sarif-validate.sarif
wheel: ; $(PY) -m build --no-isolation --wheel
all: lint type test wheel
