# crm - needs GNU make; `make demo` and `make check` fetch the rest on Debian.
# A new command is a new cmd/*.c, a new test a new tests/lib/*_test.c or tests/cmd/*.bats.
VERSION = 0.1.0
SONAME = libcrm.so.0
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
DATADIR ?= $(PREFIX)/share

BUILD_PKGS = gcc libc6-dev pkg-config libsqlite3-dev libyaml-dev libyajl-dev libutf8proc-dev libical-dev libmd-dev \
	libgmime-3.0-dev libnlopt-dev libpango1.0-dev fonts-dejavu-core tzdata
TEST_PKGS = $(BUILD_PKGS) libcmocka-dev bats sqlite3 jq valgrind clang libclang-rt-14-dev mandoc procps cron libxml2-utils

# Variants of the build: opt, san (also SAN=1), clang, fuzz.  Each has its own tree.
V ?= $(if $(SAN),san,opt)
B = build/$V
VFLAGS_san = -O1 -fsanitize=address -fsanitize=undefined -fno-sanitize-recover -fno-omit-frame-pointer
VFLAGS_fuzz = -O1 -fsanitize=fuzzer-no-link -fsanitize=address -fsanitize=undefined -fno-sanitize-recover
CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wformat=2 \
	-Wno-format-nonliteral $(if $(filter true,$(CI))$(filter fuzz,$V),-Werror)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DCRM_VERSION='"$(VERSION)"' -DCRM_LIBDIR='"$(LIBDIR)"' $(WARN) \
	-fPIC -fvisibility=hidden -Iinclude -Ilib -MMD -MP $(CFLAGS) $(VFLAGS_$V)
DEFS_opt = -Wl,-z,defs
ALL_LDFLAGS = -Wl,--as-needed $(LDFLAGS) $(VFLAGS_$V)
LIBS := $(shell pkg-config --libs sqlite3 yaml-0.1 yajl libutf8proc 2>/dev/null || \
	echo -lsqlite3 -lyaml -lyajl -lutf8proc) -lm
CLI_LIBS = -ldl
# What needs a library that is slow to load is a module: loaded by those who need it.
MODULES = ics mail draw
LIBS_ics = -lical
CFLAGS_mail := $(subst -I,-isystem ,$(shell pkg-config --cflags gmime-3.0 2>/dev/null))
LIBS_mail := $(shell pkg-config --libs gmime-3.0 2>/dev/null)
CFLAGS_draw := $(subst -I,-isystem ,$(shell pkg-config --cflags pangocairo 2>/dev/null))
LIBS_draw := $(shell pkg-config --libs pangocairo 2>/dev/null)
# Each shared library costs every start as much as a select: the small ones are taken in where the system has them so.
taken_in = $(if $(wildcard $(shell $(CC) -print-file-name=lib$1.a)),-l:lib$1.a,-l$(1:_s=))
BIN_LIBS = -lsqlite3 $(foreach l,yaml yajl_s utf8proc,$(call taken_in,$l)) -lm $(CLI_LIBS)

SRC := $(wildcard lib/*/*.c)
LIB_O = $(patsubst %.c,$B/%.o,$(filter-out lib/cli/% $(MODULES:%=lib/%/%),$(SRC)))
CLI_O = $(patsubst %.c,$B/%.o,$(filter lib/cli/%,$(SRC)))
BIN = $(patsubst cmd/%.c,$B/bin/%,$(wildcard cmd/*.c))
TEST_C := $(wildcard tests/lib/*.c)
TESTS = $(patsubst tests/lib/%.c,$B/tests/%,$(filter %_test.c,$(TEST_C)))
TEST_O = $(patsubst %.c,$B/%.o,$(filter-out %_test.c,$(TEST_C)))
MAN = $(addprefix build/,$(wildcard man/*.[1-9]))
SO = $B/lib/libcrm.so.$(VERSION)
MODULE = $(MODULES:%=$B/lib/crm/%.so)

all: $(BIN) $(SO)
tests: all $(TESTS)
man: $(MAN)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -c -o $@ $<
# Archives are made anew, so that a deleted source leaves nothing behind.
$B/lib/libcrm.a: $(LIB_O)
$B/lib/libcli.a: $(CLI_O)
$B/lib/%.a:
	@mkdir -p $(@D); rm -f $@
	$(AR) rcs $@ $^
$(SO): $(LIB_O)
	@mkdir -p $(@D)
	$(CC) -shared -Wl,-soname,$(SONAME) $(DEFS_$V) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
	ln -sf $(@F) $(@D)/$(SONAME); ln -sf $(SONAME) $(@D)/libcrm.so
# A module brings the little of the library that it uses.
$(foreach m,$(MODULES),$(eval $B/lib/crm/$m.so: $(patsubst %.c,$B/%.o,$(filter lib/$m/%,$(SRC)))))
$B/lib/mail/%.o: ALL_CFLAGS += $(CFLAGS_mail)
$B/lib/draw/%.o: ALL_CFLAGS += $(CFLAGS_draw)
$B/lib/crm/%.so: $B/lib/libcrm.a
	@mkdir -p $(@D)
	$(CC) -shared $(DEFS_$V) $(ALL_LDFLAGS) -Wl,--exclude-libs,ALL -o $@ $(filter %.o,$^) $< $(LIBS_$*) $(LIBS)
# SHA-256: libmd is small, and on every Debian, since dpkg stands on it.
$B/bin/crm-contract: BIN_LIBS += $(call taken_in,md)
# What fits parameters to orders; no other command does.
$B/bin/crm-score: BIN_LIBS += -lnlopt
$B/tests/bgnbd_test: CLI_LIBS += -lnlopt
# The commands hold the library, and lie where they were linked to lie: the table of fields is full of pointers, which
# would have to be set at every start.
$B/bin/%: $B/cmd/%.o $B/lib/libcli.a $B/lib/libcrm.a | $(MODULE)
	@mkdir -p $(@D)
	$(CC) -no-pie $(ALL_LDFLAGS) -o $@ $^ $(BIN_LIBS)
$B/tests/%: $B/tests/lib/%.o $(TEST_O) $B/lib/libcli.a $B/lib/libcrm.a | $(MODULE)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) -lcmocka $(LIBS) $(CLI_LIBS)
# A page in man/ is clean mdoc(7) as it stands.  A line `.\"! COMMAND` in it stands for what the command prints, so that
# options and fields are written nowhere twice.  The page of a command has this form, its prose beginning without .Pp:
#	.Nd what it does
#	.Sh SYNOPSIS
#	.Nm
#	.\"! crm-x --help=synopsis
#	.Sh DESCRIPTION
#	.\"! crm-x --help=description
#	Prose, at least a sentence, in lines of at most 80 bytes; then .Ss, .Sh EXIT STATUS, .Sh EXAMPLES (run as tests).
build/man/%: man/% $(BIN)
	@mkdir -p $(@D)
	PATH="$(CURDIR)/$B/bin:$$PATH" awk 'sub(/^\.\\"! /, "") { fflush(); if (system($$0)) exit 1; next } { print }' $< >$@

# Installs what is missing of the Debian packages $1, saying so; silent when all are there.
deps = $(if $(wildcard /usr/bin/dpkg-query),,@echo 'On Debian this would install: $1'; exit 0;) \
	@need=$$(dpkg-query -Wf '$${Package} $${Status}\n' $1 2>/dev/null | awk -v all='$1' '/ok installed/ { have[$$1] } \
		END { n = split(all, p); for (i = 1; i <= n; i++) if (!(p[i] in have)) print p[i] }'); \
	[ -z "$$need" ] || { echo "installing:" $$need; [ "$$(id -u)" = 0 ] || as=sudo; \
		$$as apt-get -qq update && $$as env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $$need; }
deps-build deps-test:
	$(call deps,$(if $(filter %test,$@),$(TEST_PKGS),$(BUILD_PKGS)))

demo: deps-build
	@$(MAKE) -s all
	@tests/demo.sh
# Every variant is built first; the runner then runs all there is and sums it up in one line.
check: deps-test
	@$(MAKE) -s tests man
	@$(MAKE) -s tests SAN=1
	@$(MAKE) -s V=fuzz CC=clang build/fuzz/lib/libcrm.a
	@tests/run.sh cron lint fuzz clang valgrind san man bats unit
check-fast: tests
	@tests/run.sh bats unit
lint: all man
	@tests/run.sh lint
# What the other compiler says of the sources that it does not compile to be fuzzed.
warnings:
	@clang $(filter-out -MMD -MP,$(ALL_CFLAGS)) $(CFLAGS_mail) $(CFLAGS_draw) -Werror -fsyntax-only $(filter-out $(LIB_O:$B/%.o=%.c),$(SRC)) \
		$(wildcard cmd/*.c) $(TEST_C)
bench: all
	tests/bench/bench.sh
fuzz:
	tests/fuzz/run.sh 600

install: all man
	install -d $(addprefix $(DESTDIR),$(BINDIR) $(LIBDIR)/pkgconfig $(PREFIX)/include/crm)
	install $(BIN) $(DESTDIR)$(BINDIR)
	install -m 644 $(SO) $B/lib/libcrm.a $(DESTDIR)$(LIBDIR)
	install -d $(DESTDIR)$(LIBDIR)/crm && install -m 644 $(MODULE) $(DESTDIR)$(LIBDIR)/crm
	ln -sf $(notdir $(SO)) $(DESTDIR)$(LIBDIR)/$(SONAME); ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libcrm.so
	install -m 644 include/crm/*.h $(DESTDIR)$(PREFIX)/include/crm
	printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'Name: crm' 'Description: client management' \
		'Version: $(VERSION)' 'Cflags: -I$${prefix}/include' 'Libs: -L$${libdir} -lcrm' \
		'Requires.private: sqlite3 yaml-0.1 yajl libutf8proc' >$(DESTDIR)$(LIBDIR)/pkgconfig/crm.pc
	for p in $(MAN); do install -Dm 644 $$p $(DESTDIR)$(DATADIR)/man/man$${p##*.}/$${p##*/}; done
	install -Dm 644 lib/cli/completion/crm.bash $(DESTDIR)$(DATADIR)/bash-completion/completions/crm
	install -Dm 644 lib/cli/completion/crm.zsh $(DESTDIR)$(DATADIR)/zsh/site-functions/_crm
	install -Dm 644 lib/cli/completion/crm.fish $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/crm.fish
	for c in $(filter-out crm,$(notdir $(BIN))); do \
		ln -sf crm $(DESTDIR)$(DATADIR)/bash-completion/completions/$$c; \
		ln -sf crm.fish $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/$$c.fish; done
uninstall:
	cd $(DESTDIR)$(BINDIR) && rm -f $(notdir $(BIN))
	cd $(DESTDIR)$(LIBDIR) && rm -rf libcrm.so* libcrm.a $(MODULES:%=crm/%.so) pkgconfig/crm.pc; rmdir crm 2>/dev/null || true
	rm -rf $(DESTDIR)$(PREFIX)/include/crm
	for p in $(MAN); do rm -f $(DESTDIR)$(DATADIR)/man/man$${p##*.}/$${p##*/}; done
	cd $(DESTDIR)$(DATADIR) && rm -f zsh/site-functions/_crm $(foreach c,$(notdir $(BIN)), \
		bash-completion/completions/$c fish/vendor_completions.d/$c.fish)
clean:
	rm -rf build

.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all tests man deps-build deps-test demo check check-fast lint warnings bench fuzz install uninstall clean
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif
-include $(shell find $B -name '*.d' 2>/dev/null)
