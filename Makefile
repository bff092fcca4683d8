# Every target installs first; installing is a no-op when nothing changed.
.PHONY: install run dev demo test test-domain check bench lock

install:
	@scripts/install

run: install
	@exec scripts/run

dev: install
	@exec scripts/dev

demo: install
	@exec .venv/bin/paraf demo

test: install
	@exec scripts/test

test-domain: install
	@exec scripts/test tests/domain

check: install
	@exec scripts/check

bench: install
	@exec .venv/bin/python -m bench $(only)

lock: install
	@exec scripts/lock
