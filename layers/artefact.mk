# Common rules of the makefiles of layers and functions. SAM copies a folder before it builds there, so each folder links to this file.
# The same commit gives the same bytes and modes in any folder, with any umask and any Python 3, so an update replaces only what changed.
# Only bytecode and compiled patterns may differ between two patch versions of Python 3.13. Without a Python 3.13 there are none.
PYTHON313 := $(shell for python in python3.13 $$HOME/.pyenv/versions/3.13.*/bin/python3.13; do \
	$$python -c "" 2>/dev/null && echo $$python && break; done)
PIP = python3 -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --target "$(ARTIFACTS_DIR)/python" -r requirements.txt

# Wheels for Lambda's Python 3.13 on arm64, whatever this machine is.
WHEELS = --platform manylinux_2_28_aarch64 --platform manylinux2014_aarch64 --python-version 3.13 --only-binary=:all:

# The folder where Lambda unpacks the artefact. Bytecode names it for tracebacks. A function's makefile sets /var/task.
UNPACKED_AT = /opt

# Removes what pip leaves besides the packages. The scripts in `bin` name this machine's Python in their first line.
define clean
	rm -rf "$(ARTIFACTS_DIR)/python/bin"
	find "$(ARTIFACTS_DIR)" -name __pycache__ -prune -exec rm -rf {} +
	find "$(ARTIFACTS_DIR)" -path '*.dist-info/*' '(' -name RECORD -o -name INSTALLER -o -name REQUESTED -o -name direct_url.json ')' -exec rm -f {} +
endef

# PYTHONHASHSEED: bytecode has constant sets in the order of their hashes.
ifdef PYTHON313
define compile
	PYTHONHASHSEED=0 $(PYTHON313) -m compileall -q --invalidation-mode unchecked-hash -s "$(ARTIFACTS_DIR)" -p $(UNPACKED_AT) "$(ARTIFACTS_DIR)"
endef
else
define compile
	@echo "WARNING: no Python 3.13 here, so $* has no bytecode and every cold start compiles it"
endef
endif

# The last step of every build.
define finish
	$(clean)
	$(compile)
	chmod -R u=rwX,go=rX "$(ARTIFACTS_DIR)"
endef
