/* SPDX-License-Identifier: Apache-2.0
 *
 * running_rsyslog - an error where the rsyslogd that loads a module is none that it was built for
 *
 *     running_rsyslog_check("omgelf");      // first in modInit
 *
 * rsyslog checks the versions of the interfaces that a module uses, and refuses omgelf of another
 * version by "error -2054". It does not check structures, and takes an old mmmailnorm without a word. So
 * both compare the version that configure found in the headers with that of the running program. No
 * function tells that one: it is read from the text that `rsyslogd -v` would print, in /proc/self/exe.
 * Where it cannot be found (valgrind is the program then), nothing is said.
 */
#ifndef RUNNING_RSYSLOG_H
#define RUNNING_RSYSLOG_H

void running_rsyslog_check(const char *module);

#endif
