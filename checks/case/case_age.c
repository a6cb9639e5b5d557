/* The remarks of a case that its dates make. */
#include "checks/case/case_age.h"

#include "checks/case/case_forwarding.h"
#include "content/base/phrases.h"

enum {
    MINUTE = 60,
    HOUR = 60 * MINUTE,
    DAY = 24 * HOUR,
    MONTH = 30 * DAY,
    YEAR = 365 * DAY,
    OLD = 7 * DAY,
    AHEAD_MAX = DAY,      /* clocks are wrong by hours, not by days */
    RETRY_MAX = 31 * DAY, /* no queue keeps mail for longer */
    RECKONING_MAX = 10 * DAY
};

/* Seconds since 1970, 0 where it is not known. */
static gint64 seconds_of(const Fact *fact)
{
    g_autoptr(GDateTime) date = fact->text ? g_date_time_new_from_iso8601(fact->text, NULL) : NULL;
    return date ? g_date_time_to_unix(date) : 0;
}

static const struct {
    gint64 from, unit; /* seconds */
    const char *key;
} lengths[] = {{2 * YEAR, YEAR, "age.years"},
               {2 * MONTH, MONTH, "age.months"},
               {2 * DAY, DAY, "age.days"},
               {2 * HOUR, HOUR, "age.hours"},
               {2 * MINUTE, MINUTE, "age.minutes"}};

/* "3 days", in whole units of which there are two or more. NULL: less than two minutes. */
static char *length_words(gint64 seconds, Language language)
{
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        if (seconds < lengths[i].from)
            continue;
        g_autofree char *number = g_strdup_printf("%d", (int)(seconds / lengths[i].unit));
        g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_insert(values, (gpointer)(guintptr) "value", number);
        return phrase_fill(language, phrase(language, lengths[i].key), values);
    }
    return NULL;
}

static char *time_words(gint64 seconds)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(seconds);
    return date ? g_date_time_format(date, "%Y-%m-%d %H:%M UTC") : NULL;
}

/* A remark that has a {length} and a {time}. */
static void remark(json_t *remarks, Language language, const char *id, gint64 length, gint64 time)
{
    g_autofree char *words = length_words(length, language), *when = time_words(time);
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    if (!words || !when)
        return;
    g_hash_table_insert(values, (gpointer)(guintptr) "length", words);
    g_hash_table_insert(values, (gpointer)(guintptr) "time", when);
    case_remark(remarks, language, id, values);
}

/* By what the server itself reports, not by the clock: it may have got through since. */
static void remark_waiting(const Facts *facts, gint64 reported, Language language, json_t *remarks)
{
    gint64 arrived = seconds_of(&facts->arrival_date),
           tried = seconds_of(&facts->last_attempt_date);
    gint64 last = MAX(reported, tried);
    if (arrived && last > arrived && last - arrived < RETRY_MAX)
        remark(remarks, language, "waiting", last - arrived, arrived);
}

static void remark_retry(const Facts *facts, gint64 now, Language language, json_t *remarks)
{
    gint64 until = seconds_of(&facts->will_retry_until);
    if (!until || until - now > RETRY_MAX)
        return;
    if (until > now)
        remark(remarks, language, "retry-until", until - now, until);
    else
        remark(remarks, language, "retry-over", now - until, until);
}

void case_age_remarks(const Result *result, json_t *remarks)
{
    const Facts *facts = result->facts;
    Language language = result->options->language;
    gint64 now = result->options->now / G_USEC_PER_SEC, reported = seconds_of(&facts->date);
    if (!now || reported - now > AHEAD_MAX)
        return;
    if (facts->action == ACTION_DELAYED) {
        remark_waiting(facts, reported, language, remarks);
        remark_retry(facts, now, language, remarks);
    }
    if (reported && now - reported > OLD)
        remark(remarks, language, "old", now - reported, reported);
}
