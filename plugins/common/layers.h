/* SPDX-License-Identifier: Apache-2.0
 *
 * layers - a table in two layers: an administrator's own rows, then the shipped ones
 *
 *     LOCAL/CATEGORIES        read first, if it exists
 *     DIRECTORY/CATEGORIES    must exist
 *
 *     struct layers layers;
 *     if (!layers_read(&layers, "CATEGORIES", directory, local, read_row, context, error, size))
 *         ...                                  // "PATH:LINE: what is wrong"; layers_free all the same
 *     layers_free(&layers);                    // when no text of a row is needed any more
 */
#ifndef LAYERS_H
#define LAYERS_H

#include "common/lines.h"

enum layer { LAYER_LOCAL, LAYER_SHIPPED, LAYERS };

struct layers {
    struct lines lines[LAYERS];
};

/* layers_row - takes one row. Its texts live until layers_free. lines has the row's path and number, for
 * lines_fail. False, with a message in error, where the row is wrong: then no more rows are read. */
typedef bool layers_row(void *context, struct text row, enum layer layer, const struct lines *lines,
                        char *error, size_t size);

/* layers_read - local_directory may be NULL */
bool layers_read(struct layers *layers, const char *name, const char *directory, const char *local_directory,
                 layers_row *take, void *context, char *error, size_t size);
void layers_free(struct layers *layers);

#endif
