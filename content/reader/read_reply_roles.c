#include "content/reader/read_reply_roles.h"

#include <string.h>

#include "content/text/read_address.h"
#include "content/reader/read_reply.h"

enum { ROLE_GAP = 3, WORDS_BEFORE = 24, NAME_BEFORE = 300 };

static const char *const sender_words[] = {"sender rejected",
                                           "suspected invalid sender",
                                           "max messages per",
                                           "maximum messages per",
                                           "sender address rejected",
                                           "domain of sender",
                                           "sender domain",
                                           "sender verify",
                                           "not allowed to send as",
                                           "is not allowed to send",
                                           "发件人被拒绝",
                                           "疑似无效发件",
                                           "每个会话"};
static const char *const recipient_words[] = {
    "recipient rejected", "invalid recipient", "requested action aborted",
    "收件人被拒绝",       "收件人无效",        "请求的操作中止"};

static gboolean begins_with_any(const char *text, gsize length, const char *const *words,
                                gsize count)
{
    for (gsize i = 0; i < count; i++)
        if (length >= strlen(words[i]) && !g_ascii_strncasecmp(text, words[i], strlen(words[i])))
            return TRUE;
    return FALSE;
}

gboolean reply_says_sender(const char *text, gsize length)
{
    return begins_with_any(text, length, sender_words, G_N_ELEMENTS(sender_words));
}

/* Behind "SMTP", the reply code and the enhanced status. */
static const char *skip_codes(const char *text)
{
    gsize length = strlen(text), end;
    gsize at = g_ascii_strncasecmp(text, "SMTP ", 5) ? 0 : 5;
    if (length >= at + 4 && g_ascii_isdigit(text[at]) && g_ascii_isdigit(text[at + 1]) &&
        g_ascii_isdigit(text[at + 2]) && strchr(" -", text[at + 3]))
        at += 4;
    if (reply_status_at(text, length, at, &end))
        at = end;
    return text + at + strspn(text + at, " (:");
}

void reply_set_roles(Facts *facts)
{
    const char *text = facts->diagnostic.text;
    if (!text)
        return;
    const char *start = skip_codes(text) + strspn(skip_codes(text), "<\"'");
    gsize length = strcspn(start, " <>\"'()");
    const char *behind = start + length;
    gsize gap = strspn(behind, " >\"':");
    if (!length || !gap || gap > ROLE_GAP)
        return;
    g_autofree char *address = g_strndup(start, length);
    const char *words = behind + gap;
    gboolean is_host = !strchr(address, '@') && strpbrk(address, ".:"); /* an IP, a host's name */
    if (is_host)
        return;
    if (reply_says_sender(words, strlen(words)))
        fact_set(&facts->sender, address, 90);
    else if (!facts->recipient.text &&
             begins_with_any(words, strlen(words), recipient_words, G_N_ELEMENTS(recipient_words)))
        fact_set(&facts->recipient, address, 90);
}

/* "connect to mx.example.net[192.0.2.1]:25", "lost connection with mx.example.net[192.0.2.1]": the
 * name of the other side stands between. `words` end before the address. */
static gboolean is_of_named_server(char *words)
{
    static const char *const before[] = {"connect to", "connection to", "connection with",
                                         "conversation with", "refused by"};
    gsize length = strlen(words);
    if (!length || !strchr("[(", words[length - 1]))
        return FALSE;
    words[length - 1] = '\0';
    g_strchomp(words);
    char *name = strrchr(words, ' ');
    if (!name)
        return FALSE;
    *name = '\0';
    g_strchomp(words);
    for (gsize i = 0; i < G_N_ELEMENTS(before); i++)
        if (g_str_has_suffix(words, before[i]))
            return TRUE;
    return FALSE;
}

/* "remote MTA 192.0.2.1", "host mx [192.0.2.1] said": the other side. */
static gboolean is_of_server(const char *text, const Span *span)
{
    static const char *const before[] = {"mta ",        "host ",  "server ", "said",
                                         "connect to ", "relay=", "mta"};
    gsize start = span->start > WORDS_BEFORE ? span->start - WORDS_BEFORE : 0;
    g_autofree char *words = g_ascii_strdown(text + start, (gssize)(span->start - start));
    gsize far = span->start > NAME_BEFORE ? span->start - NAME_BEFORE : 0;
    g_autofree char *named = g_ascii_strdown(text + far, (gssize)(span->start - far));
    g_strchomp(words);
    for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
        g_autofree char *word = g_strchomp(g_strdup(before[i]));
        if (g_str_has_suffix(words, word))
            return !g_str_has_suffix(words, "client host") && !g_str_has_suffix(words, "your host");
    }
    return g_ascii_strncasecmp(text + span->end, "] said", 6) == 0 || is_of_named_server(named);
}

/* "https://www.spamhaus.org/returnc/pub/192.0.2.1": the resolver that the receiver asked with. */
static gboolean is_of_resolver(const char *text, const Span *span)
{
    static const char page[] = "/returnc/";
    gsize start = span->start > WORDS_BEFORE ? span->start - WORDS_BEFORE : 0;
    return memmem(text + start, span->start - start, page, strlen(page)) != NULL;
}

char *reply_source_ip(const Facts *facts)
{
    const char *text = facts->diagnostic.text;
    gsize length = text ? strlen(text) : 0;
    Span span;
    for (gsize at = 0; text && ip_next(text, length, at, &span); at = span.end) {
        g_autofree char *ip = ip_canonical(text + span.start, span.end - span.start);
        gboolean in_address = span.start && (text[span.start - 1] == '@' ||
                                             (span.start > 1 && text[span.start - 2] == '@'));
        if (!ip || in_address || !ip_is_public(ip) || is_of_server(text, &span) ||
            is_of_resolver(text, &span) || !g_strcmp0(ip, facts->remote_mta_ip.text))
            continue;
        return g_steal_pointer(&ip);
    }
    return NULL;
}
