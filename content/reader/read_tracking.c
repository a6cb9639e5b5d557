/* Facts from tables of message tracking. */
#include "content/reader/read_tracking.h"

#include <string.h>

#include "content/log/log_table.h"
#include "content/reader/read_delivery_status.h"

enum { LINE_BYTES_MAX = 16384 };

typedef struct {
    LogTable names;
    gboolean known;
    GHashTable *seen; /* "mail recipient" -> index of its case + 1 */
    GPtrArray *cases;
} Tracking;

/* What the contract has words for beside the fates of a log. */
static Action action_of(const char *event)
{
    LogAct act = log_table_act(event);
    if (act == LOG_DELIVERED && !g_ascii_strncasecmp(event, "SEND", 4))
        return ACTION_RELAYED;
    if (act == LOG_DELIVERED && !g_ascii_strncasecmp(event, "EXPAND", 6))
        return ACTION_EXPANDED;
    return act == LOG_FAILED      ? ACTION_FAILED
           : act == LOG_DELAYED   ? ACTION_DELAYED
           : act == LOG_DELIVERED ? ACTION_DELIVERED
                                  : ACTION_UNKNOWN;
}

/* "{FQDN=mx.example.net}": what an Exchange server adds to a status. g_free(). */
static char *tagged(const char *status, const char *tag)
{
    const char *at = strstr(status, tag);
    const char *end = at ? strstr(at, "}") : NULL;
    return end ? g_strndup(at + strlen(tag), (gsize)(end - at) - strlen(tag)) : NULL;
}

static void set_status(Facts *facts, const char *status)
{
    g_autofree char *words = tagged(status, "{LED=");
    g_autofree char *name = tagged(status, "{FQDN="), *ip = tagged(status, "{IP=");
    if (*status)
        facts_set_reply(facts, words ? words : status, 85);
    fact_set(&facts->remote_mta_name, name && *name ? name : NULL, 85);
    fact_set(&facts->remote_mta_ip, ip && *ip ? ip : NULL, 85);
}

static Facts *facts_of(const char *recipient, char *const *values)
{
    Facts *facts = facts_new(KIND_LOG_LINE);
    const char *sender = values[LOG_COLUMN_SENDER], *server = values[LOG_COLUMN_SERVER_NAME];
    fact_set(&facts->recipient, recipient, 90);
    facts->action = action_of(values[LOG_COLUMN_EVENT]);
    if (sender && strchr(sender, '@'))
        fact_set(&facts->sender, sender, 85);
    if (values[LOG_COLUMN_STATUS])
        set_status(facts, values[LOG_COLUMN_STATUS]);
    if (!facts->remote_mta_name.text && server && strchr(server, '.'))
        fact_set(&facts->remote_mta_name, server, 60);
    if (values[LOG_COLUMN_TIME])
        fact_set(&facts->date, values[LOG_COLUMN_TIME], 60);
    return facts;
}

/* The last row about a recipient of a mail counts. */
static void add_case(Tracking *tracking, const char *recipient, char *const *values)
{
    const char *mail = values[LOG_COLUMN_MAIL];
    g_autofree char *key = g_strconcat(mail ? mail : "", " ", recipient, NULL);
    Facts *facts = facts_of(recipient, values);
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(tracking->seen, key));
    if (before) {
        facts_free(tracking->cases->pdata[before - 1]);
        tracking->cases->pdata[before - 1] = facts;
        return;
    }
    g_ptr_array_add(tracking->cases, facts);
    g_hash_table_insert(tracking->seen, g_steal_pointer(&key),
                        GUINT_TO_POINTER(tracking->cases->len));
}

static void read_row(Tracking *tracking, LogText row)
{
    char *values[LOG_COLUMN_COUNT];
    log_table_row(&tracking->names, row, values);
    const char *recipients = values[LOG_COLUMN_RECIPIENT];
    gboolean told = recipients && values[LOG_COLUMN_EVENT] &&
                    action_of(values[LOG_COLUMN_EVENT]) != ACTION_UNKNOWN;
    g_auto(GStrv) each = g_strsplit_set(told ? recipients : "", ";{}, ", -1);
    for (guint i = 0; each[i]; i++)
        if (strchr(each[i], '@'))
            add_case(tracking, each[i], values);
    for (guint i = 0; i < LOG_COLUMN_COUNT; i++)
        g_free(values[i]);
}

void tracking_read(const char *text, gsize length, GPtrArray *cases)
{
    enum { LOOK_LINES = 20 };
    Tracking tracking = {.cases = cases};
    LogText rest = {text, length};
    guint lines = 0;
    tracking.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    while (rest.length && (tracking.known || lines++ < LOOK_LINES)) {
        LogText line = log_text_until(rest, "\n");
        rest = log_text_from(rest, line.length + 1);
        line.length = MIN(line.length, (gsize)LINE_BYTES_MAX);
        if (!line.length || !memchr(line.text, ',', line.length))
            continue;
        if (!tracking.known)
            tracking.known = log_table_names(&tracking.names, line);
        else if (*line.text != '#')
            read_row(&tracking, line);
    }
    g_hash_table_unref(tracking.seen);
}
