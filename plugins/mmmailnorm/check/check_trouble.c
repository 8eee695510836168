/* SPDX-License-Identifier: Apache-2.0
 *
 * check_trouble - what ends the command; the contract is in check.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "check/check.h"

_Noreturn void no_memory(void) {
    fputs("mailnorm-check: out of memory\n", stderr);
    exit(EXIT_TROUBLE);
}
