#include "content/reader/read_tracking.h"

#include <string.h>

#include "content/reader/read_delivery_status.h"
#include "content/reader/read_host.h"

enum { COLUMNS_MAX = 64, LINE_BYTES_MAX = 16384 };

typedef enum {
    COLUMN_OTHER,
    COLUMN_RECIPIENT,
    COLUMN_EVENT,
    COLUMN_STATUS,
    COLUMN_SENDER,
    COLUMN_SERVER_NAME,
    COLUMN_COUNT
} Column;

typedef struct {
    Column columns[COLUMNS_MAX];
    guint count;
    gboolean known;
    GHashTable *seen; /* recipient -> index of its case + 1 */
    GPtrArray *cases;
} Table;

/* Letters only, lower case: "recipient-address", "RecipientAddress", "Recipient Address". */
static Column column_of(const char *name)
{
    static const struct {
        const char *name;
        Column column;
    } names[] = {{"recipientaddress", COLUMN_RECIPIENT},
                 {"recipients", COLUMN_RECIPIENT},
                 {"eventid", COLUMN_EVENT},
                 {"event", COLUMN_EVENT},
                 {"status", COLUMN_EVENT},
                 {"recipientstatus", COLUMN_STATUS},
                 {"detail", COLUMN_STATUS},
                 {"senderaddress", COLUMN_SENDER},
                 {"sender", COLUMN_SENDER},
                 {"serverhostname", COLUMN_SERVER_NAME}};
    g_autoptr(GString) letters = g_string_new(NULL);
    for (; *name; name++)
        if (g_ascii_isalpha(*name))
            g_string_append_c(letters, g_ascii_tolower(*name));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (!strcmp(letters->str, names[i].name))
            return names[i].column;
    return COLUMN_OTHER;
}

/* The next value of a row, and *row behind its comma; NULL at the end. g_free(). */
static char *next_value(const char **row)
{
    const char *at = *row;
    if (!at)
        return NULL;
    GString *value = g_string_new(NULL);
    gboolean quoted = *at == '"';
    for (at += quoted; *at && (quoted || *at != ','); at++) {
        if (quoted && *at == '"' && at[1] != '"') {
            quoted = FALSE;
            continue;
        }
        at += quoted && *at == '"';
        g_string_append_c(value, *at);
    }
    *row = *at ? at + 1 : NULL;
    return g_string_free(value, FALSE);
}

static gboolean read_names(Table *table, const char *line)
{
    gboolean recipient = FALSE, event = FALSE;
    const char *row = g_str_has_prefix(line, "#Fields:") ? line + 8 : line;
    guint count = 0;
    while (row && count < COLUMNS_MAX) {
        g_autofree char *name = next_value(&row);
        table->columns[count] = column_of(name);
        recipient |= table->columns[count] == COLUMN_RECIPIENT;
        event |= table->columns[count] == COLUMN_EVENT;
        count++;
    }
    table->count = count;
    return recipient && event;
}

static Action action_of_event(const char *event)
{
    static const struct {
        const char *word;
        Action action;
    } words[] = {{"FAIL", ACTION_FAILED},       {"BADMAIL", ACTION_FAILED},
                 {"DEFER", ACTION_DELAYED},     {"PENDING", ACTION_DELAYED},
                 {"DELIVER", ACTION_DELIVERED}, {"SEND", ACTION_RELAYED},
                 {"EXPAND", ACTION_EXPANDED}};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (!g_ascii_strncasecmp(event, words[i].word, strlen(words[i].word)))
            return words[i].action;
    return ACTION_UNKNOWN;
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

static void add_case(Table *table, const char *recipient, char *const *values)
{
    Facts *facts = facts_new(KIND_LOG_LINE);
    const char *sender = values[COLUMN_SENDER];
    fact_set(&facts->recipient, recipient, 90);
    facts->action = action_of_event(values[COLUMN_EVENT]);
    if (sender && strchr(sender, '@'))
        fact_set(&facts->sender, sender, 85);
    if (values[COLUMN_STATUS])
        set_status(facts, values[COLUMN_STATUS]);
    if (!facts->remote_mta_name.text && values[COLUMN_SERVER_NAME] &&
        strchr(values[COLUMN_SERVER_NAME], '.'))
        fact_set(&facts->remote_mta_name, values[COLUMN_SERVER_NAME], 60);
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(table->seen, recipient));
    if (before) {
        facts_free(table->cases->pdata[before - 1]);
        table->cases->pdata[before - 1] = facts;
        return;
    }
    g_ptr_array_add(table->cases, facts);
    g_hash_table_insert(table->seen, g_strdup(recipient), GUINT_TO_POINTER(table->cases->len));
}

static void read_row(Table *table, const char *line)
{
    char *values[COLUMN_COUNT] = {NULL};
    const char *row = line;
    for (guint i = 0; row && i < table->count; i++) {
        char **value = &values[table->columns[i]];
        g_free(*value);
        *value = next_value(&row);
    }
    const char *recipients = values[COLUMN_RECIPIENT];
    gboolean told = recipients && values[COLUMN_EVENT] &&
                    action_of_event(values[COLUMN_EVENT]) != ACTION_UNKNOWN;
    g_auto(GStrv) each = g_strsplit_set(told ? recipients : "", ";{}, ", -1);
    for (guint i = 0; each[i]; i++)
        if (strchr(each[i], '@'))
            add_case(table, each[i], values);
    for (guint i = 0; i < COLUMN_COUNT; i++)
        g_free(values[i]);
}

void tracking_read(const char *text, gsize length, GPtrArray *cases)
{
    enum { LOOK_LINES = 20 };
    Table table = {.cases = cases};
    const char *stop = text + length;
    guint lines = 0;
    table.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    while (text < stop && (table.known || lines++ < LOOK_LINES)) {
        const char *end = memchr(text, '\n', (gsize)(stop - text));
        end = end ? end : stop;
        if (memchr(text, ',', (gsize)(end - text))) {
            g_autofree char *line =
                g_strndup(text, MIN((gsize)(end - text), (gsize)LINE_BYTES_MAX));
            if (!table.known)
                table.known = read_names(&table, line);
            else if (*line != '#')
                read_row(&table, line);
        }
        text = end + 1;
    }
    g_hash_table_unref(table.seen);
}
