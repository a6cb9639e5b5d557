/* Facts from the lines of a log. */
#include "content/reader/read_log.h"

#include <string.h>

#include "content/log/log_line.h"
#include "content/reader/origin.h"
#include "content/reader/read_delivery_status.h"
#include "content/reader/read_host.h"
#include "content/reader/read_reply_roles.h"
#include "content/reader/read_rewritten.h"
#include "content/text/read_address.h"
#include "content/text/text_locate.h"

enum { MAILS_MAX = 50000 };

/* What the lines of one mail told so far. */
typedef struct {
    char *sender, *client, *login;
    GArray *cases; /* guint: places in the list of cases */
    gboolean expired;
} LoggedMail;

/* qmail: a delivery's mail and recipient. */
typedef struct {
    char *mail, *recipient;
} Delivery;

typedef struct {
    GHashTable *mails;      /* queue id to LoggedMail */
    GHashTable *deliveries; /* number to Delivery */
    GHashTable *seen;       /* "id recipient" to place + 1 */
    GPtrArray *cases;
    GArray *places; /* gsize pairs: where each case's line begins and ends; or NULL */
    GPtrArray *ids; /* char* of each case, may be NULL */
    gint64 now;
} Log;

static void logged_mail_free(gpointer data)
{
    LoggedMail *mail = data;
    g_free(mail->sender);
    g_free(mail->client);
    g_free(mail->login);
    g_array_unref(mail->cases);
    g_free(mail);
}

static void delivery_free(gpointer data)
{
    Delivery *delivery = data;
    g_free(delivery->mail);
    g_free(delivery->recipient);
    g_free(delivery);
}

static void log_init(Log *log, GPtrArray *cases)
{
    log->cases = cases;
    log->now = g_get_real_time() / G_USEC_PER_SEC;
    log->mails = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, logged_mail_free);
    log->deliveries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, delivery_free);
    log->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    log->places = g_array_new(FALSE, FALSE, sizeof(gsize));
    log->ids = g_ptr_array_new_with_free_func(g_free);
}

static void log_clear(Log *log)
{
    g_hash_table_unref(log->mails);
    g_hash_table_unref(log->deliveries);
    g_hash_table_unref(log->seen);
    g_array_unref(log->places);
    g_ptr_array_unref(log->ids);
}

/* NULL where too many mails are open. */
static LoggedMail *mail_of(Log *log, const char *id)
{
    LoggedMail *mail = g_hash_table_lookup(log->mails, id);
    if (mail || g_hash_table_size(log->mails) >= MAILS_MAX)
        return mail;
    mail = g_new0(LoggedMail, 1);
    mail->cases = g_array_new(FALSE, FALSE, sizeof(guint));
    g_hash_table_insert(log->mails, g_strdup(id), mail);
    return mail;
}

static void set_text(Fact *fact, LogText text, int confidence)
{
    g_autofree char *copy = log_text_dup(text);
    if (copy && *copy)
        fact_set(fact, copy, confidence);
}

/* "mx.example.net [192.0.2.1]", "mx.example.net[192.0.2.1]:25", "none". */
static void set_relay(Facts *facts, LogText relay)
{
    Host host = {0};
    g_autofree char *value = log_text_dup(relay);
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

/* qmail has '_' for blanks. */
static void set_words(Facts *facts, const LogLine *line)
{
    g_autofree char *words = log_text_dup(line->words);
    if (!words)
        return;
    if (line->delivery.text)
        g_strdelimit(words, "_", ' ');
    facts_set_reply(facts, words, 85);
}

static void set_date(Facts *facts, gint64 time)
{
    g_autoptr(GDateTime) date = time ? g_date_time_new_from_unix_utc(time) : NULL;
    g_autofree char *text = date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    if (text)
        fact_set(&facts->date, text, 60);
}

static Facts *facts_of(const LogLine *line)
{
    Facts *facts = facts_new(KIND_LOG_LINE);
    facts->action = line->act == LOG_DELAYED     ? ACTION_DELAYED
                    : line->act == LOG_DELIVERED ? ACTION_DELIVERED
                                                 : ACTION_FAILED;
    facts->incoming = line->act == LOG_REFUSED;
    set_text(&facts->recipient, line->recipient, 90);
    set_text(&facts->original_recipient, line->original, 90);
    set_text(&facts->sender, line->sender, 90);
    set_text(&facts->enhanced_status, line->status, 90);
    set_text(&facts->helo, line->helo, 90);
    set_date(facts, line->time);
    set_relay(facts, line->relay);
    if (line->client.text) {
        g_autofree char *client = log_text_dup(line->client);
        set_client(facts, client);
    }
    set_words(facts, line);
    return facts;
}

/* The client is not what the receiver saw: our server is. */
static void fill_in(Facts *facts, const LoggedMail *mail)
{
    Host host = {0};
    if (mail->expired && facts->action == ACTION_DELAYED)
        facts->action = ACTION_FAILED;
    if (!facts->sender.text && mail->sender && *mail->sender)
        fact_set(&facts->sender, mail->sender, 85);
    if (!facts->login.text)
        fact_set(&facts->login, mail->login, 85);
    if (facts->source_ip.text || !mail->client || !host_from_field(mail->client, &host))
        return;
    if (host.ip && ip_is_public(host.ip)) {
        fact_set(&facts->source_ip, host.ip, 30);
        facts->source_is_login = TRUE;
    }
    host_clear(&host);
}

/* Takes the facts. */
static void add_case(Log *log, Facts *facts, const char *id, gsize start, gsize end)
{
    const char *recipient = facts->recipient.text ? facts->recipient.text : "";
    LoggedMail *mail = id ? mail_of(log, id) : NULL;
    g_autofree char *key = g_strconcat(id ? id : "", " ", recipient, NULL);
    gpointer before = g_hash_table_lookup(log->seen, key);
    guint place = before ? GPOINTER_TO_UINT(before) - 1 : log->cases->len;
    if (mail)
        fill_in(facts, mail);
    if (before) {
        facts_free(log->cases->pdata[place]);
        log->cases->pdata[place] = facts;
        g_array_index(log->places, gsize, 2 * place) = start;
        g_array_index(log->places, gsize, 2 * place + 1) = end;
        return;
    }
    g_ptr_array_add(log->cases, facts);
    g_ptr_array_add(log->ids, g_strdup(id));
    g_array_append_val(log->places, start);
    g_array_append_val(log->places, end);
    if (mail)
        g_array_append_val(mail->cases, place);
    g_hash_table_insert(log->seen, g_steal_pointer(&key), GUINT_TO_POINTER(place + 1));
}

static void note_delivery(Log *log, const LogLine *line)
{
    if (g_hash_table_size(log->deliveries) >= MAILS_MAX)
        return;
    Delivery *delivery = g_new0(Delivery, 1);
    delivery->mail = log_text_dup(line->id);
    delivery->recipient = log_text_dup(line->recipient);
    g_hash_table_insert(log->deliveries, log_text_dup(line->delivery), delivery);
}

static void note_about(Log *log, const LogLine *line)
{
    g_autofree char *id = log_text_dup(line->id);
    LoggedMail *mail = id ? mail_of(log, id) : NULL;
    if (!mail)
        return;
    if (line->sender.text) {
        g_free(mail->sender);
        mail->sender = log_text_dup(line->sender);
    }
    if (line->client.text) {
        g_free(mail->client);
        mail->client = log_text_dup(line->client);
    }
    if (line->login.text) {
        g_free(mail->login);
        mail->login = log_text_dup(line->login);
    }
}

/* Postfix: what was still waiting goes back to its sender. */
static void expire(Log *log, const LogLine *line)
{
    g_autofree char *id = log_text_dup(line->id);
    LoggedMail *mail = id ? mail_of(log, id) : NULL;
    if (mail)
        mail->expired = TRUE;
    for (guint i = 0; mail && i < mail->cases->len; i++) {
        Facts *facts = log->cases->pdata[g_array_index(mail->cases, guint, i)];
        if (facts->action == ACTION_DELAYED)
            facts->action = ACTION_FAILED;
    }
}

/* The recipients behind the first of a Sendmail line: ",<b@example.net>,<c@example.net>". */
static void add_others(Log *log, const LogLine *line, const Facts *first, const char *id,
                       gsize start, gsize end)
{
    LogText rest = line->others, behind;
    while (log_text_find(rest, "<", &behind)) {
        LogText recipient = log_text_until(behind, ">");
        Facts *facts = facts_copy(first);
        set_text(&facts->recipient, recipient, 90);
        add_case(log, facts, id, start, end);
        rest = log_text_from(behind, recipient.length);
    }
}

static void read_fate(Log *log, const LogLine *line, gsize start, gsize end)
{
    g_autofree char *id = log_text_dup(line->id), *number = log_text_dup(line->delivery);
    const Delivery *delivery = number ? g_hash_table_lookup(log->deliveries, number) : NULL;
    Facts *facts = facts_of(line);
    if (delivery) {
        fact_set(&facts->recipient, delivery->recipient, 90);
        g_free(id);
        id = g_strdup(delivery->mail);
    }
    g_autoptr(Facts) first = line->others.text ? facts_copy(facts) : NULL;
    add_case(log, facts, id, start, end);
    if (first)
        add_others(log, line, first, id, start, end);
}

static void read_line(Log *log, const char *text, gsize length, gsize start)
{
    LogLine line = log_line_read(text, length, log->now);
    if (line.act == LOG_STARTED)
        note_delivery(log, &line);
    else if (line.act == LOG_ABOUT)
        note_about(log, &line);
    else if (line.act == LOG_EXPIRED)
        expire(log, &line);
    else if (log_line_is_fate(&line))
        read_fate(log, &line, start, start + length);
}

static void read_lines(Log *log, const char *text, gsize length)
{
    gsize at = 0;
    while (at < length) {
        const char *end = memchr(text + at, '\n', length - at);
        gsize line = end ? (gsize)(end - text) - at : length - at;
        read_line(log, text + at, line, at);
        at += line + 1;
    }
}

void log_read(const char *text, gsize length, GPtrArray *cases)
{
    Log log = {0};
    log_init(&log, cases);
    read_lines(&log, text, length);
    log_clear(&log);
}

static void place_all(Facts *facts, const char *line, gsize length, gsize start)
{
    Fact *all[] = {&facts->recipient,  &facts->original_recipient, &facts->sender,
                   &facts->reply_code, &facts->enhanced_status,    &facts->diagnostic,
                   &facts->source_ip,  &facts->remote_mta_name,    &facts->remote_mta_ip,
                   &facts->helo,       &facts->sender_domain,      &facts->login};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i]->text && *all[i]->text &&
            text_locate(line, length, all[i]->text, &all[i]->start, &all[i]->end)) {
            all[i]->start += start;
            all[i]->end += start;
        }
}

/* "... after RCPT TO:<a@example.net>: host mx.example.net [192.0.2.1]: 550 ...": where the line has
 * no field of its own for it. */
static void find_remote(Facts *facts)
{
    Host host = {0};
    if (facts->remote_mta_name.text || facts->remote_mta_ip.text || !facts->diagnostic.text ||
        !strstr(facts->diagnostic.text, "host "))
        return;
    g_autoptr(SpottedText) words =
        spotted_text_new(facts->diagnostic.text, strlen(facts->diagnostic.text));
    if (host_find_remote(words, 0, words->length, &host)) {
        fact_set(&facts->remote_mta_name, host.name, 80);
        fact_set(&facts->remote_mta_ip, host.ip, 80);
    }
    host_clear(&host);
}

/* As message_read() does for a message. `line` stands at `start` of the input, or nowhere. */
static void complete(Facts *facts, const char *line, gsize length, gsize start)
{
    reply_set_roles(facts);
    find_remote(facts);
    origin_complete_line(facts);
    facts->speaker = facts->remote_mta_name.text || facts->remote_mta_ip.text ? SPEAKER_OTHER_SIDE
                                                                              : SPEAKER_UNKNOWN;
    if (start != FACT_NOT_VERBATIM)
        place_all(facts, line, length, start);
    rewritten_read(facts, NULL);
    g_free(facts->text);
    facts->text = g_strndup(line, length);
}

/* The cases of one mail stand together. */
static GPtrArray *by_mail(const Log *log)
{
    GPtrArray *mails = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < log->cases->len; i++) {
        const char *id = log->ids->pdata[i];
        GPtrArray *mail = id ? g_hash_table_lookup(places, id) : NULL;
        if (!mail) {
            mail = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
            g_ptr_array_add(mails, mail);
            if (id)
                g_hash_table_insert(places, log->ids->pdata[i], mail);
        }
        g_ptr_array_add(mail, log->cases->pdata[i]);
    }
    return mails;
}

GPtrArray *log_read_mails(const char *text, gsize length, const char *input, gsize input_length)
{
    Log log = {0};
    g_autoptr(GPtrArray) cases = g_ptr_array_new();
    gboolean verbatim = length == input_length && !memcmp(text, input, length);
    log_init(&log, cases);
    read_lines(&log, text, length);
    for (guint i = 0; i < cases->len; i++) {
        gsize start = g_array_index(log.places, gsize, 2 * i);
        gsize end = g_array_index(log.places, gsize, 2 * i + 1);
        complete(cases->pdata[i], text + start, end - start, verbatim ? start : FACT_NOT_VERBATIM);
    }
    GPtrArray *mails = by_mail(&log);
    log_clear(&log);
    return mails;
}
