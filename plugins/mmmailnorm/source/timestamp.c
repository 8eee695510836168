/* SPDX-License-Identifier: Apache-2.0
 *
 * timestamp - the contract is in timestamp.h
 */
#include "config.h"

#include <limits.h>
#include <time.h>

#include "common/array.h"
#include "source/timestamp.h"

#define MICROSECONDS 1000000
#define YEAR_UNKNOWN INT_MIN
#define CACHE_AGE 60 /* seconds */
#define DAY (24 * 3600)

/* The functions that are static here spoil text where they return false. */

/* takes exactly count digits */
static bool take_number(struct text *text, size_t count, int *number) {
    if (text->length < count || text_digits(text_slice(*text, 0, count)) != count)
        return false;
    *number = (int)text_number(text_slice(*text, 0, count));
    *text = text_skip(*text, count);
    return true;
}

/* takes "hh:mm:ss" */
static bool take_clock(struct text *text, struct tm *tm) {
    return take_number(text, 2, &tm->tm_hour) && text_take_char(text, ':') &&
           take_number(text, 2, &tm->tm_min) && text_take_char(text, ':') &&
           take_number(text, 2, &tm->tm_sec) && tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec <= 60;
}

/* takes "YYYY-MM-DD", with another separator, too */
static bool take_date(struct text *text, char separator, struct tm *tm) {
    if (!take_number(text, 4, &tm->tm_year) || !text_take_char(text, separator) ||
        !take_number(text, 2, &tm->tm_mon) || !text_take_char(text, separator) ||
        !take_number(text, 2, &tm->tm_mday))
        return false;
    tm->tm_year -= 1900;
    tm->tm_mon -= 1;
    return tm->tm_mon >= 0 && tm->tm_mon < 12 && tm->tm_mday >= 1 && tm->tm_mday <= 31;
}

/* takes ".123456" where there is one; microseconds, further digits are dropped */
static int take_fraction(struct text *text) {
    if (text->length < 2 || text->start[0] != '.' || !char_is_digit(text->start[1]))
        return 0;
    *text = text_skip(*text, 1);
    int fraction = 0, scale = MICROSECONDS;
    size_t digits = text_digits(*text);
    for (size_t i = 0; i < digits && scale > 1; i++) {
        scale /= 10;
        fraction += (text->start[i] - '0') * scale;
    }
    *text = text_skip(*text, digits);
    return fraction;
}

/* takes "Z", "+01:00" or "+0100"; seconds east of Greenwich */
static bool take_zone(struct text *text, int *seconds) {
    *seconds = 0;
    if (text_take_char(text, 'Z'))
        return true;
    int sign = text_take_char(text, '+') ? 1 : text_take_char(text, '-') ? -1 : 0, hours, minutes;
    if (sign == 0 || !take_number(text, 2, &hours))
        return false;
    text_take_char(text, ':');
    if (!take_number(text, 2, &minutes))
        return false;
    *seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* seconds since 1970 of a date and time that name their zone; timegm would ask for the
 * local zone as well. Years begin in March here, and 400 years early: none is negative. */
static int64_t seconds_of(const struct tm *tm, int zone) {
    int month = (tm->tm_mon + 10) % 12, year = tm->tm_year + 2300 - (tm->tm_mon < 2);
    int64_t days = (int64_t)year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 +
                   tm->tm_mday - (719469 + 146097);
    return ((days * 24 + tm->tm_hour) * 60 + tm->tm_min) * 60 + tm->tm_sec - zone;
}

bool timestamp_take_rfc3339(struct text *text, int64_t *when) {
    struct text rest = *text;
    struct tm tm = {0};
    int zone;
    if (!take_date(&rest, '-', &tm) || !text_take_char(&rest, 'T') || !take_clock(&rest, &tm))
        return false;
    int fraction = take_fraction(&rest);
    if (!take_zone(&rest, &zone) || !text_take_char(&rest, ' '))
        return false;
    *when = seconds_of(&tm, zone) * MICROSECONDS + fraction;
    *text = rest;
    return true;
}

/* Months as other languages shorten them, and in full where that is as short; lower case. Names
 * that are different months in two languages are left out. */
static const struct {
    const char *name;
    int month;
} OTHER_MONTHS[] = {
    {"janv", 0}, {"jän", 0},  {"ene", 0},  {"gen", 0},   {"févr", 1}, {"fev", 1},  {"mär", 2},  {"märz", 2},
    {"mars", 2}, {"mrt", 2},  {"avr", 3},  {"avril", 3}, {"abr", 3},  {"mai", 4},  {"maj", 4},  {"mei", 4},
    {"mag", 4},  {"june", 5}, {"juin", 5}, {"juni", 5},  {"giu", 5},  {"july", 6}, {"juli", 6}, {"juil", 6},
    {"lug", 6},  {"août", 7}, {"ago", 7},  {"sept", 8},  {"set", 8},  {"okt", 9},  {"ott", 9},  {"out", 9},
    {"oct", 9},  {"déc", 11}, {"dez", 11}, {"dic", 11},  {"des", 11}};

static bool take_other_month(struct text *text, int *month) {
    size_t blank = text_find_char(text_slice(*text, 0, 8), ' ');
    struct text name = text_slice(*text, 0, blank),
                day = text_skip(*text, blank == TEXT_NONE ? 0 : blank + 1);
    /* nearly all texts that come here begin with no month: the day tells sooner than the names */
    if (blank == TEXT_NONE || day.length == 0 || !(char_is_digit(day.start[0]) || day.start[0] == ' '))
        return false;
    if (text_ends(name, TEXT(".")))
        name.length--;
    for (size_t i = 0; i < COUNT_OF(OTHER_MONTHS); i++)
        if (text_is_nocase(name, text_of(OTHER_MONTHS[i].name))) {
            *month = OTHER_MONTHS[i].month;
            *text = text_skip(*text, blank + 1);
            return true;
        }
    return false;
}

/* takes "Nov " and its like */
static bool take_month(struct text *text, int *month) {
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text->length < 4)
        return false;
    for (*month = 0; text->start[3] == ' ' && *month < 12; ++*month)
        if (memcmp(text->start, MONTHS + 3 * *month, 3) == 0) {
            *text = text_skip(*text, 4);
            return true;
        }
    return take_other_month(text, month);
}

/* start of an hour in local time. A year that is not known is this one, or the last one where the
 * hour would lie over a day ahead. */
static time_t start_of_hour(const struct tm *tm, bool has_year, time_t now) {
    struct tm today, hour = {.tm_mon = tm->tm_mon, .tm_mday = tm->tm_mday, .tm_hour = tm->tm_hour};
    hour.tm_isdst = -1;
    localtime_r(&now, &today);
    hour.tm_year = has_year ? tm->tm_year : today.tm_year;
    struct tm copy = hour;
    time_t start = mktime(&copy);
    if (has_year || start <= now + DAY)
        return start;
    hour.tm_year--;
    return mktime(&hour);
}

/* the same, from the last answer of this thread where that fits */
static time_t hour_of(const struct tm *tm, bool has_year) {
    static _Thread_local struct {
        int year, month, day, hour;
        time_t asked, start;
    } last = {.month = -1};
    const time_t now = time(NULL);
    const int year = has_year ? tm->tm_year : YEAR_UNKNOWN;
    if (last.year != year || last.month != tm->tm_mon || last.day != tm->tm_mday ||
        last.hour != tm->tm_hour || now - last.asked >= CACHE_AGE) {
        last.year = year;
        last.month = tm->tm_mon;
        last.day = tm->tm_mday;
        last.hour = tm->tm_hour;
        last.asked = now;
        last.start = start_of_hour(tm, has_year, now);
    }
    return last.start;
}

static int64_t local_time(const struct tm *tm, bool has_year, int fraction) {
    return ((int64_t)hour_of(tm, has_year) + tm->tm_min * 60 + tm->tm_sec) * MICROSECONDS + fraction;
}

bool timestamp_take_rfc3164(struct text *text, int64_t *when) {
    struct text rest = *text;
    struct tm tm = {0};
    if (!take_month(&rest, &tm.tm_mon))
        return false;
    text_take_char(&rest, ' ');
    size_t digits = text_digits(text_slice(rest, 0, 2));
    if (digits == 0 || !take_number(&rest, digits, &tm.tm_mday) || tm.tm_mday < 1 || tm.tm_mday > 31 ||
        !text_take_char(&rest, ' ') || !take_clock(&rest, &tm))
        return false;
    int fraction = take_fraction(&rest);
    if (!text_take_char(&rest, ' '))
        return false;
    *when = local_time(&tm, false, fraction);
    *text = rest;
    return true;
}

/* takes "2026-11-20 10:36:58.5 " */
static bool take_date_and_clock(struct text *text, struct tm *tm, int *fraction) {
    if (!take_date(text, '-', tm) || !text_take_char(text, ' ') || !take_clock(text, tm))
        return false;
    *fraction = take_fraction(text);
    return text_take_char(text, ' ');
}

bool timestamp_take_local(struct text *text, int64_t *when) {
    struct text rest = *text;
    struct tm tm = {0};
    int fraction;
    if (!take_date_and_clock(&rest, &tm, &fraction))
        return false;
    *when = local_time(&tm, true, fraction);
    *text = rest;
    return true;
}

bool timestamp_take_zoned(struct text *text, int64_t *when) {
    struct text rest = *text;
    struct tm tm = {0};
    int zone, fraction;
    if (!take_date_and_clock(&rest, &tm, &fraction) || !take_zone(&rest, &zone) ||
        !text_take_char(&rest, ' '))
        return false;
    *when = seconds_of(&tm, zone) * MICROSECONDS + fraction;
    *text = rest;
    return true;
}

bool timestamp_take_colons(struct text *text, int64_t *when) {
    struct text rest = *text;
    struct tm tm = {0};
    if (!take_date(&rest, ':', &tm) || !text_take_char(&rest, '-') || !take_clock(&rest, &tm) ||
        !text_take_char(&rest, ' '))
        return false;
    *when = local_time(&tm, true, 0);
    *text = rest;
    return true;
}
