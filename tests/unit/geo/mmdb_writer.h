/* SPDX-License-Identifier: Apache-2.0
 *
 * mmdb_writer - small databases in the MaxMind DB format for tests
 *
 *     struct mmdb_writer *writer = mmdb_writer_new(4);       // IPv4 alone; 6: both
 *     mmdb_writer_add(writer, "81.2.69.0/24", "{\"city\":{\"names\":{\"en\":\"London\"}}}");
 *     mmdb_writer_close(writer, path);                       // writes and frees
 *
 * Records are JSON: maps, arrays, texts, uint32 and double. {"float":1.5} is a
 * 32 bit float, {"uint16":1} and {"uint64":1} are integers of that type. Networks must not overlap. Failures
 * abort: this is a test's tool. Format: MaxMind DB File Format 2.0, record size 24.
 */
#ifndef MMDB_WRITER_H
#define MMDB_WRITER_H

struct mmdb_writer;

struct mmdb_writer *mmdb_writer_new(int ip_version);
void mmdb_writer_add(struct mmdb_writer *writer, const char *network, const char *json);
void mmdb_writer_close(struct mmdb_writer *writer, const char *path);

#endif
