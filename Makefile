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
PKG_CONFIG ?= pkg-config

packages = glib-2.0 gio-2.0 gmime-3.0 libpcre2-8 jansson libcyaml ldns libpsl libidn2 libcrypto \
	ncursesw readline libseccomp yaml-0.1
CC ?= cc
OPTIMISE ?= -O2
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wold-style-definition
HARDENING = -fPIE -fstack-protector-strong -fstack-clash-protection $(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDENING_LINK = -pie -Wl,-z,relro,-z,now
werror = $(if $(filter true 1,$(CI) $(WERROR)),-Werror)
sanitize = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=undefined)

CFLAGS ?= $(OPTIMISE) -g
all_cflags = -std=gnu11 -D_GNU_SOURCE -D_XOPEN_SOURCE_EXTENDED -I. -I$(BUILD) -DVERSION='"$(VERSION)"' \
	-DLOCALEDIR='"$(LOCALEDIR)"' -MMD -MP $(WARNINGS) $(werror) $(HARDENING) $(sanitize) \
	$(subst -I/,-isystem /,$(shell $(PKG_CONFIG) --cflags $(packages))) $(CFLAGS)
all_libs = $(shell $(PKG_CONFIG) --libs $(packages)) -lspf2 -lm $(LDLIBS)
all_ldflags = $(HARDENING_LINK) $(sanitize) $(LDFLAGS)

sources = $(wildcard content/*.c checks/*.c tui/*.c)
objects = $(sources:%.c=$(BUILD)/%.o) $(BUILD)/content/embedded_data.o
library_objects = $(filter-out $(BUILD)/tui/main.o,$(objects))
embedded = $(sort $(wildcard content/causes/*.yaml content/phrases/*.yaml content/guides/*.yaml content/lists/*.yaml \
	content/samples/*))
unit_sources = $(wildcard tests/unit/test_*.c)
unit_tests = $(unit_sources:tests/unit/%.c=$(BUILD)/tests/%)
tool_sources = $(wildcard tests/tools/*.c)
tools = $(tool_sources:tests/tools/%.c=$(BUILD)/tests/tools/%)
languages = $(patsubst content/po/%.po,%,$(wildcard content/po/*.po))
messages = $(languages:%=$(BUILD)/locale/%/LC_MESSAGES/whybounce.mo)

all: $(BUILD)/whybounce $(messages)

objects: $(objects)

$(BUILD)/whybounce: $(objects)
	$(CC) $(all_ldflags) -o $@ $^ $(all_libs)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) -c -o $@ $<

# content/ compiled in, as a GResource made from what is there.
$(BUILD)/content/embedded.xml: $(embedded) $(wildcard content/causes content/phrases content/guides content/lists content/samples)
	@mkdir -p $(@D)
	@{ echo '<gresources><gresource prefix="/whybounce">'; \
	  for file in $(embedded:content/%=%); do echo "<file>$$file</file>"; done; \
	  echo '</gresource></gresources>'; } > $@

$(BUILD)/content/embedded_data.c: $(BUILD)/content/embedded.xml $(embedded)
	glib-compile-resources --sourcedir=content --generate-source --c-name embedded --target=$@ $<

$(BUILD)/content/embedded_data.o: $(BUILD)/content/embedded_data.c
	$(CC) $(filter-out -Wconversion -Wcast-qual -Wwrite-strings -Werror,$(all_cflags)) -c -o $@ $<

$(BUILD)/locale/%/LC_MESSAGES/whybounce.mo: content/po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

$(BUILD)/tests/test_%: tests/unit/test_%.c $(library_objects)
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(all_ldflags) -o $@ $< $(library_objects) $(all_libs)

$(BUILD)/tests/tools/%: tests/tools/%.c $(library_objects)
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(all_ldflags) -o $@ $< $(library_objects) $(all_libs)

tests: all $(unit_tests) $(tools)

# Unit tests (GTest, TAP) and the scripts of tests/cli/, all by prove. TESTS= picks some.
TESTS ?= $(unit_tests) $(wildcard tests/cli/*.t)
test: tests
	BUILD=$(BUILD) prove --merge -e '' $(TESTS) :: --tap

clean:
	rm -rf build build-asan

-include $(sources:%.c=$(BUILD)/%.d) $(unit_tests:%=%.d) $(tools:%=%.d)
.PHONY: all objects tests test clean
.SECONDARY:
