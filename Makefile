# Each target installs what it needs. Only Python 3.11 or newer and make must be there.
PYTHON ?= python3
ENV ?= dev
VENV = .venv
BIN = $(VENV)/bin
LAYERS = $(patsubst layers/%/requirements.txt,.faktura/layers/%/.installed,$(wildcard layers/*/requirements.txt))
export SAM_CLI_TELEMETRY = 0
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Lines with ## are the text of `make help`.
.PHONY: help install browser run demo test proof check build deploy smoke bench figures openapi client fonts clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(BIN)/.installed $(BIN)/.judges $(LAYERS) .faktura/runtime/.installed ## Install the development environment and the layers

browser: ## Install Chromium, which the tests of the API page and of the desk use
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null \
		|| { apt-get update --quiet && apt-get install --yes --quiet --no-install-recommends chromium chromium-driver; } \
		|| echo "WARNING: Chromium could not be installed, so the API page and the desk are tested without a browser"

run: install ## Run Faktura on this machine; PARAMETERS="OcrConcurrency=4" sets parameters of the template
	@$(BIN)/python -I -S local/parent_death.py 0 $(CURDIR)/$(BIN)/python -m local $(PARAMETERS)

demo: $(BIN)/.installed ## Call every API of the stack that `make run` serves, and show the answers
	@$(BIN)/python -m local.demo

test: install browser ## Run all tests
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --no-loadscope-reorder

proof: install ## Run a test that takes too long for `make test`, such as PART=fuzz; without PART, list them
	@$(BIN)/python -m tests.proof $(PART)

check: $(BIN)/.installed .faktura/linters/.installed ## Check style, types, imports and the template
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sam validate --lint --template template.yaml --region us-east-1
	$(BIN)/cfn-lint
	$(BIN)/python -m tests.template_security .faktura/linters/bin/checkov

build: $(BIN)/.installed ## Build what `make deploy BUILT=1` deploys
	$(BIN)/sam build

# The first deployment of an environment asks at most nine questions and keeps the answers. CHANGE=1 asks again.
# BUILT=1 deploys what `make build` built. EMERGENCY=1 may skip stages of SigningKeyStage.
deploy: $(BIN)/.installed ## Deploy to AWS; ENV=prod chooses an environment, CHANGE=1 asks the questions again
	@$(BIN)/python -m deployment '$(ENV)' $(if $(CHANGE),--change) $(if $(BUILT),--built) $(if $(EMERGENCY),--emergency)

# `python -m deployment.smoke.register` writes the credentials.
CREDENTIALS ?= .faktura/smoke.json
smoke: $(BIN)/.installed ## Check a deployed stack through its public API: URL=https://...
	@$(BIN)/python -m deployment.smoke $(URL) --credentials $(CREDENTIALS) \
		$(if $(WEBHOOK_URL),--webhook-url '$(WEBHOOK_URL)') $(if $(PATIENCE),--patience $(PATIENCE)) $(if $(FLOOD),--flood)

bench: install ## Run the benchmarks
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target .faktura/peer -r layers/dependencies/requirements.txt
	$(BIN)/python -c "import weasyprint" 2>/dev/null || apt-get install --yes --quiet libpangoft2-1.0-0 || true # WeasyPrint needs it
	broken=0; for benchmark in benchmarks/[a-z]*.py; do $(BIN)/python $$benchmark || broken=1; done; exit $$broken

figures: $(BIN)/.installed ## Write and print the tables of costs, quotas and scale
	$(BIN)/python -m tests.support.architecture.figures
	@sed -n '/^<!-- [a-z]* -->/,/^<!-- end/p' docs/operations.md | grep '^|'
	@grep -E '^[|#]' docs/scale.md

openapi: $(BIN)/.installed ## Write the OpenAPI document of the APIs
	$(BIN)/python -m faktura.service .

client: openapi ## Generate the Python client (clients/python) from the OpenAPI document
	$(BIN)/python -m clients.python.generator layers/faktura/faktura/service/openapi.json clients/python/faktura_client

fonts: $(BIN)/.installed ## Cut the fonts of PDFs again from Debian's packages (needs apt-get and dpkg)
	rm -rf .faktura/fonts && mkdir -p .faktura/fonts
	cd .faktura/fonts && apt-get download fonts-noto-core fonts-droid-fallback fonts-nanum fonts-hanazono
	for package in .faktura/fonts/*.deb; do dpkg -x $$package .faktura/fonts; done
	$(BIN)/python layers/documents/cut_fonts.py .faktura/fonts

clean: ## Remove everything that was installed or built
	rm -rf $(VENV) .faktura .aws-sam

$(BIN)/.installed: requirements-dev.txt $(wildcard layers/*/requirements.txt)
	$(PYTHON) -c "import sys; assert sys.version_info >= (3, 11), 'Faktura needs Python 3.11 or newer'"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	printf '%s\n' "$(CURDIR)/layers/faktura" "$(CURDIR)/layers/documents" \
		"$(CURDIR)/.faktura/layers/api_page/python" "$(CURDIR)/.faktura/layers/desk/python" > $$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/faktura.pth
	touch $@

# The judges of e-invoices and of accessibility are tests' tools; nothing that is shipped needs them.
$(BIN)/.judges: requirements-judges.txt $(BIN)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	touch $@

# The layers for this machine. Each local function sees only its own layers.
.faktura/layers/%/.installed: layers/%/requirements.txt $(wildcard layers/*.py layers/*/trim.py layers/*/compile_patterns.py layers/documents/faktura_fonts/*.*) $(BIN)/.installed
	rm -rf $(@D).new
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(@D).new/python -r $<
	if [ -f $(<D)/trim.py ]; then $(BIN)/python $(<D)/trim.py $(@D).new/python; fi
	if [ -f $(<D)/compile_patterns.py ]; then $(BIN)/python -I -S -B $(<D)/compile_patterns.py $(@D).new/python; fi
	if [ -f $(<D)/pack.py ]; then $(BIN)/python $(<D)/pack.py $(@D).new/python; fi
	if [ -d $(<D)/faktura_fonts ]; then cp -R $(<D)/faktura_fonts $(@D).new/python/; fi
	rm -rf $(@D) && mv $(@D).new $(@D)
	touch $@

.faktura/layers/api_page/.installed: $(wildcard layers/api_page/*.py layers/api_page/faktura_page/*.* layers/api_page/faktura_page/assets/* layers/api_page/faktura_page/licences/*)

.faktura/layers/desk/.installed: $(wildcard layers/desk/*.py layers/desk/faktura_desk/*.* layers/desk/faktura_desk/assets/*/* layers/desk/faktura_desk/licences/*)

# The security linter needs other versions of our packages, so it has its own environment.
.faktura/linters/.installed: requirements-linters.txt
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

.faktura/runtime/.installed: requirements-dev.txt $(BIN)/.installed
	rm -rf $(@D)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target $(@D)/python --no-deps $$(grep -hE '^(awslambdaric|simplejson|snapshot-restore-py)==' requirements-dev.txt)
	touch $@
