/* SPDX-License-Identifier: Apache-2.0
 *
 * rsyslog_abi - does not compile if structures differ from those of rsyslogd
 *
 *     #include "rsyslog.h"
 *     ...
 *     #include "common/rsyslog_abi.h"      // last of rsyslog's headers
 *
 * rsyslog checks the versions of its interfaces when it loads a module, but not
 * the layout of the structures that cross them. That layout depends on macros of
 * rsyslog's build. configure.ac defines the same ones in config.h. The modules also
 * read no member of smsg_t, whose layout changes most: they call functions. The
 * one exception, gelf_template.c, asks a message at load time whether it may.
 *
 * A difference that is not found here makes the load test fail (tests/module/load.sh,
 * `rsyslogd -N1`).
 */
#ifndef RSYSLOG_ABI_H
#define RSYSLOG_ABI_H

#include <stddef.h>

#if !defined(NDEBUG) || !defined(HAVE_ATOMIC_BUILTINS) || !defined(HAVE_ATOMIC_BUILTINS64) ||                \
    !defined(FEATURE_REGEXP)
#error "config.h was not included first, or lacks a macro that rsyslog was built with"
#endif
#if defined(DEBUG) || defined(STRICT_GPLV3)
#error "DEBUG and STRICT_GPLV3 change rsyslog's structures; no distribution builds with them"
#endif

/* a debug build has a third member, the object's magic number */
_Static_assert(sizeof(obj_t) == 2 * sizeof(void *), "rsyslog's obj_t is that of a debug build");
/* with compiler atomics a counter is a bare number, without a mutex beside it */
_Static_assert(sizeof(intctr_t) == sizeof(unsigned long long),
               "rsyslog's statistics counters are no 64 bit numbers");
/* modules of another interface are refused by rsyslogd; say so at compile time */
_Static_assert(CURR_MOD_IF_VERSION == 6, "rsyslog's module interface has changed");

#endif
