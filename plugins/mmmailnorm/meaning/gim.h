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

/* what the first two of the six digits say */
enum gim_category { GIM_AUTHENTICATION = 10, GIM_NETWORK = 12, GIM_MESSAGING = 13, GIM_SERVICE = 21 };

static inline enum gim_category gim_category(int64_t code) {
    return (enum gim_category)(code / 10000);
}

/* the code of those six digits, or NULL */
const struct gim_code *gim_find(struct text code);

#endif
