# What the makefiles of the layers and of the functions share. SAM copies a folder before it builds there, so each folder links to this file.
# The same commit gives the same bytes and modes in any folder, by any umask and with any Python 3: an update replaces only what changed.
# Only bytecode may differ between two patch versions of Python 3.13, and it is missing where there is no Python 3.13 at all.
PYTHON313 := $(shell for python in python3.13 $$HOME/.pyenv/versions/3.13.*/bin/python3.13; do \
	$$python -c "" 2>/dev/null && echo $$python && break; done)
PIP = python3 -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --target "$(ARTIFACTS_DIR)/python" -r requirements.txt

# Wheels for the runtime (Python 3.13 on arm64), on any machine.
WHEELS = --platform manylinux_2_28_aarch64 --platform manylinux2014_aarch64 --python-version 3.13 --only-binary=:all:

# Where Lambda unpacks the artefact: bytecode names its source, which tracebacks show. A function's makefile says /var/task.
UNPACKED_AT = /opt

# What pip and this machine leave behind besides the packages; `bin` holds scripts whose first line is this machine's Python.
define clean
	rm -rf "$(ARTIFACTS_DIR)/python/bin"
	find "$(ARTIFACTS_DIR)" -name __pycache__ -prune -exec rm -rf {} +
	find "$(ARTIFACTS_DIR)" -path '*.dist-info/*' '(' -name RECORD -o -name INSTALLER -o -name REQUESTED -o -name direct_url.json ')' -exec rm -f {} +
endef

# PYTHONHASHSEED: bytecode holds constant sets in the order of their hashes.
ifdef PYTHON313
define compile
	PYTHONHASHSEED=0 $(PYTHON313) -m compileall -q --invalidation-mode unchecked-hash -s "$(ARTIFACTS_DIR)" -p $(UNPACKED_AT) "$(ARTIFACTS_DIR)"
endef
else
define compile
	@echo "WARNING: no Python 3.13 here, so $* ships without bytecode and every cold start compiles it again"
endef
endif

# The last step of every build.
define finish
	$(clean)
	$(compile)
	chmod -R u=rwX,go=rX "$(ARTIFACTS_DIR)"
endef
