#include "content/reader/read_host.h"
#include "content/text/read_address.h"
#include <string.h>

/* Between the words and the name there may be so much: quotes, brackets, "name=". */
enum { GAP_MAX = 3 };

void host_clear(Host *host)
{
    g_clear_pointer(&host->name, g_free);
    g_clear_pointer(&host->ip, g_free);
}

static gsize skip_gap(const char *text, gsize at, gsize end)
{
    gsize stop = MIN(end, at + 24);
    guint gap = 0;
    while (at < stop && (g_ascii_isspace(text[at]) || strchr("['\"(<:;=`", text[at]))) {
        gap += !g_ascii_isspace(text[at]) ? 1 : 0;
        at++;
    }
    return gap <= GAP_MAX ? at : end;
}

/* The IP behind a name: "[192.0.2.1]", " (192.0.2.1)", ". [192.0.2.1]". */
static char *ip_behind(const char *text, gsize at, gsize end)
{
    gsize stop = MIN(end, at + 6);
    while (at < stop && (text[at] == ' ' || text[at] == '.' || text[at] == '\n'))
        at++;
    if (at >= end || (text[at] != '[' && text[at] != '('))
        return NULL;
    Span span;
    gboolean found = ip_next(text, MIN(end, at + 60), at, &span);
    return found && span.start <= at + 6 ? ip_canonical(text + span.start, span.end - span.start)
                                         : NULL;
}

/* A host name or an IP at this very place. */
static gboolean read_host(const char *text, gsize at, gsize end, Host *host)
{
    at = skip_gap(text, at, end);
    Span span;
    gsize look = MIN(end, at + 260);
    if (ip_next(text, look, at, &span) && span.start == at) {
        host->ip = ip_canonical(text + span.start, span.end - span.start);
        return TRUE;
    }
    if (!host_next(text, look, at, &span) || span.start != at)
        return FALSE;
    host->name = g_strndup(text + span.start, span.end - span.start);
    host->ip = ip_behind(text, span.end, end);
    return TRUE;
}

/* Whether one of the words stands right before, blanks and brackets aside. */
static gboolean follows_word(const char *text, gsize at, const char *const *words, gsize count)
{
    while (at && (g_ascii_isspace(text[at - 1]) || strchr("([<'\"", text[at - 1])))
        at--;
    for (gsize i = 0; i < count; i++) {
        gsize length = strlen(words[i]);
        if (at >= length && !g_ascii_strncasecmp(text + at - length, words[i], length))
            return TRUE;
    }
    return FALSE;
}

/* "Client host [203.0.113.9] blocked", "your server", "sending mta": our own side. */
static gboolean is_of_client(const char *text, gsize at)
{
    static const char *const words[] = {"client", "your", "sending", "sender", "connecting"};
    return follows_word(text, at, words, G_N_ELEMENTS(words));
}

/* The last host name in text[start..end), and the IP behind it. */
static gboolean read_last_host(const char *text, gsize start, gsize end, Host *host)
{
    enum { GAP_BEFORE_VERB = 48 };
    Span span, last = {0};
    for (gsize at = start; host_next(text, end, at, &span); at = span.end)
        last = span;
    if (!last.end || end - last.end > GAP_BEFORE_VERB || is_of_client(text, last.start))
        return FALSE;
    host->name = g_strndup(text + last.start, last.end - last.start);
    host->ip = ip_behind(text, last.end, end);
    return TRUE;
}

/* Where the words begin that stand before a verb: in its line, or, where it begins its line, in the
 * one before. */
static gsize words_before(const char *text, gsize start, gsize verb)
{
    gsize at = verb;
    while (at > start && g_ascii_isspace(text[at - 1]))
        at--;
    while (at > start && text[at - 1] != '\n' && verb - at < 300)
        at--;
    return at;
}

/* "NAME [192.0.2.1] did not like our RCPT TO", "NAME rejected your message": the name stands
 * before. */
static gboolean read_host_before(const SpottedText *spotted, gsize start, gsize end, Host *host)
{
    static const char *const verbs[] = {"did not like our",
                                        "rejected your message",
                                        "gave this error",
                                        "gave the following",
                                        " said:",
                                        " replied:",
                                        "responded",
                                        "remote server returned",
                                        "Remote Server returned"};
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        const char *found = memmem(spotted->text + start, end - start, verbs[i], strlen(verbs[i]));
        if (!found)
            continue;
        gsize stop = (gsize)(found - spotted->text);
        if (read_last_host(spotted->text, words_before(spotted->text, start, stop), stop, host))
            return TRUE;
    }
    return FALSE;
}

/* What only Gmail's "[(0) mx.example.net. [192.0.2.1]:25: socket error]" and the like have: a name
 * with its IP right behind. */
static gboolean read_host_with_ip(const char *text, gsize start, gsize end, Host *host)
{
    static const char *const own[] = {"from", "at", "for"};
    Span span;
    for (gsize at = start; host_next(text, end, at, &span); at = span.end) {
        gboolean ours = is_of_client(text, span.start) ||
                        follows_word(text, span.start, own, G_N_ELEMENTS(own));
        char *ip = ours ? NULL : ip_behind(text, span.end, end);
        if (!ip)
            continue;
        host->name = g_strndup(text + span.start, span.end - span.start);
        host->ip = ip;
        return TRUE;
    }
    return FALSE;
}

/* The first host of this meaning in [start, end): one with a name, else with an IP. What lies
 * within a longer phrase ("mail system at host") is not looked at. */
static gboolean read_spotted(const SpottedText *spotted, Phrase meaning, gsize start, gsize end,
                             Host *host)
{
    gsize covered = 0;
    for (guint i = spotted_first(spotted, start); i < spotted->spots->len && !host->name; i++) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->start >= end)
            break;
        Host found = {0};
        gboolean wanted = spot->meaning == (int)meaning && spot->end > covered &&
                          !is_of_client(spotted->text, spot->start);
        covered = MAX(covered, spot->end);
        if (!wanted || !read_host(spotted->text, spot->end, end, &found))
            continue;
        if (found.name || !host->ip) {
            host_clear(host);
            *host = found;
        } else {
            host_clear(&found);
        }
    }
    return host->name != NULL;
}

gboolean host_find_remote(const SpottedText *spotted, gsize start, gsize end, Host *host)
{
    Host named = {0}, with_ip = {0};
    *host = (Host){0};
    if (read_spotted(spotted, PHRASE_HOST, start, end, host))
        return TRUE;
    if (read_host_before(spotted, start, end, &named) ||
        (!host->ip && read_host_with_ip(spotted->text, start, end, &with_ip))) {
        host_clear(host);
        *host = named.name ? named : with_ip;
    }
    return host->name || host->ip;
}

gboolean host_find_generator(const SpottedText *spotted, Host *host)
{
    *host = (Host){0};
    read_spotted(spotted, PHRASE_GENERATOR, 0, spotted->end, host);
    return host->name || host->ip;
}

char *host_find_reporting(const SpottedText *spotted)
{
    for (guint i = 0; i < spotted->spots->len; i++) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        Host host = {0};
        if ((spot->meaning == PHRASE_OWN_HOST || spot->meaning == PHRASE_GENERATOR) &&
            read_host(spotted->text, spot->end, spotted->length, &host)) {
            char *name = g_strdup(host.name ? host.name : host.ip);
            host_clear(&host);
            return name;
        }
    }
    return NULL;
}

gboolean host_from_field(const char *value, Host *host)
{
    const char *semicolon = strchr(value, ';');
    if (semicolon && semicolon - value < 24)
        value = semicolon + 1;
    gsize length = strlen(value);
    Span span;
    *host = (Host){0};
    if (ip_next(value, length, 0, &span))
        host->ip = ip_canonical(value + span.start, span.end - span.start);
    if (host_next(value, length, 0, &span))
        host->name = g_strndup(value + span.start, span.end - span.start);
    gsize word = strcspn(value + strspn(value, " \t"), " \t([");
    if (!host->name && !host->ip && word && word < 255)
        host->name = g_strndup(value + strspn(value, " \t"), word);
    return host->name || host->ip;
}
