/* SPDX-License-Identifier: Apache-2.0
 *
 * grammar_postfix - parts; the contract is in grammar.h
 */
#include "config.h"

#include "grammar.h"

const struct part postfix_parts[] = {{NULL, NULL}};
