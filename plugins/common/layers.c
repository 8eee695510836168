/* SPDX-License-Identifier: Apache-2.0
 *
 * layers - the contract is in layers.h
 */
#include "config.h"

#include <limits.h>
#include <stdio.h>

#include "common/layers.h"

static bool read_layer(struct lines *lines, const char *path, enum layer layer, layers_row *take,
                       void *context, char *error, size_t size) {
    bool read = layer == LAYER_LOCAL ? lines_read_optional(lines, path, error, size)
                                     : lines_read(lines, path, error, size);
    for (struct text row; read && lines_next(lines, &row);)
        read = take(context, row, layer, lines, error, size);
    return read;
}

bool layers_read(struct layers *layers, const char *name, const char *directory, const char *local_directory,
                 layers_row *take, void *context, char *error, size_t size) {
    const char *const directories[LAYERS] = {local_directory, directory};
    *layers = (struct layers){0};
    bool good = true;
    for (int layer = 0; layer < LAYERS && good; layer++) {
        char path[PATH_MAX];
        if (directories[layer] == NULL)
            continue;
        snprintf(path, sizeof(path), "%s/%s", directories[layer], name);
        good = read_layer(&layers->lines[layer], path, (enum layer)layer, take, context, error, size);
        layers->lines[layer].path = NULL; /* was of this function alone */
    }
    return good;
}

void layers_free(struct layers *layers) {
    for (int layer = 0; layer < LAYERS; layer++)
        lines_free(&layers->lines[layer]);
}
