/* SPDX-License-Identifier: Apache-2.0
 *
 * grammar_axigen - parts; the contract is in grammar.h
 */
#include "config.h"

#include "grammar.h"

const struct part axigen_parts[] = {{NULL, NULL}};
