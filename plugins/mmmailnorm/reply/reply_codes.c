/* SPDX-License-Identifier: Apache-2.0
 *
 * reply_codes - tables of the codes; the contract is in reply_codes.h
 */
#include "config.h"

#include "common/array.h"
#include "reply/reply_codes.h"

#define ROW(text)                                                                                            \
    { text, sizeof(text) - 1 }
#define FIRST_CODE 200

static const struct text CODES[] = {
#define CODE(code, text) [code - FIRST_CODE] = ROW(text)
    CODE(211, "System status, or system help reply"),
    CODE(214, "Help message"),
    CODE(220, "Service ready"),
    CODE(221, "Service closing transmission channel"),
    CODE(235, "Authentication succeeded"),
    CODE(250, "Requested mail action okay, completed"),
    CODE(251, "User not local; will forward"),
    CODE(252, "Cannot VRFY user, but will accept message and attempt delivery"),
    CODE(253, "Pending messages for node started"),
    CODE(334, "Server challenge"),
    CODE(354, "Start mail input; end with <CRLF>.<CRLF>"),
    CODE(355, "Octet-offset is the transaction offset"),
    CODE(421, "Service not available, closing transmission channel"),
    CODE(422, "A password transition is needed"),
    CODE(432, "A password transition is needed"),
    CODE(450, "Requested mail action not taken: mailbox unavailable"),
    CODE(451, "Requested action aborted: local error in processing"),
    CODE(452, "Requested action not taken: insufficient system storage"),
    CODE(453, "You have no mail"),
    CODE(454, "Temporary authentication failed"),
    CODE(455, "Server unable to accommodate parameters"),
    CODE(458, "Unable to queue messages for node"),
    CODE(459, "Node not allowed"),
    CODE(500, "Syntax error, command unrecognized"),
    CODE(501, "Syntax error in parameters or arguments"),
    CODE(502, "Command not implemented"),
    CODE(503, "Bad sequence of commands"),
    CODE(504, "Command parameter not implemented"),
    CODE(521, "Host does not accept mail"),
    CODE(523, "Encryption Needed"),
    CODE(524, "Encryption required for requested authentication mechanism"),
    CODE(525, "User Account Disabled"),
    CODE(530, "Authentication required"),
    CODE(534, "Authentication mechanism is too weak"),
    CODE(535, "Authentication credentials invalid"),
    CODE(538, "Encryption required for requested authentication mechanism"),
    CODE(550, "Mailbox unavailable"),
    CODE(551, "User not local; please try <forward-path>"),
    CODE(552, "Requested mail action aborted: exceeded storage allocation"),
    CODE(553, "Requested action not taken: mailbox name not allowed"),
    CODE(554, "Transaction failed"),
    CODE(555, "MAIL FROM/RCPT TO parameters not recognized or not implemented"),
    CODE(556, "Domain does not accept mail"),
#undef CODE
};

static const struct text CLASSES[] = {
    [2] = ROW("Success"),
    [4] = ROW("Persistent Transient Failure"),
    [5] = ROW("Permanent Failure"),
};

static const struct text SUBJECTS[] = {
    ROW("Other or Undefined Status"),
    ROW("Addressing Status"),
    ROW("Mailbox Status"),
    ROW("Mail System Status"),
    ROW("Network and Routing Status"),
    ROW("Mail Delivery Protocol Status"),
    ROW("Message Content or Media Status"),
    ROW("Security or Policy Status"),
};

#define MAX_DETAIL 30

static const struct text STATUS[][MAX_DETAIL + 1] = {
    [0] = {ROW("Other undefined Status")},
    [1] = {ROW("Other address status"), ROW("Bad destination mailbox address"),
           ROW("Bad destination system address"), ROW("Bad destination mailbox address syntax"),
           ROW("Destination mailbox address ambiguous"), ROW("Destination address valid"),
           ROW("Destination mailbox has moved, No forwarding address"),
           ROW("Bad sender's mailbox address syntax"), ROW("Bad sender's system address"),
           ROW("Message relayed to non-compliant mailer"), ROW("Recipient address has null MX")},
    [2] = {ROW("Other or undefined mailbox status"), ROW("Mailbox disabled, not accepting messages"),
           ROW("Mailbox full"), ROW("Message length exceeds administrative limit"),
           ROW("Mailing list expansion problem")},
    [3] = {ROW("Other or undefined mail system status"), ROW("Mail system full"),
           ROW("System not accepting network messages"), ROW("System not capable of selected features"),
           ROW("Message too big for system"), ROW("System incorrectly configured"),
           ROW("Requested priority was changed")},
    [4] = {ROW("Other or undefined network or routing status"), ROW("No answer from host"),
           ROW("Bad connection"), ROW("Directory server failure"), ROW("Unable to route"),
           ROW("Mail system congestion"), ROW("Routing loop detected"), ROW("Delivery time expired")},
    [5] = {ROW("Other or undefined protocol status"), ROW("Invalid command"), ROW("Syntax error"),
           ROW("Too many recipients"), ROW("Invalid command arguments"), ROW("Wrong protocol version"),
           ROW("Authentication Exchange line is too long")},
    [6] = {ROW("Other or undefined media error"), ROW("Media not supported"),
           ROW("Conversion required and prohibited"), ROW("Conversion required but not supported"),
           ROW("Conversion with loss performed"), ROW("Conversion Failed"),
           ROW("Message content not available"),
           ROW("Non-ASCII addresses not permitted for that sender/recipient"),
           ROW("UTF-8 string reply is required, but not permitted by the SMTP client"),
           ROW("UTF-8 header message cannot be transferred to one or more recipients, so the message must be "
               "rejected"),
           ROW("UTF-8 string reply is required, but not permitted by the SMTP client")},
    [7] = {ROW("Other or undefined security status"),
           ROW("Delivery not authorized, message refused"),
           ROW("Mailing list expansion prohibited"),
           ROW("Security conversion required but not possible"),
           ROW("Security features not supported"),
           ROW("Cryptographic failure"),
           ROW("Cryptographic algorithm not supported"),
           ROW("Message integrity failure"),
           ROW("Authentication credentials invalid"),
           ROW("Authentication mechanism is too weak"),
           ROW("Encryption Needed"),
           ROW("Encryption required for requested authentication mechanism"),
           ROW("A password transition is needed"),
           ROW("User Account Disabled"),
           ROW("Trust relationship required"),
           ROW("Priority Level is too low"),
           ROW("Message is too big for the specified priority"),
           ROW("Mailbox owner has changed"),
           ROW("Domain owner has changed"),
           ROW("RRVS test cannot be completed"),
           ROW("No passing DKIM signature found"),
           ROW("No acceptable DKIM signature found"),
           ROW("No valid author-matched DKIM signature found"),
           ROW("SPF validation failed"),
           ROW("SPF validation error"),
           ROW("Reverse DNS validation failed"),
           ROW("Multiple authentication checks failed"),
           ROW("Sender address has null MX"),
           ROW("Mail flood detected"),
           ROW("ARC validation failure"),
           ROW("REQUIRETLS support required")},
};

static const struct text NONE = {NULL, 0};

struct text reply_code_text(unsigned code) {
    return code >= FIRST_CODE && code - FIRST_CODE < COUNT_OF(CODES) ? CODES[code - FIRST_CODE] : NONE;
}

struct text reply_class_text(unsigned class) {
    return class < COUNT_OF(CLASSES) ? CLASSES[class] : NONE;
}

struct text reply_subject_text(unsigned subject) {
    return subject < COUNT_OF(SUBJECTS) ? SUBJECTS[subject] : NONE;
}

struct text reply_status_text(unsigned subject, unsigned detail) {
    return subject < COUNT_OF(STATUS) && detail <= MAX_DETAIL ? STATUS[subject][detail] : NONE;
}
