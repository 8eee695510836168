/* SPDX-License-Identifier: Apache-2.0
 *
 * array - the number of an array's elements; not of a pointer's
 */
#ifndef ARRAY_H
#define ARRAY_H

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
