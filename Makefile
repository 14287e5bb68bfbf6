# The few commands people type. CMake presets do the work (CMakePresets.json); docs/layout.md maps the tree.

PREFIX ?= /usr
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60

export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
export CTEST_PARALLEL_LEVEL ?= $(JOBS)
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(JOBS)

.PHONY: help deps build demo test check-full bench fuzz lint install package clean

help: ## what each target does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

deps: ## install the Debian packages that building and testing need, those that are missing
	@scripts/deps build test

build: ## build everything into build/ (build/bin, build/lib, build/python)
	@scripts/deps build test
	cmake --preset dev
	cmake --build --preset dev

demo: ## show the product at work: sessions here and on a second host over the network
	@scripts/deps build demo
	@echo "Building; the first time this takes a few minutes."
	@cmake --preset dev -DNTADMIN_TESTS=OFF >/dev/null
	@cmake --build --preset dev >build/demo.log || { tail -n 40 build/demo.log; exit 1; }
	@scripts/demo

test: ## build and test twice: as it ships, and under AddressSanitizer and UBSan
	@scripts/deps build test
	cmake --preset dev
	cmake --build --preset dev
	cmake --preset asan
	cmake --build --preset asan
	ctest --preset dev --label-exclude '^full$$'
	ctest --preset asan --label-exclude '^full$$'

check-full: test ## test, then the long suites (label "full") and all of it under ThreadSanitizer
	cmake --preset tsan
	cmake --build --preset tsan
	ctest --preset dev --label-regex '^full$$'
	ctest --preset tsan --label-exclude '^full$$'

bench: ## build for speed and print every benchmark beside its peer, as ratios
	@scripts/deps build test bench
	cmake --preset release
	cmake --build --preset release
	cmake --build --preset release --target bench

fuzz: ## run every fuzz target for FUZZ_SECONDS each (60), starting from its corpus
	@scripts/deps build fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz --target fuzz_targets
	scripts/fuzz build-fuzz $(FUZZ_SECONDS)

lint: ## clang-format, clang-tidy, shellcheck, and the rules of docs/layout.md
	@scripts/deps build test lint
	scripts/lint

install: ## install a release build; PREFIX=/usr, DESTDIR=
	@scripts/deps build
	cmake --preset release -DCMAKE_INSTALL_PREFIX=$(PREFIX) -DNTADMIN_BENCH=OFF
	cmake --build --preset release
	DESTDIR=$(DESTDIR) cmake --install build-release --strip
	[ -n "$(DESTDIR)" ] || [ "$$(id -u)" != 0 ] || ldconfig

package: ## make the Debian packages (client, host, dev) and the wheel of the Python modules in dist/
	@scripts/deps build package
	cmake --preset release -DCMAKE_INSTALL_PREFIX=/usr -DNTADMIN_BENCH=OFF
	cmake --build --preset release
	cmake --build --preset release --target wheel
	cd build-release && cpack -G DEB -B $(CURDIR)/dist

clean: ## remove what was built
	rm -rf build build-asan build-tsan build-release build-fuzz dist
