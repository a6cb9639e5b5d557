#include "content/reader/read_message.h"

#include <string.h>

#include "content/text/read_address.h"
#include "content/reader/origin.h"
#include "content/reader/read_dates.h"
#include "content/reader/read_delivery_status.h"
#include "content/text/read_fields.h"
#include "content/reader/read_host.h"
#include "content/reader/read_json.h"
#include "content/reader/read_kind.h"
#include "content/reader/read_log.h"
#include "content/reader/read_mail.h"
#include "content/reader/read_prose.h"
#include "content/reader/read_reply.h"
#include "content/reader/read_reply_roles.h"
#include "content/reader/read_returned.h"
#include "content/reader/read_rewritten.h"
#include "content/reader/read_tracking.h"

enum { URLS_MAX = 100, DIAGNOSTIC_MAX = 2000, TYPED_MAX = 1500 };

typedef struct {
    Mail *mail;
    SpottedText *spotted; /* the prose */
    Returned *returned;
    Origin *origin;
    GBytes *signed_message; /* the returned message, where it is signed; or NULL */
    GPtrArray *cases;
    InputKind kind; /* KIND_COUNT where the form of the input does not tell it */
} Reading;

static Facts *add_case(GPtrArray *cases, const char *recipient, int confidence)
{
    Facts *facts = facts_new(KIND_FAILURE);
    fact_set(&facts->recipient, recipient, confidence);
    g_ptr_array_add(cases, facts);
    return facts;
}

/* Where the words name nobody: the field that Exim adds. */
static void read_failed_recipients(Reading *reading)
{
    g_autofree char *failed = mail_header(reading->mail, "X-Failed-Recipients");
    g_auto(GStrv) addresses = g_strsplit(failed ? failed : "", ",", 1000);
    for (char **address = addresses; *address; address++) {
        g_autofree char *plain = address_from_value(*address);
        if (plain)
            add_case(reading->cases, plain, 80)->action = ACTION_FAILED;
    }
}

/* The words of the whole, where they are about one recipient or nobody. */
static void read_words(Reading *reading)
{
    const SpottedText *spotted = reading->spotted;
    if (!reading->cases->len)
        add_case(reading->cases, NULL, 0);
    Facts *facts = reading->cases->pdata[0];
    prose_read_reply(spotted, 0, spotted->end, facts);
    if (facts->diagnostic.text)
        return;
    g_autofree char *words = reply_unfold(spotted->text, spotted->end, DIAGNOSTIC_MAX);
    fact_set(&facts->diagnostic, words, 30);
}

/* The addresses of the sender and of who got the bounce. NULL-terminated. */
static GPtrArray *own_addresses(const Reading *reading)
{
    GPtrArray *own = g_ptr_array_new_with_free_func(g_free);
    const Returned *returned = reading->returned;
    g_autofree char *to = mail_header(reading->mail, "To");
    g_autofree char *got = to ? address_from_value(to) : NULL;
    const char *all[] = {got, returned->return_path, returned->from};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i])
            g_ptr_array_add(own, g_strdup(all[i]));
    origin_add_senders(reading->origin, own);
    g_ptr_array_add(own, NULL);
    return own;
}

/* Users of the mail system that wrote the bounce. */
static void read_users(Reading *reading)
{
    g_autofree char *from = mail_header(reading->mail, "From");
    g_autofree char *address = from ? address_from_value(from) : NULL;
    g_autofree char *domain = address_domain(address);
    if (domain && address_is_system(address, strlen(address)))
        prose_read_users(reading->spotted, domain, reading->cases);
}

/* What the returned message was sent to. */
static void read_returned_to(Reading *reading)
{
    if (reading->returned->to)
        add_case(reading->cases, reading->returned->to, 40);
}

static void set_refused_sender(Reading *reading, const char *sender)
{
    if (!sender)
        return;
    if (!reading->cases->len)
        add_case(reading->cases, NULL, 0);
    for (guint i = 0; i < reading->cases->len; i++)
        fact_set(&((Facts *)reading->cases->pdata[i])->sender, sender, 85);
}

/* From what is said clearly to what is hardly more than a guess. */
static void read_prose(Reading *reading)
{
    g_autoptr(GPtrArray) own = own_addresses(reading);
    const char *const *addresses = (const char *const *)own->pdata;
    GPtrArray *cases = reading->cases;
    g_autofree char *sender = prose_read(reading->spotted, addresses, CANDIDATE_LIKELY, cases);
    if (!cases->len)
        read_failed_recipients(reading);
    if (!cases->len)
        read_users(reading);
    if (!cases->len)
        read_returned_to(reading);
    if (!cases->len)
        g_free(prose_read(reading->spotted, addresses, CANDIDATE_NOTHING + 1, cases));
    if (cases->len == 1 &&
        origin_is_ours(reading->origin, ((Facts *)cases->pdata[0])->recipient.text))
        g_ptr_array_set_size(cases, 0);
    set_refused_sender(reading, sender);
    if (cases->len <= 1)
        read_words(reading);
}

/* A final recipient that is a pipe or a file was made from an address, which other places tell. */
static void read_address_of_pipe(Reading *reading)
{
    Facts *facts = reading->cases->pdata[0];
    if (reading->cases->len != 1 || strchr(facts->recipient.text, '@'))
        return;
    g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
    Reading other = *reading;
    other.cases = cases;
    read_failed_recipients(&other);
    if (!cases->len)
        g_free(prose_read(reading->spotted, NULL, CANDIDATE_ENOUGH, cases));
    if (cases->len == 1)
        fact_set(&facts->recipient, ((Facts *)cases->pdata[0])->recipient.text, 80);
}

/* Structure before prose: status parts, status fields in the text, log lines, words. */
static void read_cases(Reading *reading)
{
    const Mail *mail = reading->mail;
    gsize start;
    for (guint i = 0; i < mail->status->len; i++)
        delivery_status_read(mail->status->pdata[i], reading->cases);
    if (!reading->cases->len && delivery_status_in_text(mail->prose->str, mail->prose->len, &start))
        delivery_status_read(mail->prose->str + start, reading->cases);
    if (reading->cases->len)
        read_address_of_pipe(reading);
    if (!reading->cases->len)
        reading->kind = json_read_events(mail->prose->str, mail->prose->len, reading->cases);
    if (!reading->cases->len && !mail->has_header) {
        tracking_read(mail->prose->str, mail->prose->len, reading->cases);
        if (!reading->cases->len)
            log_read(mail->prose->str, mail->prose->len, reading->cases);
        reading->kind = reading->cases->len ? KIND_LOG_LINE : KIND_COUNT;
    }
    if (!reading->cases->len)
        read_prose(reading);
}

/* All that is known of a message is told for each of its cases, so their number is bounded; those
 * of a status part less so, as each recipient has its own words there. Returns how many went. */
static guint leave_out(Reading *reading)
{
    enum { CASES_MAX = 1000, STATUS_CASES_MAX = 5000 };
    guint most = reading->mail->status->len ? STATUS_CASES_MAX : CASES_MAX;
    guint read = reading->cases->len;
    g_ptr_array_set_size(reading->cases, (int)MIN(read, most));
    return read - reading->cases->len;
}

/* Where the prose first names each recipient, FACT_NOT_VERBATIM where it does not; NULL where the
 * message speaks of one or of very many. */
static GArray *find_mentions(const Reading *reading)
{
    enum { MENTIONS_MAX = 64 };
    const SpottedText *spotted = reading->spotted;
    if (reading->cases->len < 2 || reading->cases->len > MENTIONS_MAX)
        return NULL;
    GArray *mentions = g_array_new(FALSE, FALSE, sizeof(gsize));
    for (guint i = 0; i < reading->cases->len; i++) {
        const char *recipient = ((const Facts *)reading->cases->pdata[i])->recipient.text;
        const char *found = recipient ? strcasestr(spotted->text, recipient) : NULL;
        gsize at = found ? (gsize)(found - spotted->text) : FACT_NOT_VERBATIM;
        g_array_append_val(mentions, at);
    }
    return mentions;
}

/* Where the words about a recipient that stand at `own` end: at the next one's. */
static gsize mention_end(const GArray *mentions, gsize own, gsize end)
{
    for (guint i = 0; i < mentions->len; i++) {
        gsize at = g_array_index(mentions, gsize, i);
        end = at > own ? MIN(end, at) : end;
    }
    return end;
}

/* The text of a status part is often thinner than the words beside it. */
static void read_missing_reply(const Reading *reading, Facts *facts, const GArray *mentions,
                               guint index)
{
    const SpottedText *spotted = reading->spotted;
    gsize end = spotted->end, start = 0;
    if (facts->diagnostic.text && facts->remote_mta_name.text)
        return;
    if (reading->cases->len > 1) {
        start = mentions ? g_array_index(mentions, gsize, index) : FACT_NOT_VERBATIM;
        if (start >= end)
            return;
        end = mention_end(mentions, start, MIN(end, start + DIAGNOSTIC_MAX));
    }
    prose_read_reply(spotted, start, end, facts);
}

static void set_generator(const Reading *reading, Facts *facts)
{
    Host host;
    if (facts->remote_mta_name.text || facts->remote_mta_ip.text || reading->mail->status->len ||
        !host_find_generator(reading->spotted, &host))
        return;
    fact_set(&facts->remote_mta_name, host.name, 50);
    fact_set(&facts->remote_mta_ip, host.ip, 50);
    host_clear(&host);
}

static void set_hosts(const Reading *reading, Facts *facts)
{
    set_generator(reading, facts);
    if (facts->reporting_mta.text)
        return;
    g_autofree char *reporting = host_find_reporting(reading->spotted);
    fact_set(&facts->reporting_mta, reporting, 70);
}

static void add_texts(GPtrArray *facts, const GPtrArray *texts, guint most)
{
    for (guint i = 0; i < texts->len && facts->len < most; i++)
        g_ptr_array_add(facts, fact_new(texts->pdata[i], 80));
}

static void set_returned(const Reading *reading, Facts *facts)
{
    const Returned *returned = reading->returned;
    for (guint i = 0; i < returned->dkim->len; i++) {
        const DkimSignature *signature = returned->dkim->pdata[i];
        g_ptr_array_add(facts->dkim, dkim_signature_copy(signature));
    }
    facts->returned = reading->signed_message ? g_bytes_ref(reading->signed_message) : NULL;
    add_texts(facts->urls, returned->urls, URLS_MAX);
    add_texts(facts->attachments, reading->mail->attachments, URLS_MAX);
    add_texts(facts->attachments, returned->attachments, URLS_MAX);
    fact_set(&facts->subject, returned->subject, 80);
}

static void place(TextLocator *locator, Fact *fact)
{
    if (fact->text && *fact->text)
        text_locator_find(locator, fact->text, &fact->start, &fact->end);
}

static void place_all(TextLocator *locator, Facts *facts)
{
    Fact *all[] = {&facts->recipient,
                   &facts->original_recipient,
                   &facts->sender,
                   &facts->sender_domain,
                   &facts->from,
                   &facts->login,
                   &facts->reply_code,
                   &facts->enhanced_status,
                   &facts->diagnostic,
                   &facts->reporting_mta,
                   &facts->remote_mta_name,
                   &facts->remote_mta_ip,
                   &facts->source_ip,
                   &facts->helo,
                   &facts->date,
                   &facts->arrival_date,
                   &facts->last_attempt_date,
                   &facts->will_retry_until};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        place(locator, all[i]);
}

/* What the prose says of all recipients, and what it says of this one. */
static char *own_text(const Reading *reading, const GArray *mentions, gsize own)
{
    const SpottedText *spotted = reading->spotted;
    gsize first = own, end = mention_end(mentions, own, MAX(spotted->end, own));
    for (guint i = 0; i < mentions->len; i++)
        first = MIN(first, g_array_index(mentions, gsize, i));
    g_autofree char *words = g_strndup(spotted->text + own, end - own);
    return g_strdup_printf("%.*s%s", (int)first, spotted->text, words);
}

/* A case that shares its message with others has only what is said of it: the words about another
 * recipient tell no cause of this one. */
static char *text_of_case(const Reading *reading, const GArray *mentions, guint index)
{
    enum { TEXTS_MAX = 1 << 23 };
    const GString *prose = reading->mail->prose;
    const Facts *facts = reading->cases->pdata[index];
    gsize own = mentions ? g_array_index(mentions, gsize, index) : FACT_NOT_VERBATIM;
    if (mentions && facts->diagnostic.text &&
        (own == FACT_NOT_VERBATIM || reading->kind != KIND_COUNT))
        return g_strdup(facts->diagnostic.text);
    if (mentions && own != FACT_NOT_VERBATIM)
        return own_text(reading, mentions, own);
    gsize length = MIN(prose->len, (gsize)TEXTS_MAX / MAX(reading->cases->len, 1));
    while (length && ((guchar)prose->str[length] & 0xc0) == 0x80)
        length--;
    return g_strndup(prose->str, length);
}

static gboolean is_typed(const Mail *mail)
{
    return !mail->has_header && !mail->status->len && mail->prose->len <= TYPED_MAX;
}

/* As they stand, for their places to be found. A mail whose own date was lost bears that of the
 * newest Received; a status tells when it was tried last. */
static void set_dates(const Reading *reading, Facts *facts)
{
    const GPtrArray *headers = reading->mail->headers;
    const char *received = fields_get(headers, "Received");
    const char *semicolon = received ? strrchr(received, ';') : NULL;
    if (!facts->date.text) /* that of a log line is known */
        fact_set(&facts->date, fields_get(headers, "Date"), 90);
    if (!facts->date.text && semicolon)
        fact_set(&facts->date, semicolon + 1 + strspn(semicolon + 1, " \t"), 80);
    if (!facts->date.text)
        fact_set(&facts->date, facts->last_attempt_date.text, 80);
    if (!facts->arrival_date.text)
        fact_set(&facts->arrival_date, reading->returned->date, 60);
}

static void complete(const Reading *reading, Facts *facts, TextLocator *locator)
{
    reply_set_roles(facts);
    set_hosts(reading, facts);
    origin_complete(reading->origin, facts);
    set_returned(reading, facts);
    facts->typed = is_typed(reading->mail);
    facts->unread = reading->mail->unread;
    facts->speaker = facts->remote_mta_name.text || facts->remote_mta_ip.text ? SPEAKER_OTHER_SIDE
                     : facts->reporting_mta.text                              ? SPEAKER_OUR_SIDE
                                                                              : SPEAKER_UNKNOWN;
    set_dates(reading, facts);
    place_all(locator, facts);
    dates_complete(facts);
    rewritten_read(facts, reading->returned->to);
}

/* The returned message of a paste stands below its notification, with or without a line that
 * announces it. *text is what it was read from. */
static Returned *read_returned(const Mail *mail, const SpottedText *spotted, const char **text)
{
    *text = mail->returned->str;
    if (mail->returned->len || spotted->end >= spotted->length)
        return returned_read(*text, mail->returned->len);
    *text = spotted->text + spotted->end;
    return returned_read(*text, spotted->length - spotted->end);
}

/* As a part of its own it is whole; the header alone, and what stands in a text, are what was read.
 */
static GBytes *signed_message(const Mail *mail, const Returned *returned, const char *text)
{
    const char *message = mail->signed_message;
    if (!message && returned->dkim->len)
        message = text + returned->start;
    return message ? g_bytes_new(message, strlen(message)) : NULL;
}

/* What no words told: by the kind of the message, or by the class of the reply (RFC 5321 4.2.1). */
static void set_action(const Reading *reading, Facts *facts, InputKind kind)
{
    const char *code =
        facts->reply_code.text ? facts->reply_code.text : facts->enhanced_status.text;
    gboolean told =
        facts->action != ACTION_UNKNOWN && (kind != KIND_DELAY || reading->mail->status->len);
    if (told)
        return;
    if (kind == KIND_FAILURE || kind == KIND_BACKSCATTER)
        facts->action = ACTION_FAILED;
    else if (kind == KIND_DELAY)
        facts->action = ACTION_DELAYED;
    else if (kind == KIND_DELIVERED)
        facts->action = ACTION_DELIVERED;
    else if (kind == KIND_SMTP_REPLY && code)
        facts->action = *code == '5' ? ACTION_FAILED : ACTION_DELAYED;
}

static void set_kind(const Reading *reading, Facts *facts, InputKind kind)
{
    facts->kind = kind;
    if (kind == KIND_AUTO_REPLY)
        facts->answer = answer_of(reading->mail, reading->spotted);
    set_action(reading, facts, kind);
}

static void complete_all(const Reading *reading, TextLocator *locator)
{
    g_autoptr(GArray) mentions = find_mentions(reading);
    if (reading->kind != KIND_COUNT && reading->cases->len > 1)
        origin_tell_apart(reading->origin);
    for (guint i = 0; i < reading->cases->len; i++) {
        Facts *facts = reading->cases->pdata[i];
        read_missing_reply(reading, facts, mentions, i);
        complete(reading, facts, locator);
        g_free(facts->text);
        facts->text = text_of_case(reading, mentions, i);
    }
}

Message *message_read(const char *text, gsize length, TextLocator *locator)
{
    Message *message = g_new0(Message, 1);
    g_autoptr(Mail) mail = mail_read(text, length);
    g_autoptr(SpottedText) spotted = spotted_text_new(mail->prose->str, mail->prose->len);
    spotted->end = prose_find_end(spotted);
    const char *returned_text;
    g_autoptr(Returned) returned = read_returned(mail, spotted, &returned_text);
    g_autoptr(GBytes) signature = signed_message(mail, returned, returned_text);
    g_autoptr(Origin) origin = origin_new(mail, spotted, returned);
    Reading reading = {.mail = mail,
                       .origin = origin,
                       .spotted = spotted,
                       .returned = returned,
                       .signed_message = signature,
                       .kind = KIND_COUNT};
    reading.cases = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
    read_cases(&reading);
    guint left_out = leave_out(&reading);
    complete_all(&reading, locator);
    message->cases = reading.cases;
    message->kind =
        reading.kind == KIND_COUNT ? kind_of(mail, spotted, reading.cases) : reading.kind;
    for (guint i = 0; i < reading.cases->len; i++) {
        Facts *facts = reading.cases->pdata[i];
        set_kind(&reading, facts, message->kind);
        facts->left_out = left_out;
    }
    return message;
}
