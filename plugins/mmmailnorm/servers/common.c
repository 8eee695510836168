/* SPDX-License-Identifier: Apache-2.0
 *
 * grammar_common - parts; the contract is in grammar.h
 */
#include "config.h"

#include "servers/parser.h"

const struct part common_parts[] = {{NULL, NULL}};
