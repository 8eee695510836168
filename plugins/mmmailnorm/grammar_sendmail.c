/* SPDX-License-Identifier: Apache-2.0
 *
 * grammar_sendmail - parts; the contract is in grammar.h
 */
#include "config.h"

#include "grammar.h"

const struct part sendmail_parts[] = {{NULL, NULL}};
