/* The stamps of log lines. */
#include "content/log/log_time.h"

#include <string.h>
#include <time.h>

enum { DAY = 86400 };

/* Reads exactly `digits` digits. */
static gboolean number(LogText *at, gsize digits, int *value)
{
    int sum = 0;
    for (gsize i = 0; i < digits; i++) {
        if (i >= at->length || !g_ascii_isdigit(at->text[i]))
            return FALSE;
        sum = sum * 10 + (at->text[i] - '0');
    }
    *value = sum;
    *at = log_text_from(*at, digits);
    return TRUE;
}

static gboolean sign(LogText *at, const char *set)
{
    if (!at->length || !at->text[0] || !strchr(set, at->text[0]))
        return FALSE;
    *at = log_text_from(*at, 1);
    return TRUE;
}

static gboolean clock_time(LogText *at, struct tm *when)
{
    return number(at, 2, &when->tm_hour) && sign(at, ":") && number(at, 2, &when->tm_min) &&
           sign(at, ":") && number(at, 2, &when->tm_sec) && when->tm_hour < 24 &&
           when->tm_min < 60 && when->tm_sec < 61;
}

/* Lines of one second, and of one hour, follow each other: the zone is asked once for an hour. */
static gint64 local_time(const struct tm *when)
{
    static struct tm hour;
    static gint64 start;
    if (when->tm_hour != hour.tm_hour || when->tm_mday != hour.tm_mday ||
        when->tm_mon != hour.tm_mon || when->tm_year != hour.tm_year || !start) {
        struct tm asked = {.tm_year = when->tm_year,
                           .tm_mon = when->tm_mon,
                           .tm_mday = when->tm_mday,
                           .tm_hour = when->tm_hour,
                           .tm_isdst = -1};
        hour = asked;
        start = mktime(&asked);
    }
    return start + when->tm_min * 60 + when->tm_sec;
}

/* "Z", "+02:00", "+0200", " +0200"; none: the local zone. */
static gint64 with_zone(LogText *at, struct tm *when)
{
    LogText zone = *at;
    int hours, minutes;
    if (sign(&zone, "Z")) {
        *at = zone;
        return timegm(when);
    }
    sign(&zone, " ");
    gboolean west = zone.length && zone.text[0] == '-';
    if (!sign(&zone, "+-") || !number(&zone, 2, &hours))
        return local_time(when);
    sign(&zone, ":");
    if (!number(&zone, 2, &minutes) || (zone.length && !strchr(" \t,", zone.text[0])))
        return local_time(when);
    *at = zone;
    return timegm(when) - (west ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/* "2026-11-24T08:00:00.123+01:00", "2026-11-24 08:00:00". */
static gint64 iso_time(LogText *at)
{
    struct tm when = {0};
    LogText rest = *at;
    if (!number(&rest, 4, &when.tm_year) || !sign(&rest, "-/") || !number(&rest, 2, &when.tm_mon) ||
        !sign(&rest, "-/") || !number(&rest, 2, &when.tm_mday) || !sign(&rest, "T ") ||
        !clock_time(&rest, &when) || when.tm_mon < 1 || when.tm_mon > 12 || when.tm_year < 1990)
        return 0;
    when.tm_year -= 1900;
    when.tm_mon--;
    if (sign(&rest, ".,"))
        rest = log_text_from(rest, log_text_span(rest, "0123456789"));
    gint64 time = with_zone(&rest, &when);
    *at = rest;
    return MAX(time, 1);
}

/* "Oct 14 09:12:05", "Oct  4 09:12:05", "Oct 14 2025 09:12:05". */
static gint64 syslog_time(LogText *at, gint64 now)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct tm when = {0};
    LogText rest = *at;
    const char *month = NULL;
    for (when.tm_mon = 0; when.tm_mon < 12 && !month; when.tm_mon++)
        month =
            rest.length > 12 && !memcmp(rest.text, months + 3 * when.tm_mon, 3) ? rest.text : NULL;
    when.tm_mon--;
    rest = log_text_from(rest, 3);
    if (!month || !sign(&rest, " "))
        return 0;
    gboolean one_digit = sign(&rest, " ");
    if (!number(&rest, one_digit ? 1 : 2, &when.tm_mday) || !sign(&rest, " "))
        return 0;
    LogText year = rest;
    int given = 0;
    if (number(&year, 4, &given) && sign(&year, " "))
        rest = year;
    else
        given = 0;
    if (!clock_time(&rest, &when))
        return 0;
    struct tm today;
    time_t clock = (time_t)now;
    localtime_r(&clock, &today);
    when.tm_year = given ? given - 1900 : today.tm_year;
    gint64 time = local_time(&when);
    if (!given && time > now + DAY) {
        when.tm_year--;
        time = local_time(&when);
    }
    *at = rest;
    return MAX(time, 1);
}

/* "@4000000068ee1b2a00000001": seconds from 2^62, ten of them before 1970, and nanoseconds. */
static gint64 tai_time(LogText *at)
{
    enum { DIGITS = 24 };
    guint64 seconds = 0;
    if (at->length < DIGITS + 2 || at->text[0] != '@' || at->text[1] != '4')
        return 0;
    for (guint i = 1; i <= DIGITS; i++)
        if (!g_ascii_isxdigit(at->text[i]))
            return 0;
    for (guint i = 1; i <= 16; i++)
        seconds = seconds << 4 | (guint64)g_ascii_xdigit_value(at->text[i]);
    *at = log_text_from(*at, DIGITS + 1);
    return (gint64)MAX(seconds - (1ULL << 62) - 10, 1);
}

static LogText without_blanks(LogText text)
{
    return log_text_from(text, log_text_span(text, " \t"));
}

/* What syslog puts before: "<22>", "<22>1 ". */
static LogText without_priority(LogText line)
{
    if (!line.length || line.text[0] != '<')
        return line;
    gsize digits = log_text_span(log_text_from(line, 1), "0123456789");
    LogText behind = log_text_from(line, digits + 1);
    if (!digits || digits > 3 || !sign(&behind, ">"))
        return line;
    if (log_text_begins(behind, "1 "))
        behind = log_text_from(behind, 2);
    return behind;
}

static gint64 stamp(LogText *at, gint64 now)
{
    if (at->length < 8)
        return 0;
    if (g_ascii_isdigit(at->text[0]))
        return iso_time(at);
    return at->text[0] == '@' ? tai_time(at) : syslog_time(at, now);
}

gint64 log_time_read(LogText line, gint64 now, LogText *behind)
{
    LogText rest = without_priority(without_blanks(line));
    gint64 time = stamp(&rest, now);
    /* grep names the file first: "mainlog.1:2026-11-24 ..." */
    if (!time) {
        LogText name = log_text_until(rest, ": \t");
        LogText other = log_text_from(rest, name.length + 1);
        if (name.length && name.length < rest.length && rest.text[name.length] == ':')
            time = stamp(&other, now);
        rest = other;
    }
    *behind = time ? without_blanks(rest) : line;
    return time;
}

static gboolean parse_span(const char *text, gint64 now, gint64 *time)
{
    static const struct {
        char unit;
        gint64 seconds;
    } units[] = {{'m', 60}, {'h', 3600}, {'d', DAY}, {'w', 7 * DAY}};
    enum { DIGITS_MAX = 6 };
    gsize digits = strspn(text, "0123456789");
    if (!digits || digits > DIGITS_MAX || strlen(text) != digits + 1)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        if (units[i].unit == text[digits]) {
            *time = now - g_ascii_strtoll(text, NULL, 10) * units[i].seconds;
            return TRUE;
        }
    return FALSE;
}

gboolean log_time_parse(const char *text, gint64 now, gint64 *time)
{
    enum { DATE = 10, MINUTE = 16 };
    if (parse_span(text, now, time))
        return TRUE;
    gsize length = strlen(text);
    g_autofree char *whole = g_strconcat(text,
                                         length == DATE     ? " 00:00:00"
                                         : length == MINUTE ? ":00"
                                                            : "",
                                         NULL);
    LogText rest = {whole, strlen(whole)};
    *time = iso_time(&rest);
    return *time && !rest.length;
}
