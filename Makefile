# Every target installs what it needs first; see scripts/setup.sh.
# Port and prefix of `make run` can be set: make run ARGS="--port 9000 --prefix /yixin/"

.PHONY: run dev build test soak browsers looks fuzz bench size shots setup fmt clean

run: build
	@node scripts/serve.mjs $(ARGS)

# A debug build that is served, built and loaded anew at each change, beside dist/.
dev:
	@scripts/setup.sh build
	@mkdir -p target/dev-dist
	@. scripts/env.sh && trunk serve --dist target/dev-dist $(ARGS)

build:
	@scripts/setup.sh build
	@scripts/build.sh

test:
	@scripts/test.sh

# The exchange of ten tablets, longer than in `make test`: make soak SEEDS=5000, or SEEDS=17..18 for
# the one that failed. And the browser killed KILLS times, right after 已保存.
soak: build
	@scripts/setup.sh test
	@. scripts/env.sh && SEEDS=$(or $(SEEDS),1000) \
		cargo test --test exchange exchange_simulation::
	@. scripts/env.sh && KILLS=$(or $(KILLS),50) \
		node --test --test-reporter=spec tests/journeys/kill.test.mjs

# The main way through the app in WebKitGTK and Firefox ESR, which have no window here.
browsers: build
	@scripts/setup.sh browsers
	@xvfb-run -a node --test --test-reporter=spec tests/browsers/*.test.mjs

# Every page at every size, with the largest letters and in the dark, measured; pictures in target/looks.
looks: build
	@scripts/setup.sh test
	@node --test --test-reporter=spec tests/looks/*.test.mjs

# Damaged and forged files, as many as come in a minute a target: make fuzz TIME=3600
fuzz:
	@scripts/setup.sh fuzz
	@TIME=$(or $(TIME),60) scripts/fuzz.sh

# With the ten largest things in the first load: make size ARGS=--largest
size: build
	@. scripts/env.sh && node scripts/size.mjs $(ARGS)

bench: build
	@scripts/setup.sh test
	@npm ci --prefix bench
	@. scripts/env.sh && node bench/run.mjs

# The picture in the README, from the built app.
shots: build
	@scripts/setup.sh test
	@node scripts/shots.mjs

setup:
	@scripts/setup.sh test

fmt:
	@git ls-files -z '*.rs' | xargs -0 rustfmt

# All that was made, but for the tools: they take minutes to install.
clean:
	@rm -rf dist
	@if [ -d target ]; then find target -mindepth 1 -maxdepth 1 ! -name tools -exec rm -rf {} +; fi
