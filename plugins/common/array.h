/* SPDX-License-Identifier: Apache-2.0
 *
 * array - how many elements an array has. For arrays only: a pointer gives a wrong number.
 */
#ifndef ARRAY_H
#define ARRAY_H

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
