#include "content/reader/read_json.h"

#include <jansson.h>
#include <string.h>

#include "content/text/read_address.h"
#include "content/reader/read_delivery_status.h"
#include "content/reader/read_host.h"

enum { DEPTH_MAX = 24, BYTES_MAX = 1 << 20, KEY_MAX = 40 };

/* Keys as the services name them, without case, '_', '-' and blanks; the more telling first. */
typedef const char *const *Keys;
static const char *const recipient_keys[] = {
    "emailaddress", "bouncedrecipient", "recipient", "rcptto", "finalrecipient",
    "email",        "recipientaddress", "rcpt",      "to",     NULL};
static const char *const diagnostic_keys[] = {"diagnosticcode",
                                              "diagnosticmessage",
                                              "smtpresponse",
                                              "rawreason",
                                              "diag",
                                              "response",
                                              "details",
                                              "reason",
                                              "smtpreply",
                                              "statusmessage",
                                              "message",
                                              "description",
                                              "error",
                                              "bouncedescription",
                                              "bouncereason",
                                              "comment",
                                              NULL};
static const char *const status_keys[] = {"status", "enhancedcode",       "enhancedstatus",
                                          "dsn",    "enhancedstatuscode", NULL};
static const char *const code_keys[] = {"errorcode",    "code",       "smtpcode", "replycode",
                                        "responsecode", "statuscode", NULL};
static const char *const event_keys[] = {"notificationtype", "eventtype", "event",  "eventname",
                                         "recordtype",       "type",      "status", NULL};
static const char *const host_keys[] = {"mxhost", "remotemta", "remotehost", "mx", "mtaname", NULL};
static const char *const reporting_keys[] = {"reportingmta", NULL};
static const char *const sender_keys[] = {"source", "mailfrom", "msgfrom",      "envelopesender",
                                          "sender", "from",     "friendlyfrom", NULL};
static const char *const source_ip_keys[] = {"sendingip", "sourceip", "originip", NULL};
static const char *const action_keys[] = {"action", NULL};
/* What was sent, not what became of it. */
static const char *const mail_keys[] = {"mail",     "headers", "commonheaders",
                                        "envelope", "tags",    NULL};

static void normal_key(const char *key, char *normal)
{
    gsize length = 0;
    for (; *key && length < KEY_MAX; key++)
        if (g_ascii_isalnum(*key))
            normal[length++] = g_ascii_tolower(*key);
    normal[length] = '\0';
}

static gboolean is_among(const char *key, Keys keys)
{
    char normal[KEY_MAX + 1];
    normal_key(key, normal);
    return g_strv_contains(keys, normal);
}

/* The text of a value, a number's too. NULL where it has none. */
static char *value_text(const json_t *value)
{
    if (json_is_string(value))
        return g_strdup(json_string_value(value));
    if (json_is_integer(value))
        return g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_array(value) && json_is_string(json_array_get(value, 0)))
        return g_strdup(json_string_value(json_array_get(value, 0)));
    return NULL;
}

typedef gboolean (*Accept)(const char *text);

/* The value of the most telling key in this object. */
static char *own_value(const json_t *object, Keys keys, Accept accept)
{
    for (; *keys; keys++) {
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)(guintptr)object, key, value)
        {
            const char *const one[] = {*keys, NULL};
            g_autofree char *text = is_among(key, one) ? value_text(value) : NULL;
            if (text && *text && (!accept || accept(text)))
                return g_steal_pointer(&text);
        }
    }
    return NULL;
}

/* The same in the object and what lies below it, nearest first. */
static char *value_below(const json_t *json, Keys keys, Accept accept, guint depth)
{
    char *found = json_is_object(json) ? own_value(json, keys, accept) : NULL;
    const char *key;
    json_t *value;
    if (found || depth >= DEPTH_MAX)
        return found;
    json_object_foreach((json_t *)(guintptr)json, key, value)
    {
        static const char *const headers[] = {"headers", "commonheaders", NULL};
        if (json_is_object(value) && !is_among(key, headers) &&
            (found = value_below(value, keys, accept, depth + 1)))
            return found;
    }
    return NULL;
}

/* Where the walk is: objects from the outermost to the one at hand. */
typedef struct {
    const json_t *path[DEPTH_MAX + 1];
    guint depth;
    GPtrArray *cases;
    InputKind kind;
} Walk;

/* Of the object at hand or below it, else of those around it. */
static char *find(const Walk *walk, Keys keys, Accept accept)
{
    char *found = value_below(walk->path[walk->depth - 1], keys, accept, walk->depth);
    for (guint i = walk->depth - 1; !found && i-- > 0;)
        found = own_value(walk->path[i], keys, accept);
    return found;
}

static gboolean has_address(const char *text)
{
    return strchr(text, '@') != NULL;
}

static gboolean is_status(const char *text)
{
    gsize end;
    return reply_status_at(text, strlen(text), 0, &end) && !text[end];
}

static gboolean is_code(const char *text)
{
    return strlen(text) == 3 && strspn(text, "0123456789") == 3 && strchr("245", *text);
}

static gboolean is_word(const char *text)
{
    return g_ascii_isalpha(*text) && strlen(text) < 64;
}

static gboolean is_sentence(const char *text)
{
    return strchr(text, ' ') != NULL;
}

static InputKind kind_of_event(const char *event)
{
    static const struct {
        const char *word;
        InputKind kind;
    } words[] = {{"complain", KIND_REPORT},   {"spam", KIND_REPORT},     {"bounce", KIND_FAILURE},
                 {"fail", KIND_FAILURE},      {"drop", KIND_FAILURE},    {"reject", KIND_FAILURE},
                 {"undeliver", KIND_FAILURE}, {"block", KIND_FAILURE},   {"invalid", KIND_FAILURE},
                 {"suppress", KIND_FAILURE},  {"delay", KIND_DELAY},     {"defer", KIND_DELAY},
                 {"deliver", KIND_DELIVERED}, {"expand", KIND_DELIVERED}};
    g_autofree char *lower = g_ascii_strdown(event, -1);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(lower, words[i].word))
            return words[i].kind;
    return KIND_COUNT;
}

static gboolean is_event(const char *text)
{
    return is_word(text) && kind_of_event(text) != KIND_COUNT;
}

static Action action_of(InputKind kind)
{
    return kind == KIND_DELAY       ? ACTION_DELAYED
           : kind == KIND_DELIVERED ? ACTION_DELIVERED
           : kind == KIND_FAILURE   ? ACTION_FAILED
                                    : ACTION_UNKNOWN;
}

static void set(const Walk *walk, Fact *fact, Keys keys, Accept accept, int confidence)
{
    g_autofree char *text = find(walk, keys, accept);
    if (text && !fact->text)
        fact_set(fact, text, confidence);
}

static void set_hosts(const Walk *walk, Facts *facts)
{
    g_autofree char *remote = find(walk, host_keys, NULL);
    g_autofree char *reporting = find(walk, reporting_keys, NULL);
    Host host = {0};
    if (remote && host_from_field(remote, &host)) {
        fact_set(&facts->remote_mta_name, host.name, 85);
        fact_set(&facts->remote_mta_ip, host.ip, 85);
    }
    host_clear(&host);
    if (reporting && host_from_field(reporting, &host))
        fact_set(&facts->reporting_mta, host.name ? host.name : host.ip, 85);
    host_clear(&host);
}

static void set_sender(const Walk *walk, Facts *facts)
{
    g_autofree char *text = find(walk, sender_keys, has_address);
    if (!text)
        text = value_below(walk->path[0], sender_keys, has_address, 0);
    g_autofree char *sender = text ? address_from_value(text) : NULL;
    if (g_strcmp0(sender, facts->recipient.text))
        fact_set(&facts->sender, sender, 80);
}

static void add_case(Walk *walk, const char *recipient)
{
    g_autofree char *address = address_from_value(recipient);
    g_autofree char *event = find(walk, event_keys, is_event);
    if (!address || !event)
        return;
    Facts *facts = facts_new(KIND_FAILURE);
    g_autofree char *words = find(walk, diagnostic_keys, is_sentence);
    g_autofree char *action = find(walk, action_keys, is_event);
    fact_set(&facts->recipient, address, 90);
    set(walk, &facts->enhanced_status, status_keys, is_status, 90);
    set(walk, &facts->reply_code, code_keys, is_code, 90);
    if (words)
        facts_set_diagnostic(facts, words);
    set(walk, &facts->source_ip, source_ip_keys, NULL, 85);
    set_hosts(walk, facts);
    set_sender(walk, facts);
    InputKind kind = kind_of_event(event);
    facts->action = action_of(action ? kind_of_event(action) : kind);
    if (walk->kind == KIND_COUNT || kind == KIND_FAILURE)
        walk->kind = kind;
    g_ptr_array_add(walk->cases, facts);
}

static void walk_value(Walk *walk, const char *key, const json_t *value);

/* The recipients that the object itself names: one, or a list of them. */
static gboolean read_recipients(Walk *walk, const json_t *object)
{
    static const char *const lists[] = {"recipients", "to", NULL};
    g_autofree char *one = own_value(object, recipient_keys, has_address);
    const char *key;
    json_t *value, *each;
    guint before = walk->cases->len;
    json_object_foreach((json_t *)(guintptr)object, key, value)
    {
        size_t index;
        if (!json_is_array(value) || !is_among(key, lists) || (one && json_array_size(value) < 2))
            continue;
        json_array_foreach(value, index,
                           each) if (json_is_string(each) && has_address(json_string_value(each)))
            add_case(walk, json_string_value(each));
    }
    if (one && walk->cases->len == before)
        add_case(walk, one);
    return walk->cases->len > before;
}

static void walk_object(Walk *walk, const json_t *object)
{
    if (walk->depth >= DEPTH_MAX)
        return;
    walk->path[walk->depth++] = object;
    guint before = walk->cases->len;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(guintptr)object, key, value) if (!is_among(key, mail_keys))
        walk_value(walk, key, value);
    if (walk->cases->len == before)
        read_recipients(walk, object);
    walk->depth--;
}

/* JSON as a string within JSON, as SNS wraps what SES says. */
static void walk_string(Walk *walk, const char *text)
{
    if (*text != '{')
        return;
    json_t *inner = json_loads(text, 0, NULL);
    if (inner)
        walk_object(walk, inner);
    json_decref(inner);
}

static void walk_value(Walk *walk, const char *key, const json_t *value)
{
    size_t index;
    json_t *each;
    if (json_is_object(value))
        walk_object(walk, value);
    else if (json_is_string(value))
        walk_string(walk, json_string_value(value));
    json_array_foreach(value, index, each) if (json_is_object(each)) walk_value(walk, key, each);
}

/* One value at *text, which is set behind it. Mail breaks long lines where JSON has none: "!\n "
 * within a word (Sendmail), a line feed within a string. */
static json_t *load(const char **text, const char *stop)
{
    json_error_t error;
    json_t *json = json_loadb(*text, (size_t)(stop - *text), JSON_DISABLE_EOF_CHECK, &error);
    if (json) {
        *text += MAX(error.position, 1);
        return json;
    }
    g_autoptr(GString) mended = g_string_new_len(*text, stop - *text);
    g_string_replace(mended, "!\n ", "", 0);
    g_string_replace(mended, "\n", " ", 0);
    *text = stop;
    return json_loadb(mended->str, mended->len, JSON_DISABLE_EOF_CHECK, &error);
}

InputKind json_read_events(const char *text, gsize length, GPtrArray *cases)
{
    Walk walk = {.cases = cases, .kind = KIND_COUNT};
    const char *stop = text + MIN(length, (gsize)BYTES_MAX);
    while (text < stop) {
        while (text < stop && (g_ascii_isspace(*text) || *text == ','))
            text++;
        if (text == stop || (*text != '{' && *text != '['))
            break;
        json_t *json = load(&text, stop);
        if (json)
            walk_value(&walk, "", json);
        json_decref(json);
    }
    return walk.kind;
}
