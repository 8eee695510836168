/* SPDX-License-Identifier: Apache-2.0
 *
 * mmdb_make - a small MaxMind DB file for the tests with a real rsyslogd
 *
 *     mmdb_make FILE 4|6 NETWORK JSON [NETWORK JSON...]
 *
 * See unit/mmdb_writer.h for the records.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "geo/mmdb_writer.h"

int main(int argc, char **argv) {
    if (argc < 5 || argc % 2 == 0) {
        fputs("usage: mmdb_make FILE 4|6 NETWORK JSON [NETWORK JSON...]\n", stderr);
        return 2;
    }
    struct mmdb_writer *writer = mmdb_writer_new(atoi(argv[2]));
    for (int i = 3; i < argc; i += 2)
        mmdb_writer_add(writer, argv[i], argv[i + 1]);
    mmdb_writer_close(writer, argv[1]);
    return 0;
}
