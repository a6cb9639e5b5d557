#include "tui/base/recent_words.h"

#include <string.h>
#include "content/base/safe_text.h"
#include "tui/base/document.h"
#include "tui/base/i18n.h"

/* g_date_time_unref(); NULL: it has none. */
static GDateTime *local_time(const json_t *entry)
{
    const char *text = document_text(entry, "time");
    g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;
    return time != NULL ? g_date_time_to_local(time) : NULL;
}

char *recent_time(const json_t *entry)
{
    g_autoptr(GDateTime) here = local_time(entry);
    return here != NULL ? g_date_time_format(here, "%Y-%m-%d %H:%M") : g_strdup("-");
}

char *recent_short_time(const json_t *entry, gint64 now)
{
    g_autoptr(GDateTime) here = local_time(entry);
    g_autoptr(GDateTime) today = g_date_time_new_from_unix_local(now / G_USEC_PER_SEC);
    if (here == NULL || today == NULL)
        return g_strdup("-");
    gboolean this_year = g_date_time_get_year(here) == g_date_time_get_year(today);
    return g_date_time_format(here, this_year ? "%m-%d %H:%M" : "%Y-%m-%d");
}

char *recent_domain(const json_t *entry)
{
    const char *domain = document_text(entry, "domain");
    return safe_text(domain != NULL ? domain : "-", -1, SAFE_TEXT_ONE_LINE, 0);
}

static const char *wrong_word(const char *wrong)
{
    if (strcmp(wrong, "foreign") == 0)
        return _("of another version or of somebody else: cannot be opened");
    return strcmp(wrong, "unreadable") == 0 ? _("cannot be read") : _("damaged: cannot be opened");
}

char *recent_what(const json_t *entry)
{
    const char *wrong = document_text(entry, "wrong"), *cause = document_text(entry, "cause");
    if (wrong != NULL)
        return g_strdup(wrong_word(wrong));
    if (json_is_true(json_object_get(entry, "check")))
        return g_strdup(_("Domain check"));
    return safe_text(cause != NULL ? cause : _("No known cause fits"), -1, SAFE_TEXT_ONE_LINE, 0);
}
