#include "content/reader/read_log.h"

#include <string.h>

#include "content/text/read_address.h"
#include "content/reader/read_delivery_status.h"
#include "content/reader/read_host.h"

enum { DELIVERIES_MAX = 1000, LINE_BYTES_MAX = 8192 };

/* One line, NUL-terminated. */
typedef Facts *(*LineReader)(const char *line);

static char *between(const char *line, const char *opening, const char *closing)
{
    const char *start = strstr(line, opening);
    if (!start)
        return NULL;
    start += strlen(opening);
    return g_strndup(start, strcspn(start, closing));
}

static void set_between(Fact *fact, const char *line, const char *opening, const char *closing)
{
    g_autofree char *text = between(line, opening, closing);
    if (text && *text)
        fact_set(fact, text, 90);
}

/* "mx.example.net [192.0.2.1]", "mx.example.net[192.0.2.1]:25", "none". */
static void set_host(Facts *facts, const char *value)
{
    Host host = {0};
    if (!value || g_str_has_prefix(value, "none") || !host_from_field(value, &host))
        return;
    fact_set(&facts->remote_mta_name, host.name, 90);
    fact_set(&facts->remote_mta_ip, host.ip, 90);
    host_clear(&host);
}

static void set_client(Facts *facts, const char *value)
{
    Host host = {0};
    if (!value || !host_from_field(value, &host))
        return;
    fact_set(&facts->source_ip, host.ip, 90);
    host_clear(&host);
}

static Action action_of_status(const char *status)
{
    static const struct {
        const char *word;
        Action action;
    } words[] = {{"bounced", ACTION_FAILED},   {"deferred", ACTION_DELAYED},
                 {"sent", ACTION_DELIVERED},   {"Sent", ACTION_DELIVERED},
                 {"Deferred", ACTION_DELAYED}, {"expired", ACTION_FAILED},
                 {"queued", ACTION_DELAYED}};
    for (guint i = 0; status && i < G_N_ELEMENTS(words); i++)
        if (g_str_has_prefix(status, words[i].word))
            return words[i].action;
    return status ? ACTION_FAILED : ACTION_UNKNOWN;
}

/* Postfix "to=<a>, relay=mx[ip]:25, ..., dsn=5.1.1, status=bounced (words)"; Sendmail
 * "to=<a>, ..., relay=mx [ip], dsn=5.1.1, stat=words". */
static Facts *read_delivery(const char *line)
{
    const char *postfix = strstr(line, " status="), *sendmail = strstr(line, " stat=");
    const char *status = postfix ? postfix + 8 : sendmail ? sendmail + 6 : NULL;
    if (!strstr(line, "to=<") || !status)
        return NULL;
    Facts *facts = facts_new(KIND_LOG_LINE);
    g_autofree char *relay = between(line, "relay=", ",");
    g_autofree char *words =
        postfix && strchr(status, '(') ? g_strdup(strchr(status, '(') + 1) : g_strdup(status);
    gsize length = strlen(words);
    if (postfix && length && words[length - 1] == ')')
        words[length - 1] = '\0';
    g_autofree char *reply = between(line, " reply=", "");
    char *behind_reply = reply ? strstr(reply, ", stat=") : NULL;
    if (behind_reply)
        *behind_reply = '\0';
    facts->action = action_of_status(status);
    set_between(&facts->recipient, line, " to=<", ">");
    if (!facts->recipient.text)
        set_between(&facts->recipient, line, "to=<", ">");
    set_between(&facts->original_recipient, line, "orig_to=<", ">");
    set_between(&facts->enhanced_status, line, "dsn=", ", ");
    set_host(facts, relay);
    facts_set_reply(facts, reply ? reply : words, 85);
    return facts;
}

/* Postfix "NOQUEUE: reject: RCPT from host[ip]: 550 ... ; from=<a> to=<b> proto=ESMTP helo=<h>". */
static Facts *read_rejection(const char *line)
{
    const char *reject = strstr(line, "reject: ");
    const char *from = reject ? strstr(reject, " from ") : NULL;
    const char *reply = from ? strstr(from, "]: ") : NULL;
    if (!reply || !strstr(reply, "to=<"))
        return NULL;
    Facts *facts = facts_new(KIND_LOG_LINE);
    g_autofree char *client = g_strndup(from + 6, (gsize)(reply + 1 - from - 6));
    const char *end = strstr(reply, "; from=<");
    g_autofree char *words =
        end ? g_strndup(reply + 3, (gsize)(end - reply - 3)) : g_strdup(reply + 3);
    facts->action = ACTION_FAILED;
    set_client(facts, client);
    set_between(&facts->sender, reply, "from=<", ">");
    set_between(&facts->recipient, reply, " to=<", ">");
    set_between(&facts->helo, reply, "helo=<", ">");
    facts_set_reply(facts, words, 85);
    return facts;
}

static const char *exim_mark(const char *line, Action *action)
{
    static const struct {
        const char *mark;
        Action action;
    } marks[] = {{" ** ", ACTION_FAILED},
                 {" == ", ACTION_DELAYED},
                 {" => ", ACTION_DELIVERED},
                 {" -> ", ACTION_DELIVERED}};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *found = strstr(line, marks[i].mark);
        if (found && found - line < 64) {
            *action = marks[i].action;
            return found + 4;
        }
    }
    return NULL;
}

/* "2026-11-24 08:00:00 ". */
static gboolean has_date(const char *line)
{
    return strspn(line, "0123456789") == 4 && line[4] == '-' && strnlen(line, 20) == 20 &&
           line[7] == '-' && line[10] == ' ' && line[13] == ':';
}

/* Exim "2026-11-24 08:00:00 1tF... ** a@b <orig@c> F=<sender> R=r T=t H=mx [ip]: words". */
static Facts *read_exim(const char *line)
{
    Action action;
    const char *recipient = has_date(line) ? exim_mark(line, &action) : NULL;
    if (!recipient || !memchr(recipient, '@', strcspn(recipient, ":")))
        return NULL;
    Facts *facts = facts_new(KIND_LOG_LINE);
    g_autofree char *address = g_strndup(recipient, strcspn(recipient, " :"));
    g_autofree char *host = between(recipient, " H=", ":");
    const char *words = strstr(recipient, ": ");
    const char *original = strstr(recipient, " <");
    facts->action = action;
    fact_set(&facts->recipient, address, 90);
    if (original && (!words || original < words))
        set_between(&facts->original_recipient, original, " <", ">");
    set_between(&facts->sender, recipient, " F=<", ">");
    set_host(facts, host);
    if (words)
        facts_set_reply(facts, words + 2, 85);
    return facts;
}

/* Exim "H=name (helo) [ip] F=<sender> rejected RCPT <recipient>: words". */
static Facts *read_exim_rejection(const char *line)
{
    const char *rejected = strstr(line, " rejected RCPT <"), *host = strstr(line, "H=");
    if (!rejected || !host)
        return NULL;
    Facts *facts = facts_new(KIND_LOG_LINE);
    g_autofree char *client = between(host, "H=", "]");
    const char *words = strstr(rejected, ">: ");
    facts->action = ACTION_FAILED;
    set_client(facts, client);
    set_between(&facts->helo, host, "(", ")");
    set_between(&facts->sender, line, " F=<", ">");
    set_between(&facts->recipient, rejected, "RCPT <", ">");
    if (words)
        facts_set_reply(facts, words + 3, 85);
    return facts;
}

/* qmail "delivery 12: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_..." */
static Facts *read_qmail(const char *line)
{
    const char *delivery = strstr(line, "delivery ");
    const char *fate = delivery ? strstr(delivery, ": ") : NULL;
    gboolean failure = fate && g_str_has_prefix(fate + 2, "failure: ");
    gboolean deferral = fate && g_str_has_prefix(fate + 2, "deferral: ");
    if (!failure && !deferral && !(fate && g_str_has_prefix(fate + 2, "success: ")))
        return NULL;
    Facts *facts = facts_new(KIND_LOG_LINE);
    g_autofree char *words = g_strdup(strstr(fate + 2, ": ") + 2);
    g_strdelimit(words, "_", ' ');
    Span span;
    facts->action = failure ? ACTION_FAILED : deferral ? ACTION_DELAYED : ACTION_DELIVERED;
    if (ip_next(words, strlen(words), 0, &span) && span.start < 16) {
        g_autofree char *ip = g_strndup(words + span.start, span.end - span.start);
        fact_set(&facts->remote_mta_ip, ip, 85);
    }
    facts_set_reply(facts, words, 85);
    return facts;
}

static const LineReader readers[] = {read_rejection, read_delivery, read_exim_rejection, read_exim,
                                     read_qmail};

/* qmail-send names the recipient where a delivery starts: "starting delivery 12: msg 345 to remote
 * kim@example.net"; what became of it stands in another line, by the same number. */
static void note_delivery(const char *line, GHashTable *deliveries)
{
    g_autofree char *number = between(line, "starting delivery ", ":");
    const char *to = number ? strstr(line, " to remote ") : NULL;
    if (number && !to)
        to = strstr(line, " to local ");
    if (!to || g_hash_table_size(deliveries) >= DELIVERIES_MAX)
        return;
    to = strchr(to + 4, ' ') + 1;
    g_hash_table_insert(deliveries, g_steal_pointer(&number), g_strndup(to, strcspn(to, " \r")));
}

static void set_delivery(const char *line, GHashTable *deliveries, Facts *facts)
{
    g_autofree char *number = facts->recipient.text ? NULL : between(line, "delivery ", ":");
    const char *recipient = number ? g_hash_table_lookup(deliveries, number) : NULL;
    if (recipient)
        fact_set(&facts->recipient, recipient, 90);
}

static Facts *read_line(const char *line)
{
    for (guint i = 0; i < G_N_ELEMENTS(readers); i++) {
        Facts *facts = readers[i](line);
        if (facts)
            return facts;
    }
    return NULL;
}

static void add_case(Facts *facts, GHashTable *seen, GPtrArray *cases)
{
    const char *recipient = facts->recipient.text ? facts->recipient.text : "";
    gpointer before = g_hash_table_lookup(seen, recipient);
    if (before) {
        facts_free(cases->pdata[GPOINTER_TO_UINT(before) - 1]);
        cases->pdata[GPOINTER_TO_UINT(before) - 1] = facts;
        return;
    }
    g_ptr_array_add(cases, facts);
    g_hash_table_insert(seen, g_strdup(recipient), GUINT_TO_POINTER(cases->len));
}

void log_read(const char *text, gsize length, GPtrArray *cases)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) deliveries =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const char *stop = text + length;
    while (text < stop) {
        const char *end = memchr(text, '\n', (gsize)(stop - text));
        end = end ? end : stop;
        g_autofree char *line = g_strndup(text, MIN((gsize)(end - text), (gsize)LINE_BYTES_MAX));
        Facts *facts = read_line(line);
        note_delivery(line, deliveries);
        if (facts) {
            set_delivery(line, deliveries, facts);
            add_case(facts, seen, cases);
        }
        text = end + 1;
    }
}
