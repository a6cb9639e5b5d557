#include "content/reader/read_dates.h"
#include <gmime/gmime.h>
#include <string.h>

enum { VALUE_MAX = 200, FIRST_YEAR = 1990 };

char *date_in_utc(const char *value)
{
    if (!value || strlen(value) > VALUE_MAX || !strpbrk(value, "0123456789"))
        return NULL;
    /* Logs have it as ISO 8601. */
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(value, NULL);
    if (!date)
        date = g_mime_utils_header_decode_date(value);
    g_autoptr(GDateTime) utc = date ? g_date_time_to_utc(date) : NULL;
    return utc && g_date_time_get_year(utc) >= FIRST_YEAR
               ? g_date_time_format(utc, "%Y-%m-%dT%H:%M:%SZ")
               : NULL;
}

static void complete(Fact *fact)
{
    char *utc = date_in_utc(fact->text);
    g_free(fact->text);
    fact->text = utc;
    if (!utc)
        fact_clear(fact);
}

void dates_complete(Facts *facts)
{
    complete(&facts->date);
    complete(&facts->arrival_date);
    complete(&facts->last_attempt_date);
    complete(&facts->will_retry_until);
}
