# whybounce: why did this e-mail bounce, is that really so, and what now?
# Floors: tui (3) -> checks (2) -> content (1). `make help` lists the targets.

# A built-in rule would take the folder content/phrases for a program to be made of content/phrases.c.
MAKEFLAGS += --no-builtin-rules

VERSION = 0.1.0
BUILD ?= build
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
LOCALEDIR ?= $(PREFIX)/share/locale
DATADIR ?= $(PREFIX)/share/whybounce
COMPLETIONS ?= $(PREFIX)/share
PKG_CONFIG ?= pkg-config

packages = glib-2.0 gio-2.0 gmime-3.0 libpcre2-8 jansson libcyaml yaml-0.1 ldns libpsl libidn2 libcrypto \
	ncursesw readline $(if $(filter Linux,$(shell uname -s)),libseccomp)
# Without libopendkim the signature of a returned message is not verified; OPENDKIM= leaves it out.
OPENDKIM ?= $(shell $(PKG_CONFIG) --exists opendkim && echo opendkim)
# Without libarchive compressed inputs are to be unpacked first; ARCHIVE= leaves it out.
ARCHIVE ?= $(shell $(PKG_CONFIG) --exists libarchive && echo libarchive)
CC ?= cc
AR ?= ar
OPTIMISE ?= -O2
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wold-style-definition
HARDENING = -fPIE -fstack-protector-strong -fstack-clash-protection $(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDENING_LINK = -pie -Wl,-z,relro,-z,now
# clang sees through g_utf8_next_char(), which casts const away.
clang_warnings = $(if $(findstring clang,$(CC)),-Wno-cast-qual)
werror = $(if $(filter true 1,$(CI) $(WERROR)),-Werror)
sanitize = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=undefined)

# Where nobody debugs, lines are enough: that takes a third of the time.
CFLAGS ?= $(OPTIMISE) $(if $(filter true,$(CI)),-g1,-g)
all_cflags = -std=gnu11 -D_GNU_SOURCE -D_XOPEN_SOURCE_EXTENDED -I. -I$(BUILD) -DVERSION='"$(VERSION)"' \
	-DLOCALEDIR='"$(LOCALEDIR)"' -MMD -MP $(WARNINGS) $(clang_warnings) $(werror) $(HARDENING) $(sanitize) \
	$(subst -I/,-isystem /,$(package_cflags)) $(CFLAGS)
all_libs = $(package_libs) -lspf2 -lm $(LDLIBS)
# Asked when first needed, and once: a program for each object is a quarter of what compiling it takes.
once = $(eval $1 := $$(shell $2))$($1)
package_cflags = $(call once,package_cflags,$(PKG_CONFIG) --cflags $(packages))
package_libs = $(call once,package_libs,$(PKG_CONFIG) --libs $(packages) $(OPENDKIM) $(ARCHIVE))
all_ldflags = $(HARDENING_LINK) $(sanitize) $(LDFLAGS)

# Every folder of a floor but the tools that make a part of content/ at build time.
content_sources = $(filter-out content/compiler/%,$(wildcard content/*/*.c))
sources = $(content_sources) $(wildcard checks/*/*.c tui/*/*.c)
embedded_objects = $(BUILD)/content/embedded_data.o $(BUILD)/content/manual_data.o
objects = $(sources:%.c=$(BUILD)/%.o) $(embedded_objects) $(BUILD)/content/catalogue/catalogue_built_in.o
# All but main(), for tests and tools: each links what it uses. Nobody calls the data, it presents itself.
library = $(BUILD)/whybounce.a $(embedded_objects)
embedded = $(sort $(wildcard content/causes/*.yaml content/phrases/*.yaml content/guides/*.yaml content/lists/*.yaml \
	content/samples/* content/wording/*.txt))
unit_sources = $(wildcard tests/unit/*/test_*.c)
unit_tests = $(notdir $(unit_sources:%.c=%))
unit_tests := $(unit_tests:%=$(BUILD)/tests/%)
tool_sources = $(wildcard tests/tools/*.c)
tools = $(tool_sources:tests/tools/%.c=$(BUILD)/tests/tools/%)
# Shared by tools and unit tests: the fault server's parts, and how a test starts it.
test_objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fault/*.c))
languages = $(patsubst content/po/%.po,%,$(wildcard content/po/*.po))
messages = $(languages:%=$(BUILD)/locale/%/LC_MESSAGES/whybounce.mo)

made_names = whybounce-causes.7 whybounce-guides.7
made_pages = $(made_names:%=$(BUILD)/man/%) $(made_names:%=$(BUILD)/man/zh_CN/%) \
	$(patsubst %,$(BUILD)/%,$(wildcard man/zh_CN/*.[1-8]))
completions = $(addprefix $(BUILD)/completions/,bash zsh fish)
all: $(BUILD)/whybounce $(messages) $(made_pages) $(completions)

objects: $(objects)

$(BUILD)/whybounce.a: $(filter-out $(BUILD)/tui/cli/main.o $(embedded_objects),$(objects))
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/whybounce: $(objects)
	$(CC) $(all_ldflags) -o $@ $^ $(all_libs)

# From --help, which is the option table.
$(completions): $(BUILD)/completions/%: $(BUILD)/whybounce .packaging/completions
	@mkdir -p $(@D)
	sh .packaging/completions $* $< > $@.new && mv $@.new $@

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) -c -o $@ $<

# What libFuzzer steers by; where the fuzzers are linked with it, in the floor that they are for.
$(BUILD)/checks/%.o: all_cflags += $(if $(COVERAGE),-fsanitize=fuzzer-no-link)

$(BUILD)/checks/auth/dkim_signature.o: private all_cflags += $(if $(OPENDKIM),-DHAVE_OPENDKIM \
	$(subst -I/,-isystem /,$(shell $(PKG_CONFIG) --cflags $(OPENDKIM))))

$(BUILD)/tui/base/unpack.o: private all_cflags += $(if $(ARCHIVE),-DHAVE_LIBARCHIVE \
	$(subst -I/,-isystem /,$(shell $(PKG_CONFIG) --cflags $(ARCHIVE))))

# content/ compiled in, as a GResource made from what is there.
$(BUILD)/content/embedded.xml: $(embedded) $(wildcard content/causes content/phrases content/guides content/lists content/samples content/wording)
	@mkdir -p $(@D)
	@{ echo '<gresources><gresource prefix="/whybounce">'; \
	  for file in $(embedded:content/%=%); do echo "<file>$$file</file>"; done; \
	  echo '</gresource></gresources>'; } > $@

$(BUILD)/content/embedded_data.c: $(BUILD)/content/embedded.xml $(embedded)
	glib-compile-resources --sourcedir=content --generate-source --c-name embedded --target=$@ $<

$(embedded_objects): %.o: %.c
	$(CC) $(filter-out -Wconversion -Wcast-qual -Wwrite-strings -Werror,$(all_cflags)) -c -o $@ $<

# content/causes/ compiled in, as C tables: linted by this, and nothing to parse when the program starts.
causes = $(sort $(wildcard content/causes/*.yaml))
catalogue_compiler = $(BUILD)/content/compiler/compile_catalogue
content_archive = $(BUILD)/content/compiler/content.a

$(content_archive): $(content_sources:%.c=$(BUILD)/%.o)
	@mkdir -p $(@D)
	rm -f $@ && $(AR) rcs $@ $^

$(catalogue_compiler): $(catalogue_compiler).o $(BUILD)/content/embedded_data.o $(content_archive)
	$(CC) $(all_ldflags) -o $@ $^ $(all_libs)

$(BUILD)/content/catalogue/catalogue_built_in.c: $(catalogue_compiler) $(causes) $(wildcard content/causes)
	$(catalogue_compiler) $(causes) > $@.new && mv $@.new $@

# The tables are const; the strings and lists in them are only declared otherwise.
$(BUILD)/content/catalogue/catalogue_built_in.o: $(BUILD)/content/catalogue/catalogue_built_in.c
	$(CC) $(filter-out -Wcast-qual -Wwrite-strings,$(all_cflags)) -c -o $@ $<

# Pages of the manual from content/: the causes, and the guides with the glossary.
page_makers = $(BUILD)/content/compiler/causes_page $(BUILD)/content/compiler/guides_page
$(page_makers): %: %.o $(BUILD)/content/compiler/mdoc_text.o $(BUILD)/content/embedded_data.o \
		$(BUILD)/content/catalogue/catalogue_built_in.o $(content_archive)
	$(CC) $(all_ldflags) -o $@ $^ $(all_libs)

$(BUILD)/man/whybounce-%.7: $(BUILD)/content/compiler/%_page
	@mkdir -p $(@D)
	$< en > $@.new && mv $@.new $@

# Chinese pages are installed with the places where a line may be broken.
chinese_breaks = $(BUILD)/content/compiler/chinese_breaks
$(chinese_breaks): %: %.o
	$(CC) $(all_ldflags) -o $@ $^ $(all_libs)

$(BUILD)/man/zh_CN/whybounce-%.7: $(BUILD)/content/compiler/%_page $(chinese_breaks)
	@mkdir -p $(@D)
	$< zh_CN > $@.whole && $(chinese_breaks) < $@.whole > $@.new && mv $@.new $@ && rm $@.whole

$(BUILD)/man/zh_CN/%: man/zh_CN/% $(chinese_breaks)
	@mkdir -p $(@D)
	$(chinese_breaks) < $< > $@.new && mv $@.new $@

# The manual compiled in, as mandoc renders it; without mandoc the program says that it has none. What rendered it is noted,
# so that it is rendered anew where mandoc comes or goes.
MANDOC ?= $(shell command -v mandoc)
renderer = $(BUILD)/manual/renderer
manual = $(foreach page,$(notdir $(wildcard man/*.[1-8])) $(made_names),en/$(page)) \
	$(foreach page,$(notdir $(wildcard man/zh_CN/*.[1-8])) $(made_names),zh_CN/$(page))
$(renderer): always
	@mkdir -p $(@D)
	@echo '$(MANDOC)' | cmp -s - $@ || echo '$(MANDOC)' > $@

render = @mkdir -p $(@D) && $(if $(MANDOC),$(MANDOC) -T html -O fragment $<,:) > $@.new && mv $@.new $@
$(BUILD)/manual/en/%: man/% $(renderer)
	$(render)
$(BUILD)/manual/en/%: $(BUILD)/man/% $(renderer)
	$(render)
$(BUILD)/manual/zh_CN/%: $(BUILD)/man/zh_CN/% $(renderer)
	$(render)

$(BUILD)/content/manual.xml: $(wildcard man man/zh_CN)
	@mkdir -p $(@D)
	@{ echo '<gresources><gresource prefix="/whybounce">'; \
	  for page in $(manual); do echo "<file compressed=\"true\">manual/$$page</file>"; done; \
	  echo '</gresource></gresources>'; } > $@

$(BUILD)/content/manual_data.c: $(BUILD)/content/manual.xml $(manual:%=$(BUILD)/manual/%)
	glib-compile-resources --sourcedir=$(BUILD) --generate-source --c-name manual_data --target=$@ $<

$(BUILD)/locale/%/LC_MESSAGES/whybounce.mo: content/po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

# A unit test lies in the folder of the floor that it is for.
define unit_test
$(BUILD)/tests/test_%: tests/unit/$(1)/test_%.c $$(test_objects) $$(library)
	@mkdir -p $$(@D)
	$$(CC) $$(all_cflags) $$(all_ldflags) -o $$@ $$< $$(test_objects) $$(library) $$(all_libs)
endef
$(foreach floor,content checks tui,$(eval $(call unit_test,$(floor))))

# A floor to measure against, so it links what it uses and nothing more.
$(BUILD)/tests/tools/paint_only: tests/tools/paint_only.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(all_ldflags) -o $@ $< $(shell $(PKG_CONFIG) --libs ncursesw)

$(BUILD)/tests/tools/%: tests/tools/%.c $(test_objects) $(library)
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(all_ldflags) -o $@ $< $(test_objects) $(library) $(all_libs)

tests: all $(unit_tests) $(tools)

# Unit tests (GTest, TAP) and the scripts of tests/cli/. TESTS= picks some.
scripts = $(wildcard tests/cli/*.t)
TESTS ?= $(unit_tests) $(scripts)
# Unit tests alone are built alone.
test: $(if $(filter-out $(unit_tests),$(TESTS)),tests,$(TESTS))
	BUILD=$(BUILD) prove --merge -e '' $(TESTS) :: --tap

# The wizard; where nobody sits at a terminal, the report of the first sample.
run: dependencies
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@if [ -t 0 ] && [ -t 1 ]; then $(BUILD)/whybounce; else $(BUILD)/whybounce --text --sample $(first_sample); fi
first_sample = $(basename $(notdir $(firstword $(sort $(wildcard content/samples/*.eml)))))

# All tests; the last line says how many passed and failed. With CI=true both gcc and clang must build all without a
# warning, and what clang built runs the tests once more under ASan and UBSan.
check: test-dependencies
	@$(MAKE) --no-print-directory -s -j$(JOBS) tests
ifeq ($(CI),true)
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(asan_build) tests fuzzers
	@$(asan_options) tests/suite $(BUILD) $(TESTS) -- build-asan $(asan_tests)
else
	@tests/suite $(BUILD) $(TESTS)
endif

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
# By clang: with it the sanitizers see more, and it is the second compiler's opinion of every file.
asan_build = CC=clang OPTIMISE=-O1 SANITIZE=address,undefined COVERAGE=1 BUILD=build-asan \
	LDFLAGS='$(LDFLAGS) $(shell command -v ld.lld >/dev/null && echo -fuse-ld=lld)'
asan_options = ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
asan_tests = $(unit_tests:$(BUILD)/%=build-asan/%) \
	$(filter-out $(not_asan),$(scripts))
# These look at files, or run for minutes what others run under ASan too.
not_asan = $(patsubst %,tests/cli/%.t,house install manual dependencies coverage walk spf_differential)
asan: test-dependencies
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(asan_build) tests fuzzers
	@$(asan_options) tests/suite build-asan $(asan_tests)

# The unit tests under valgrind: no error, nothing lost. Left out is what needs a confined child: its limits on memory are
# too tight for valgrind.
under_valgrind = $(filter-out $(BUILD)/tests/test_check_spf $(BUILD)/tests/test_spf $(BUILD)/tests/test_spf_suite,$(unit_tests))
valgrind: tests
	@UNDER='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite' \
		tests/suite $(BUILD) $(under_valgrind)

dependencies:
	@sh .ci/dependencies
test-dependencies:
	@sh .ci/dependencies test

# Both compilers with -Werror, then the rules of the house.
compilers:
	@$(MAKE) --no-print-directory -s -j$(JOBS) CC=gcc WERROR=1 BUILD=build-lint objects
	@$(MAKE) --no-print-directory -s -j$(JOBS) CC=clang WERROR=1 BUILD=build-clang objects
lint: compilers
	@for rule in $(wildcard tests/house/*.sh); do sh $$rule || bad=1; done; exit $${bad-0}

bench: tests
	@for script in $(wildcard tests/bench/*.sh tests/bench/*.py); do echo "== $$script"; BUILD=$(BUILD) $$script || exit 1; done

# Each fuzzer for FUZZ_SECONDS, from its corpus in tests/fuzz/corpus/; what it finds stays in build-fuzz.
FUZZ_SECONDS ?= 20
fuzzers = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/fuzz/%: tests/fuzz/%.c $(library)
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(all_ldflags) -fsanitize=fuzzer -o $@ $< $(library) $(all_libs)
fuzzers: $(fuzzers)
# Each fuzzer for a few thousand inputs, as CI does.
fuzz-short: test-dependencies
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(asan_build) fuzzers
	@$(asan_options) tests/suite build-asan tests/cli/fuzz.t
fuzz: test-dependencies
	@$(MAKE) --no-print-directory -s -j$(JOBS) CC=clang SANITIZE=fuzzer-no-link,address,undefined BUILD=build-fuzz fuzzers
	@BUILD=build-fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) tests/cli/fuzz.t

# Brings content/po/ up to date with the texts of the program; what is new there waits for a translator.
po:
	@mkdir -p $(BUILD)
	xgettext --from-code=UTF-8 --add-comments=TRANSLATORS -k_ -kN_ --package-name=whybounce -o $(BUILD)/whybounce.pot \
		$(sort $(sources) $(wildcard tui/*/*.h))
	sed -i /POT-Creation-Date/d $(BUILD)/whybounce.pot # a date that every change would change
	for po in $(wildcard content/po/*.po); do msgmerge -q --no-wrap --no-location --sort-output --update --backup=none $$po $(BUILD)/whybounce.pot; done

pages = $(notdir $(wildcard man/*.[1-8])) $(made_names)
installed = $(BINDIR)/whybounce $(foreach page,$(pages),$(MANDIR)/man$(subst .,,$(suffix $(page)))/$(page)) \
	$(foreach page,$(wildcard man/*/*.[1-8]) $(made_names:%=man/zh_CN/%),$(MANDIR)/$(notdir $(patsubst %/,%,$(dir $(page))))/man$(subst .,,$(suffix $(page)))/$(notdir $(page))) \
	$(languages:%=$(LOCALEDIR)/%/LC_MESSAGES/whybounce.mo) $(DATADIR)/whybounce-case.schema.json \
	$(COMPLETIONS)/bash-completion/completions/whybounce $(COMPLETIONS)/zsh/site-functions/_whybounce \
	$(COMPLETIONS)/fish/vendor_completions.d/whybounce.fish
install: all
	install -d $(sort $(dir $(installed:%=$(DESTDIR)%)))
	install -m 755 $(BUILD)/whybounce $(DESTDIR)$(BINDIR)/whybounce
	for page in man/*.[1-8] $(BUILD)/man/*.7; do install -m 644 $$page $(DESTDIR)$(MANDIR)/man$${page##*.}/; done
	for page in $(BUILD)/man/*/*.[1-8]; do lang=$${page%/*}; \
		install -m 644 $$page $(DESTDIR)$(MANDIR)/$${lang##*/}/man$${page##*.}/; done
	for lang in $(languages); do install -m 644 $(BUILD)/locale/$$lang/LC_MESSAGES/whybounce.mo \
		$(DESTDIR)$(LOCALEDIR)/$$lang/LC_MESSAGES/; done
	install -m 644 man/whybounce-case.schema.json $(DESTDIR)$(DATADIR)/
	install -m 644 $(BUILD)/completions/bash $(DESTDIR)$(COMPLETIONS)/bash-completion/completions/whybounce
	install -m 644 $(BUILD)/completions/zsh $(DESTDIR)$(COMPLETIONS)/zsh/site-functions/_whybounce
	install -m 644 $(BUILD)/completions/fish $(DESTDIR)$(COMPLETIONS)/fish/vendor_completions.d/whybounce.fish

# Takes away what install brought, and the folders that it leaves empty.
uninstall:
	rm -f $(installed:%=$(DESTDIR)%)
	-rmdir -p $(sort $(dir $(installed:%=$(DESTDIR)%))) 2>/dev/null; true

clean:
	rm -rf build build-asan build-clang build-lint build-fuzz

help:
	@echo 'make              build $(BUILD)/whybounce'
	@echo 'make run          build and start it; without a terminal, a sample report'
	@echo 'make check        all tests; installs what they need'
	@echo 'make test         the tests, or some: TESTS=build/tests/test_report'
	@echo 'make asan         all tests under ASan and UBSan'
	@echo 'make lint         gcc and clang with -Werror, the format, the rules of the house'
	@echo 'make bench        the measurements of tests/bench/'
	@echo 'make fuzz         each fuzzer for FUZZ_SECONDS'
	@echo 'make fuzz-short   each fuzzer for some thousand inputs, as in CI'
	@echo 'make po           bring the translations up to date'
	@echo 'make install      to PREFIX=$(PREFIX), under DESTDIR; make uninstall takes it away'
	@echo 'make clean        remove what was built'

-include $(sources:%.c=$(BUILD)/%.d) $(test_objects:%.o=%.d) $(catalogue_compiler).d $(page_makers:=.d) $(chinese_breaks).d $(BUILD)/content/compiler/mdoc_text.d $(unit_tests:%=%.d) $(tools:%=%.d)
.PHONY: always valgrind all objects tests test run check asan dependencies test-dependencies compilers lint bench fuzz fuzz-short fuzzers po install uninstall clean help
.SECONDARY:
