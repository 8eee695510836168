/* SPDX-License-Identifier: Apache-2.0
 *
 * common - parsers; the contract is in parser.h
 */
#include "config.h"

#include "servers/parser.h"

const struct parser common_parsers[] = {{NULL, NULL, NULL}};
