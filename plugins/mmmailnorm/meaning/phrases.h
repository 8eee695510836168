/* SPDX-License-Identifier: Apache-2.0
 *
 * phrases - finds which of many phrases a text has, in one pass over it
 *
 *     struct phrases *phrases = phrases_new();
 *     phrases_add(phrases, TEXT("blocked using"), &fault);     // number 0
 *     phrases_add(phrases, TEXT("greylist*"), &fault);         // number 1
 *     phrases_find(phrases, TEXT("you are Greylisted"), NULL, NULL);     // 1
 *
 * A phrase is found where whole words of the text read so, whatever their case;
 * one blank of it stands for any run of blanks. A star stands for any text; at
 * the end of a phrase it opens the last word ("greylist*" finds "greylisted"). A
 * phrase begins with a letter or digit and has at least three characters before its
 * first star: the words of a text find their phrases by these three.
 *
 * Filled at load time, never changed while lines are read, so threads share it.
 * Bounds: PHRASES_MAX phrases; of a text, the first PHRASES_TEXT bytes are looked
 * at, so hostile text costs little: each phrase is compared with the text at most once for
 * each word, and its stars are resolved at most once.
 */
#ifndef PHRASES_H
#define PHRASES_H

#include "common/text.h"

enum { PHRASES_MAX = 1024, PHRASES_TEXT = 1024 };

struct phrases;

struct phrases *phrases_new(void); /* NULL when memory is out */
void phrases_free(struct phrases *phrases);

/* phrases_add - phrases are numbered from 0 in the order in which they come.
 * False, and what is wrong in fault (a constant), where one is not accepted. */
bool phrases_add(struct phrases *phrases, struct text phrase, const char **fault);

/* phrases_find - the lowest number of a phrase that stands in the text and that
 * accept, where it is not NULL, agrees to; -1 where there is none */
int phrases_find(const struct phrases *phrases, struct text text,
                 bool (*accept)(const void *context, int number), const void *context);

#endif
