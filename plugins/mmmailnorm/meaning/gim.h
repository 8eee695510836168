/* SPDX-License-Identifier: Apache-2.0
 *
 * gim - the event codes of Graylog's Information Model
 *
 *     const struct gim_code *gim = gim_find(TEXT("130000"));
 *     gim->category       // "messaging"
 *     gim->subcategory    // "messaging.email"
 *     gim->type           // "email sent"
 *
 * Constants; the table is that of Illuminate's core ("GIM categories").
 */
#ifndef GIM_H
#define GIM_H

#include "common/text.h"

struct gim_code {
    struct text code; /* six digits */
    struct text category, subcategory, type;
};

/* the code of those six digits, or NULL */
const struct gim_code *gim_find(struct text code);

#endif
