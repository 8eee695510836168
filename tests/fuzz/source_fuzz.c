/* SPDX-License-Identifier: Apache-2.0
 *
 * source_fuzz - any line, and any tag with any message, has a head within its own memory
 *
 *     tests/fuzz/run source 600
 *
 * Input: a line; for source_from_tag what stands before the first 0xfe byte is the tag.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "source/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_inside(struct text whole, struct text piece) {
    if (piece.length > 0 &&
        (piece.start < whole.start || piece.start + piece.length > whole.start + whole.length))
        abort();
}

static void check(struct text whole, const struct source *source) {
    check_inside(whole, source->host);
    check_inside(whole, source->pid);
    check_inside(whole, source->message);
    check_inside(whole, source->service);
    check_inside(whole, source->session);
    if (!text_is(source->tag, TEXT("exim")) && !text_is(source->tag, TEXT("axigen"))) /* constants */
        check_inside(whole, source->tag);
    if (source->severity < -1 || source->severity > 7)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = malloc(size + 1); /* a buffer of its own, so that a byte too far is seen */
    struct text whole = {memcpy(copy, data, size), size};
    struct source source;
    copy[size] = '\0';
    source_from_line(&source, whole);
    check(whole, &source);
    size_t end = text_find_char(whole, '\xfe');
    if (end != TEXT_NONE) {
        source_from_tag(&source, text_slice(whole, 0, end), text_skip(whole, end + 1));
        check(whole, &source);
    }
    free(copy);
    return 0;
}
