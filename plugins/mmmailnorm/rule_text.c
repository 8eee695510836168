/* SPDX-License-Identifier: Apache-2.0
 *
 * rule_text - the contract is in rule_text.h
 */
#include "config.h"

#include "rule_text.h"

/* offset of the percent sign that ends a capture; braces hold JSON, whose
 * strings may hold percent signs */
static size_t capture_end(struct text text) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.start[i];
        if (quoted && c == '\\')
            i++;
        else if (depth > 0 && c == '"')
            quoted = !quoted;
        else if (!quoted && c == '{')
            depth++;
        else if (!quoted && c == '}')
            depth--;
        else if (depth == 0 && c == '%')
            return i;
    }
    return TEXT_NONE;
}

bool rule_text_next(struct text *rule, struct rule_piece *piece, const char **fault) {
    *piece = (struct rule_piece){0};
    *fault = NULL;
    if (rule->length == 0)
        return false;
    size_t literal = text_find_char(*rule, '%');
    if (literal == 0 && text_starts(*rule, TEXT("%%"))) {
        piece->literal = text_slice(*rule, 1, 2);
        *rule = text_skip(*rule, 2);
        return true;
    }
    if (literal != 0) {
        piece->literal = text_slice(*rule, 0, literal);
        *rule = text_skip(*rule, piece->literal.length);
        return true;
    }
    struct text capture = text_skip(*rule, 1);
    size_t end = capture_end(capture);
    if (end == TEXT_NONE) {
        *fault = "a capture has no closing percent sign; write %% for a literal one";
        return false;
    }
    *rule = text_skip(capture, end + 1);
    capture = text_slice(capture, 0, end);
    size_t colon = text_find_char(capture, ':');
    if (colon == TEXT_NONE || capture.start[0] == '{') {
        *fault = "write a capture as %name:type%";
        return false;
    }
    piece->name = text_slice(capture, 0, colon);
    piece->type = text_skip(capture, colon + 1);
    size_t brace = text_find_char(piece->type, '{'), second = text_find_char(text_slice(piece->type, 0, brace), ':');
    if (second != TEXT_NONE)
        piece->extradata = text_skip(piece->type, second + 1);
    else if (brace != TEXT_NONE)
        piece->parameters = text_skip(piece->type, brace);
    piece->type = text_slice(piece->type, 0, second != TEXT_NONE ? second : brace);
    return true;
}
