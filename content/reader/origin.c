#include "content/reader/origin.h"

#include <string.h>

#include "content/reader/header_blocks.h"
#include "content/reader/origin_words.h"
#include "content/reader/read_reply_roles.h"
#include "content/text/read_address.h"
#include "content/text/read_fields.h"
#include "content/text/read_text.h"

enum {
    SURE_WORDS = 85,
    SURE_ENVELOPE = 80,
    SURE_FROM = 80,
    SURE_ADDRESSEE = 70,
    SURE_BLOCK = 65,
    SURE_LOGIN = 30
};

struct Origin {
    const SpottedText *spotted;
    const Returned *returned;
    OriginWords words, person; /* of the whole text; of the one who asks */
    OriginWords fields;        /* of the returned header */
    GPtrArray *blocks;         /* HeaderBlock* */
    char *addressee;           /* who the bounce went to, by its own header; or NULL */
    gboolean told_apart;       /* each case has words of its own, the text as a whole none */
};

static gboolean is_robot(const char *address)
{
    return !strchr(address, '@') || header_is_robot(address);
}

/* Whether a mail system wrote the message itself: it then went to the sender. */
static gboolean is_of_system(const Mail *mail)
{
    const char *path = fields_get(mail->headers, "Return-Path"),
               *automatic = fields_get(mail->headers, "Auto-Submitted");
    g_autofree char *from = mail_header(mail, "From");
    g_autofree char *subject = mail_header(mail, "Subject");
    g_autofree char *plain = from ? g_strstrip(g_strdup(from)) : NULL;
    return mail->is_delivery_report || (path && g_str_has_prefix(path, "<>")) ||
           (automatic && !g_ascii_strncasecmp(automatic, "auto-", 5)) ||
           fields_get(mail->headers, "X-Failed-Recipients") ||
           (plain && header_is_of_system(plain)) || (subject && header_is_of_bounce(subject));
}

/* Its To:, else what a mail system noted on the way (RFC 5322 has no field for it). */
static char *read_addressee(const Mail *mail)
{
    static const char *const names[] = {"To",           "Envelope-To", "X-Original-To",
                                        "Delivered-To", "X-RCPT-TO",   "X-Apparently-To"};
    if (!mail->has_header || mail->is_feedback || mail->is_aggregate || !is_of_system(mail))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *value = mail_header(mail, names[i]);
        g_autofree char *address = value ? address_from_value(value) : NULL;
        if (address && !is_robot(address))
            return g_steal_pointer(&address);
    }
    return NULL;
}

/* What the receivers noted in the returned header: Received-SPF (RFC 7208 9.1),
 * Authentication-Results (RFC 8601) and its ARC- and X- kin. The newest first, as they stand. */
static void read_result_fields(Origin *origin)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < origin->returned->results->len; i++)
        g_string_append_printf(all, "%s\n", (const char *)origin->returned->results->pdata[i]);
    if (all->len)
        origin_words_read(all->str, all->len, origin_phrases, NULL, &origin->fields);
}

Origin *origin_new(const Mail *mail, const SpottedText *spotted, const Returned *returned)
{
    Origin *origin = g_new0(Origin, 1);
    origin->spotted = spotted;
    origin->returned = returned;
    origin->addressee = read_addressee(mail);
    origin->blocks = header_blocks_read(spotted->text, spotted->length);
    read_result_fields(origin);
    origin_words_read(spotted->text, spotted->end, origin_phrases, NULL, &origin->words);
    if (!is_of_system(mail))
        origin_words_read(spotted->text, spotted->end, origin_persons_phrases, NULL,
                          &origin->person);
    return origin;
}

void origin_free(Origin *origin)
{
    if (!origin)
        return;
    origin_words_clear(&origin->words);
    origin_words_clear(&origin->person);
    origin_words_clear(&origin->fields);
    g_ptr_array_unref(origin->blocks);
    g_free(origin->addressee);
    g_free(origin);
}

/* A forward's lines above a notification. */
static gboolean is_of_notice(const HeaderBlock *block)
{
    return block->to && !is_robot(block->to) && (block->from_system || block->subject_of_bounce);
}

void origin_tell_apart(Origin *origin)
{
    origin->told_apart = TRUE;
}

void origin_add_senders(const Origin *origin, GPtrArray *addresses)
{
    const char *all[] = {origin->addressee, origin->words.sender.text, origin->person.sender.text};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i])
            g_ptr_array_add(addresses, g_strdup(all[i]));
    for (guint i = 0; i < origin->blocks->len; i++) {
        const HeaderBlock *block = origin->blocks->pdata[i];
        if (is_of_notice(block))
            g_ptr_array_add(addresses, g_strdup(block->to));
    }
}

gboolean origin_is_ours(const Origin *origin, const char *address)
{
    const Fact *all[] = {&origin->words.sender, &origin->words.login};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i]->confidence >= SURE_WORDS && !g_ascii_strcasecmp(all[i]->text, address))
            return TRUE;
    return FALSE;
}

static gboolean is_recipient(const Facts *facts, const char *address)
{
    return (facts->recipient.text && !g_ascii_strcasecmp(address, facts->recipient.text)) ||
           (facts->original_recipient.text &&
            !g_ascii_strcasecmp(address, facts->original_recipient.text));
}

static gboolean is_within(const char *name, const char *domain)
{
    gsize length = strlen(name), below = strlen(domain);
    return length >= below && !g_ascii_strcasecmp(name + length - below, domain) &&
           (length == below || name[length - below - 1] == '.');
}

/* Whether the address may be the sender's although the words tell another domain. */
static gboolean agrees(const Facts *facts, const char *address)
{
    g_autofree char *domain = address_domain(address);
    const char *told = facts->sender_domain.text;
    return !told || !domain || is_within(domain, told) || is_within(told, domain);
}

/* Takes the address where nothing better told one. */
static void take_sender(Facts *facts, const char *address, int confidence)
{
    if (!facts->sender.text && address && strchr(address, '@') && !is_recipient(facts, address) &&
        agrees(facts, address))
        fact_set(&facts->sender, address, confidence);
}

static void take_words(Facts *facts, const OriginWords *words)
{
    take_sender(facts, words->sender.text, words->sender.confidence);
    if (!facts->sender_domain.text && words->domain.text) {
        fact_set(&facts->sender_domain, words->domain.text, words->domain.confidence);
        facts->sender_is_from = words->domain_is_from && !facts->sender.text;
    }
    if (!facts->login.text)
        fact_set(&facts->login, words->login.text, words->login.confidence);
    if (!facts->helo.text)
        fact_set(&facts->helo, words->helo.text, words->helo.confidence);
    if (words->selector && !facts->dkim->len)
        g_ptr_array_add(facts->dkim, dkim_signature_new(words->signer, words->selector));
}

/* Lines below what was said of the failure. */
static gboolean is_below_failure(const Origin *origin, const HeaderBlock *block)
{
    return spotted_within(origin->spotted, PHRASE_FAILED, 0, block->start) ||
           spotted_within(origin->spotted, PHRASE_UNDELIVERED, 0, block->start) ||
           spotted_within(origin->spotted, PHRASE_RETURNED, 0, block->start);
}

/* First the header of the original mail, which a person wrote to the address that failed; then who
 * a notification went to; then who wrote what stands below the failure. */
static void take_blocks(const Origin *origin, Facts *facts)
{
    gboolean has_notice = FALSE;
    for (guint i = 0; i < origin->blocks->len; i++) {
        const HeaderBlock *block = origin->blocks->pdata[i];
        has_notice |= is_of_notice(block);
        if (block->from && !block->from_system && block->to && is_recipient(facts, block->to))
            take_sender(facts, block->from, SURE_FROM);
    }
    for (guint i = 0; i < origin->blocks->len; i++) {
        const HeaderBlock *block = origin->blocks->pdata[i];
        if (is_of_notice(block))
            take_sender(facts, block->to, SURE_ADDRESSEE);
        else if (!has_notice && block->from && !block->from_system &&
                 is_below_failure(origin, block))
            take_sender(facts, block->from, SURE_BLOCK);
    }
}

static void set_sender(const Origin *origin, const OriginWords *own, Facts *facts)
{
    const Returned *returned = origin->returned;
    fact_set(&facts->from, returned->from, SURE_FROM);
    if (!facts->sender.text && returned->return_path)
        fact_set(&facts->sender, returned->return_path, SURE_ENVELOPE);
    take_words(facts, own);
    if (!origin->told_apart)
        take_words(facts, &origin->words);
    take_sender(facts, origin->fields.sender.text, origin->fields.sender.confidence);
    if (!facts->login.text)
        fact_set(&facts->login, returned->login, SURE_ENVELOPE);
    if (!facts->sender.text) {
        take_sender(facts, returned->from, SURE_FROM);
        facts->sender_is_from |= facts->sender.text != NULL;
    }
    take_words(facts, &origin->fields);
    take_sender(facts, origin->addressee, SURE_ADDRESSEE);
    if (!origin->told_apart) {
        take_blocks(origin, facts);
        take_words(facts, &origin->person);
    }
    take_sender(facts, returned->reply_to, SURE_BLOCK);
    if (facts->sender.text)
        fact_clear(&facts->sender_domain);
}

static void take_ip(Facts *facts, const Fact *ip)
{
    if (!facts->source_ip.text && ip->text && g_strcmp0(ip->text, facts->remote_mta_ip.text))
        fact_set(&facts->source_ip, ip->text, ip->confidence);
}

/* The receiver saw it; what the words say of it goes before what the fields of a log do. */
static void set_source(const Origin *origin, const OriginWords *own, Facts *facts)
{
    const Returned *returned = origin->returned;
    g_autofree char *said =
        own->source_ip.text ? g_strdup(own->source_ip.text) : reply_source_ip(facts);
    if (said)
        fact_set(&facts->source_ip, said, 90);
    if (!origin->told_apart)
        take_ip(facts, &origin->words.source_ip);
    if (returned->source_is_login)
        take_ip(facts, &origin->fields.source_ip);
    if (!facts->source_ip.text && returned->source_ip) {
        fact_set(&facts->source_ip, returned->source_ip,
                 returned->source_is_login ? SURE_LOGIN : 70);
        facts->source_is_login = returned->source_is_login;
    }
    take_ip(facts, &origin->fields.source_ip);
    take_ip(facts, &origin->person.source_ip);
    if (!facts->helo.text)
        fact_set(&facts->helo, returned->helo, 70);
}

void origin_complete(const Origin *origin, Facts *facts)
{
    g_auto(OriginWords) own = {.selector = NULL};
    const char *words = facts->diagnostic.text;
    if (words)
        origin_words_read(words, strlen(words), origin_phrases, facts->recipient.text, &own);
    set_sender(origin, &own, facts);
    set_source(origin, &own, facts);
}

void origin_complete_line(Facts *facts)
{
    g_auto(OriginWords) own = {.selector = NULL};
    const char *words = facts->diagnostic.text;
    if (words)
        origin_words_read(words, strlen(words), origin_phrases, facts->recipient.text, &own);
    take_words(facts, &own);
    if (facts->sender.text)
        fact_clear(&facts->sender_domain);
    g_autofree char *said =
        own.source_ip.text ? g_strdup(own.source_ip.text) : reply_source_ip(facts);
    if (said) {
        fact_set(&facts->source_ip, said, 90);
        facts->source_is_login = FALSE;
    }
}

static void replace(Fact *fact, const char *text, int confidence)
{
    if (text)
        fact_set(fact, text, confidence);
}

void origin_read_header(Facts *facts, const char *text, gsize length)
{
    g_autoptr(GString) lines = text_lines(text, length);
    g_autoptr(Returned) returned = returned_read(lines->str, lines->len);
    Origin origin = {.returned = returned};
    read_result_fields(&origin);
    const char *envelope = returned->return_path && !is_robot(returned->return_path)
                               ? returned->return_path
                               : origin.fields.sender.text;
    replace(&facts->from, returned->from, SURE_FROM);
    replace(&facts->sender, envelope ? envelope : returned->from, SURE_ENVELOPE);
    facts->sender_is_from = !envelope && returned->from;
    const char *ip = returned->source_is_login && origin.fields.source_ip.text
                         ? origin.fields.source_ip.text
                         : returned->source_ip;
    replace(&facts->source_ip, ip, SURE_ENVELOPE);
    facts->source_is_login = ip == returned->source_ip && returned->source_is_login;
    replace(&facts->helo, returned->helo, SURE_ENVELOPE);
    replace(&facts->login, returned->login, SURE_ENVELOPE);
    for (guint i = 0; i < returned->dkim->len; i++)
        g_ptr_array_add(facts->dkim, dkim_signature_copy(returned->dkim->pdata[i]));
    origin_words_clear(&origin.fields);
}
