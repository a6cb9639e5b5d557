/* Phrases with slots, found in folded text: from the first literal of each phrase the slots before
 * and behind it are read. */
#include "content/reader/origin_words.h"

#include <string.h>

#include "content/reader/header_blocks.h"
#include "content/text/phrase_match.h"
#include "content/text/read_address.h"

enum {
    LOOK_MAX = 1 << 16,
    SLOTS_MAX = 4,
    GAP_MAX = 6,
    GAP_BEFORE_MAX = 3,
    PLACES_MAX = 24,
    NAME_BYTES_MAX = 255
};

#define OPENING " <([{\"'`:=*"
#define CLOSING " >)]}\"'`.,;:*"
#define AROUND " <>([])\"'`:" /* what a literal may lack at its ends */

/* What was read in a slot: byte range of the folded text. */
typedef struct {
    char kind;
    Span span;
} Slot;

typedef struct {
    const char *plain;        /* the text that was folded */
    const FoldedText *folded; /* of `plain` */
    const char *recipient;
    OriginWords *words;
} Reading;

/* One phrase at one place. */
typedef struct {
    Slot slots[SLOTS_MAX];
    guint count;
} Match;

/* Reply codes within a reply that was wrapped anew ("has a 550-5.7.26 hard fail") say nothing. */
static gsize code_length(const char *text, gsize left)
{
    if (left < 10 || (*text != '4' && *text != '5') || !g_ascii_isdigit(text[1]) ||
        !g_ascii_isdigit(text[2]) || (text[3] != '-' && text[3] != ' ') || text[4] != *text ||
        text[5] != '.')
        return 0;
    gsize length = 4 + strspn(text + 4, "0123456789.");
    return length <= left && g_ascii_isspace(text[length]) ? length : 0;
}

/* Without repeated reply codes, "%40" (RFC 3986) as it is meant. g_free(). */
static char *plain_words(const char *text, gsize length)
{
    GString *plain = g_string_sized_new(length + 1);
    for (gsize i = 0; i < length;) {
        gboolean begins = i == 0 || g_ascii_isspace(text[i - 1]);
        gsize code = begins ? code_length(text + i, length - i) : 0;
        if (!code && length - i >= 3 && !memcmp(text + i, "%40", 3)) {
            g_string_append_c(plain, '@');
            i += 3;
        } else if (code) {
            i += code;
        } else {
            g_string_append_c(plain, text[i++] ? text[i - 1] : ' ');
        }
    }
    return g_string_free(plain, FALSE);
}

static gsize skip(const FoldedText *folded, gsize at, const char *set)
{
    for (guint i = 0; i < GAP_MAX && at < folded->length && strchr(set, folded->bytes[at]); i++)
        at++;
    return at;
}

static gboolean is_word_byte(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
}

/* A single word, as HELO names and selectors may be. */
static gboolean read_word(const FoldedText *folded, gsize at, Span *span)
{
    gsize end = at;
    while (end < folded->length && end - at < NAME_BYTES_MAX && is_word_byte(folded->bytes[end]))
        end++;
    while (end > at && strchr(".-", folded->bytes[end - 1]))
        end--;
    *span = (Span){at, end};
    return end > at;
}

static gboolean read_address(const FoldedText *folded, gsize at, Span *span)
{
    gsize look = MIN(folded->length, at + 2 * NAME_BYTES_MAX);
    return address_next(folded->bytes, look, at, span) && span->start == at &&
           memchr(folded->bytes + at, '.', span->end - at);
}

static gboolean read_ip(const FoldedText *folded, gsize at, Span *span)
{
    return ip_next(folded->bytes, MIN(folded->length, at + 64), at, span) && span->start == at;
}

/* "mx.example.org [192.0.2.1]" is a host and no domain of mail. */
static gboolean is_host(const FoldedText *folded, gsize end)
{
    Span ip;
    gsize at = skip(folded, end, " ");
    return at < folded->length && strchr("[(", folded->bytes[at]) && read_ip(folded, at + 1, &ip);
}

static gboolean read_domain(const FoldedText *folded, gsize at, Span *span)
{
    gsize look = MIN(folded->length, at + NAME_BYTES_MAX);
    return host_next(folded->bytes, look, at, span) && span->start == at &&
           (span->end >= folded->length || folded->bytes[span->end] != '@') &&
           !is_host(folded, span->end);
}

static gboolean read_kind(const FoldedText *folded, char kind, gsize at, Span *span)
{
    switch (kind) {
    case 's':
        return read_address(folded, at, span);
    case 'o':
    case 'f':
        return read_address(folded, at, span) || read_domain(folded, at, span);
    case 'g':
        return read_domain(folded, at, span);
    case 'i':
        return read_ip(folded, at, span);
    case 'h':
        return !read_address(folded, at, span) && read_word(folded, at, span);
    case 'k':
        return read_word(folded, at, span);
    default:
        return read_address(folded, at, span) || read_ip(folded, at, span) ||
               read_word(folded, at, span);
    }
}

/* "2001:db8::25", "a@example.net", "mx.example.net": where the word that ends at `end` begins. */
static gsize word_start(const FoldedText *folded, gsize end)
{
    gsize at = end;
    while (at > 0 && end - at < NAME_BYTES_MAX &&
           (is_word_byte(folded->bytes[at - 1]) || strchr("@+:%=", folded->bytes[at - 1])))
        at--;
    while (at < end && strchr(":=.", folded->bytes[at]))
        at++;
    return at;
}

static gboolean read_before(const FoldedText *folded, char kind, gsize anchor, Match *match)
{
    gsize end = anchor;
    for (guint i = 0; i < GAP_BEFORE_MAX && end > 0 && strchr(CLOSING, folded->bytes[end - 1]); i++)
        end--;
    gsize start = word_start(folded, end);
    if (kind == 'k' && memchr(folded->bytes + start, '.', end - start))
        start = end;
    Span span;
    if (start == end || !read_kind(folded, kind, start, &span) || span.end != end)
        return FALSE;
    match->slots[match->count++] = (Slot){kind, span};
    return TRUE;
}

/* The literal that begins at `from` in a phrase, without what a text may have around it. */
static gsize literal(const char **from)
{
    gsize length = strcspn(*from, "{");
    while (length && strchr(AROUND, **from)) {
        (*from)++;
        length--;
    }
    while (length && strchr(AROUND, (*from)[length - 1]))
        length--;
    return length;
}

/* The rest of a phrase, its slots and literals in turn, from `at` on. */
static gboolean read_behind(const FoldedText *folded, const char *phrase, gsize at, Match *match)
{
    phrase += strcspn(phrase, "{");
    while (*phrase == '{') {
        Slot slot = {.kind = phrase[1]};
        if (match->count >= SLOTS_MAX ||
            !read_kind(folded, slot.kind, skip(folded, at, OPENING), &slot.span))
            return FALSE;
        match->slots[match->count++] = slot;
        phrase += 3;
        gsize length = literal(&phrase);
        at = skip(folded, slot.span.end, CLOSING OPENING);
        if (length) {
            if (at + length > folded->length || memcmp(folded->bytes + at, phrase, length) != 0)
                return FALSE;
            at += length;
        }
        phrase += strcspn(phrase, "{");
    }
    return TRUE;
}

/* No mail system is the sender. */
static gboolean can_send(const Reading *reading, const char *address)
{
    return !header_is_robot(address) &&
           (!reading->recipient || g_ascii_strcasecmp(address, reading->recipient) != 0);
}

/* As it stands in the text that was folded. g_free(). */
static char *original(const Reading *reading, const Span *span)
{
    const guint32 *offsets = reading->folded->offsets;
    gsize start = offsets[span->start], end = offsets[span->end - 1] + 1;
    return g_strndup(reading->plain + start, end - start);
}

static void take(Fact *fact, const char *text, int confidence)
{
    if (text && *text && confidence > fact->confidence)
        fact_set(fact, text, confidence);
}

static void take_domain(OriginWords *words, const char *text, gboolean is_from, int confidence)
{
    if (confidence > words->domain.confidence)
        words->domain_is_from = is_from;
    take(&words->domain, text, confidence);
}

static void take_slot(const Reading *reading, const Slot *slot, int confidence)
{
    OriginWords *words = reading->words;
    g_autofree char *text = original(reading, &slot->span);
    g_autofree char *ip = slot->kind == 'i' ? ip_canonical(text, strlen(text)) : NULL;
    if (strchr("so", slot->kind) && strchr(text, '@'))
        take(&words->sender, can_send(reading, text) ? text : NULL, confidence);
    else if (slot->kind == 'o' || slot->kind == 'f')
        take_domain(words, strchr(text, '@') ? strchr(text, '@') + 1 : text, slot->kind == 'f',
                    confidence);
    else if (slot->kind == 'i')
        take(&words->source_ip, ip && ip_is_public(ip) ? ip : NULL, confidence);
    else if (slot->kind == 'h')
        take(&words->helo, g_ascii_strcasecmp(text, "unknown") ? text : NULL, confidence);
    else if (slot->kind == 'u')
        take(&words->login, text, confidence);
}

static void take_key(const Reading *reading, const Match *match)
{
    OriginWords *words = reading->words;
    const Span *selector = NULL, *signer = NULL;
    for (guint i = 0; i < match->count; i++) {
        selector = match->slots[i].kind == 'k' ? &match->slots[i].span : selector;
        signer = match->slots[i].kind == 'g' ? &match->slots[i].span : signer;
    }
    if (!selector || !signer || words->selector)
        return;
    words->selector = original(reading, selector);
    words->signer = original(reading, signer);
}

static gboolean begins_word(const FoldedText *folded, gsize at)
{
    return !at || !g_ascii_isalnum(folded->bytes[at]) || !g_ascii_isalnum(folded->bytes[at - 1]);
}

/* The first place where a phrase is said whole. */
static void read_phrase(const Reading *reading, const OriginPhrase *phrase)
{
    const FoldedText *folded = reading->folded;
    const char *anchor = phrase->text + (*phrase->text == '{' ? 3 : 0);
    gsize length = literal(&anchor);
    const char *at = folded->bytes, *stop = folded->bytes + folded->length;
    for (guint i = 0; i < PLACES_MAX && at < stop; i++, at++) {
        at = memmem(at, (gsize)(stop - at), anchor, length);
        if (!at)
            return;
        Match match = {.count = 0};
        gsize place = (gsize)(at - folded->bytes);
        gboolean lead = *phrase->text == '{';
        if ((!lead && !begins_word(folded, place)) ||
            (lead && !read_before(folded, phrase->text[1], place, &match)) ||
            !read_behind(folded, anchor + length, place + length, &match))
            continue;
        for (guint k = 0; k < match.count; k++)
            take_slot(reading, &match.slots[k], phrase->confidence);
        take_key(reading, &match);
        return;
    }
}

void origin_words_read(const char *text, gsize length, const OriginPhrase *phrases,
                       const char *recipient, OriginWords *words)
{
    g_autofree char *plain = plain_words(text, MIN(length, (gsize)LOOK_MAX));
    g_autoptr(FoldedText) folded = folded_text_new(plain, strlen(plain));
    const Reading reading = {
        .plain = plain, .folded = folded, .recipient = recipient, .words = words};
    for (; phrases->text; phrases++)
        read_phrase(&reading, phrases);
}

void origin_words_clear(OriginWords *words)
{
    fact_clear(&words->sender);
    fact_clear(&words->domain);
    fact_clear(&words->source_ip);
    fact_clear(&words->helo);
    fact_clear(&words->login);
    g_clear_pointer(&words->selector, g_free);
    g_clear_pointer(&words->signer, g_free);
}
