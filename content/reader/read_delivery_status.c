#include "content/reader/read_delivery_status.h"
#include "content/text/read_address.h"
#include "content/text/read_fields.h"
#include "content/reader/read_host.h"
#include "content/reader/read_reply.h"
#include <string.h>

enum { DIAGNOSTIC_MAX = 4096 };

/* Fields that speak of one recipient, and what to do with them. */
typedef void (*FieldSetter)(Facts *facts, const char *value);

static void set_address(Fact *fact, const char *value, int confidence)
{
    g_autofree char *address = address_from_value(value);
    if (address && (!fact->text || (!strchr(fact->text, '@') && strchr(address, '@'))))
        fact_set(fact, address, confidence);
}

static void set_final(Facts *facts, const char *value)
{
    set_address(&facts->recipient, value, 98);
}

static void set_original(Facts *facts, const char *value)
{
    set_address(&facts->original_recipient, value, 95);
}

static void set_action(Facts *facts, const char *value)
{
    static const Action actions[] = {ACTION_FAILED, ACTION_DELAYED, ACTION_DELIVERED,
                                     ACTION_RELAYED, ACTION_EXPANDED};
    for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
        if (g_ascii_strncasecmp(value, action_name(actions[i]), strlen(action_name(actions[i]))) ==
            0)
            facts->action = actions[i];
    if (g_ascii_strncasecmp(value, "failure", 7) == 0 ||
        g_ascii_strncasecmp(value, "deferred", 8) == 0)
        facts->action = *value == 'f' || *value == 'F' ? ACTION_FAILED : ACTION_DELAYED;
}

static void set_status(Facts *facts, const char *value)
{
    gsize length = strlen(value), end;
    for (gsize i = 0; i < length && i < 40; i++) {
        if (!reply_status_at(value, length, i, &end))
            continue;
        g_autofree char *status = g_strndup(value + i, end - i);
        fact_set(&facts->enhanced_status, status, 95);
        return;
    }
}

void facts_take_reply(Facts *facts, const char *words, const Reply *reply, int confidence)
{
    if (!facts->diagnostic.text && *words)
        fact_set(&facts->diagnostic, words, confidence);
    if (reply->code[0] && !facts->reply_code.text)
        fact_set(&facts->reply_code, reply->code, confidence);
    gboolean vague = facts->enhanced_status.text && !g_str_has_suffix(reply->status, ".0.0") &&
                     g_str_has_suffix(facts->enhanced_status.text, ".0.0");
    if (reply->status[0] && (!facts->enhanced_status.text || vague))
        fact_set(&facts->enhanced_status, reply->status, confidence);
}

void facts_set_reply(Facts *facts, const char *value, int confidence)
{
    gsize length = strlen(value);
    g_autofree char *words = reply_unfold(value, length, DIAGNOSTIC_MAX);
    Reply reply = reply_find(value, MIN(length, (gsize)DIAGNOSTIC_MAX));
    facts_take_reply(facts, words, &reply, confidence);
}

void facts_set_diagnostic(Facts *facts, const char *value)
{
    const char *semicolon = strchr(value, ';');
    gboolean typed =
        semicolon && semicolon - value < 24 && !memchr(value, ' ', (gsize)(semicolon - value));
    const char *words = typed ? semicolon + 1 : value;
    words += strspn(words, " \t");
    facts_set_reply(facts, words, 95);
}

static void set_remote(Facts *facts, const char *value)
{
    Host host;
    if (host_from_field(value, &host) && !facts->remote_mta_name.text) {
        fact_set(&facts->remote_mta_name, host.name, 95);
        fact_set(&facts->remote_mta_ip, host.ip, 95);
    }
    host_clear(&host);
}

static void set_reporting(Facts *facts, const char *value)
{
    Host host;
    if (host_from_field(value, &host))
        fact_set(&facts->reporting_mta, host.name ? host.name : host.ip, 95);
    host_clear(&host);
}

static void set_source_ip(Facts *facts, const char *value)
{
    g_autofree char *ip = ip_canonical(value, strlen(value));
    if (ip)
        fact_set(&facts->source_ip, ip, 90);
}

static void set_sender(Facts *facts, const char *value)
{
    set_address(&facts->sender, value, 90);
}

static void set_arrival_date(Facts *facts, const char *value)
{
    fact_set(&facts->arrival_date, value, 95);
}

static void set_last_attempt_date(Facts *facts, const char *value)
{
    fact_set(&facts->last_attempt_date, value, 95);
}

static void set_will_retry_until(Facts *facts, const char *value)
{
    fact_set(&facts->will_retry_until, value, 95);
}

/* What a field speaks of, and how often it may. */
typedef enum { OF_RECIPIENT, ONCE_OF_RECIPIENT, OF_MESSAGE } FieldScope;

static const struct {
    const char *name;
    FieldSetter set;
    FieldScope scope;
} known_fields[] = {
    {"Final-Recipient", set_final, ONCE_OF_RECIPIENT},
    {"Original-Recipient", set_original, ONCE_OF_RECIPIENT},
    {"X-Actual-Recipient", set_original, OF_RECIPIENT},
    {"Original-Rcpt-To", set_final, OF_RECIPIENT}, /* feedback reports */
    {"Removal-Recipient", set_final, OF_RECIPIENT},
    {"Action", set_action, ONCE_OF_RECIPIENT},
    {"Status", set_status, ONCE_OF_RECIPIENT},
    {"Diagnostic-Code", facts_set_diagnostic, OF_RECIPIENT},
    {"Remote-MTA", set_remote, OF_RECIPIENT},
    {"Last-Attempt-Date", set_last_attempt_date, OF_RECIPIENT},
    {"Will-Retry-Until", set_will_retry_until, OF_RECIPIENT},
    {"Arrival-Date", set_arrival_date, OF_MESSAGE},
    {"Reporting-MTA", set_reporting, OF_MESSAGE},
    {"Reporting-UA", set_reporting, OF_MESSAGE},
    {"Source-IP", set_source_ip, OF_MESSAGE},
    {"Original-Mail-From", set_sender, OF_MESSAGE},
    {"X-Postfix-Sender", set_sender, OF_MESSAGE},
    {"X-Envelope-From", set_sender, OF_MESSAGE},
};

static int find_field(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(known_fields); i++)
        if (g_ascii_strcasecmp(known_fields[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* Reading: the recipient at hand, and what holds for all. */
typedef struct {
    Facts *message, *current;
    guint seen; /* of current, a bit for each of known_fields */
    gboolean after_blank;
    GPtrArray *cases;
} Reading;

/* "user@store-3": a name that mail is passed on by within a house. */
static gboolean is_internal(const char *address)
{
    const char *at = address ? strrchr(address, '@') : NULL;
    return !at || (!strchr(at, '.') && !strchr(at, '['));
}

static void finish(Reading *reading)
{
    Facts *facts = g_steal_pointer(&reading->current);
    if (!facts)
        return;
    reading->seen = 0;
    const char *original = facts->original_recipient.text;
    if (is_internal(facts->recipient.text) && original &&
        (!facts->recipient.text || !is_internal(original))) {
        fact_set(&facts->recipient, facts->original_recipient.text, 90);
        fact_clear(&facts->original_recipient);
    }
    if (facts->recipient.text)
        g_ptr_array_add(reading->cases, facts);
    else
        facts_free(facts);
}

/* Whether the field tells that another recipient begins: what each has once comes again, in
 * whatever order, or an address follows a blank line. */
static gboolean begins_recipient(const Reading *reading, int known)
{
    const Facts *current = reading->current;
    if (!current || known_fields[known].scope != ONCE_OF_RECIPIENT)
        return FALSE;
    gboolean address =
        known_fields[known].set == set_final || known_fields[known].set == set_original;
    gboolean again = (reading->seen & 1u << known) != 0;
    return (again && (current->recipient.text || current->original_recipient.text)) ||
           (reading->after_blank && address && current->recipient.text);
}

static void read_field(Reading *reading, const Field *field)
{
    int known = find_field(field->name);
    if (known < 0)
        return;
    g_autofree char *value = field_decode(field->value);
    if (known_fields[known].scope == OF_MESSAGE) {
        known_fields[known].set(reading->message, value);
        return;
    }
    if (begins_recipient(reading, known))
        finish(reading);
    reading->after_blank = FALSE;
    if (!reading->current)
        reading->current = facts_new(KIND_FAILURE);
    reading->seen |= 1u << known;
    known_fields[known].set(reading->current, value);
}

static void add_message_facts(const Facts *message, GPtrArray *cases, guint from)
{
    for (guint i = from; i < cases->len; i++) {
        Facts *facts = g_ptr_array_index(cases, i);
        fact_set(&facts->arrival_date, message->arrival_date.text, 95);
        fact_set(&facts->reporting_mta, message->reporting_mta.text, 95);
        fact_set(&facts->source_ip, message->source_ip.text, 90);
        fact_set(&facts->sender, message->sender.text, 90);
    }
}

void delivery_status_read(const char *text, GPtrArray *cases)
{
    Reading reading = {.message = facts_new(KIND_FAILURE), .cases = cases};
    guint before = cases->len;
    gsize length = strlen(text);
    while (length) {
        gsize used;
        g_autoptr(GPtrArray) fields = fields_read(text, length, &used);
        for (guint i = 0; i < fields->len; i++)
            read_field(&reading, g_ptr_array_index(fields, i));
        reading.after_blank = TRUE;
        if (!used) { /* neither field nor blank: over the line */
            const char *end = memchr(text, '\n', length);
            used = end ? (gsize)(end - text) + 1 : length;
        }
        text += used;
        length -= used;
    }
    finish(&reading);
    add_message_facts(reading.message, cases, before);
    facts_free(reading.message);
}

gboolean delivery_status_in_text(const char *text, gsize length, gsize *start)
{
    static const char *const names[] = {"reporting-mta", "final-recipient", "original-recipient"};
    const char *stop = text + length, *paragraph = text, *first = NULL;
    for (const char *line = text; line < stop;) {
        const char *end = memchr(line, '\n', (gsize)(stop - line));
        end = end ? end : stop;
        gsize name = field_name_length(line, (gsize)(end - line));
        paragraph = end == line ? end + 1 : paragraph;
        for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
            if (name != strlen(names[i]) || g_ascii_strncasecmp(line, names[i], name) != 0)
                continue;
            first = first ? first : paragraph;
            *start = (gsize)(first - text);
            if (i)
                return TRUE;
        }
        line = end + 1;
    }
    return FALSE;
}
