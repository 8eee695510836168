/* SPDX-License-Identifier: Apache-2.0
 *
 * running_rsyslog - report an error when a module was built for another version of rsyslog
 *
 *     running_rsyslog_check("omgelf");      // first in modInit
 *
 * rsyslog checks the versions of the interfaces that a module uses, and refuses omgelf of another
 * version by "error -2054". It does not check structures, and loads an old mmmailnorm without a message.
 * So both compare the version that configure found in the headers with that of the running program. No
 * function returns the latter. It is read from /proc/self/exe, in the text that `rsyslogd -v` prints. If
 * it is not there (under valgrind), nothing is reported. The module loads in any case.
 */
#ifndef RUNNING_RSYSLOG_H
#define RUNNING_RSYSLOG_H

void running_rsyslog_check(const char *module);

#endif
