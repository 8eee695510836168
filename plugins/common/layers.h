/* SPDX-License-Identifier: Apache-2.0
 *
 * layers - a table in two layers: an administrator's own rows, then the shipped ones
 *
 *     LOCAL/CATEGORIES        read first, where it is there
 *     DIRECTORY/CATEGORIES    must be there
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

/* layers_row - takes one row; its texts live until layers_free. lines is where the row stands. False,
 * with a message by lines_fail, where it is wrong: no more rows are read. */
typedef bool layers_row(void *context, struct text row, enum layer layer, const struct lines *lines,
                        char *error, size_t size);

/* layers_read - local_directory may be NULL */
bool layers_read(struct layers *layers, const char *name, const char *directory, const char *local_directory,
                 layers_row *take, void *context, char *error, size_t size);
void layers_free(struct layers *layers);

#endif
