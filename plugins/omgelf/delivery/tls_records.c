/* SPDX-License-Identifier: Apache-2.0
 *
 * tls_records - heads of TLS records; the contract is in tls_records.h
 */
#include "config.h"

#include "delivery/tls_records.h"

#define HEAD 5 /* type, version in two bytes, length in two bytes */
#define CHANGE_CIPHER_SPEC 20
#define ALERT 21
#define APPLICATION_DATA 23
#define HEARTBEAT 24

#define ALERT_LENGTH 3 /* level, description, content type: TLS 1.3 */
#define TAG 16         /* of all ciphers but AES_128_CCM_8 */
#define SHORT_TAG 8

static bool is_alert(unsigned type, size_t length) {
    if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT)
        return true;
    return type == ALERT ||
           (type == APPLICATION_DATA && (length == ALERT_LENGTH + TAG || length == ALERT_LENGTH + SHORT_TAG));
}

bool tls_records_hold_alert(struct text bytes) {
    while (bytes.length >= HEAD) {
        const unsigned char *head = (const unsigned char *)bytes.start;
        size_t length = (size_t)head[3] << 8 | head[4];
        if (is_alert(head[0], length))
            return true;
        if (bytes.length - HEAD < length)
            return false;
        bytes = text_skip(bytes, HEAD + length);
    }
    return false;
}
