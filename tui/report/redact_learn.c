/* What is personal in a text, found by how it looks; each thing gets its pseudonym when it is first
 * seen. */
#include "tui/report/redact_learn.h"

#include <arpa/inet.h>
#include <string.h>
#include "tui/base/i18n.h"
#include "tui/report/redact_patterns.h"

enum {
    WORD_MIN = 2,    /* a bare local part or name shorter than this is none */
    PART_MIN = 3,    /* likewise, of a part of a name */
    SUBJECT_MIN = 4, /* likewise */
    ID_MIN = 6,      /* likewise, of the local part of a message id */
    NAME_MAX_BYTES = 120
};

const Replacement *redact_find(const Redaction *redaction, const char *key)
{
    g_autofree char *lower = g_utf8_strdown(key, -1);
    return g_hash_table_lookup(redaction->known, lower);
}

/* Takes over `pseudonym`. */
static const Replacement *learn(Redaction *redaction, const char *original, char *pseudonym)
{
    Replacement *made = g_new(Replacement, 1);
    *made = (Replacement){g_strdup(original), pseudonym};
    g_ptr_array_add(redaction->list, made);
    g_hash_table_insert(redaction->known, g_utf8_strdown(original, -1), made);
    g_clear_pointer(&redaction->words, g_regex_unref);
    return made;
}

static void also_known_as(Redaction *redaction, const char *key, const Replacement *replacement)
{
    char *lower = g_utf8_strdown(key, -1);
    if (g_hash_table_contains(redaction->known, lower))
        g_free(lower);
    else
        g_hash_table_insert(redaction->known, lower, (gpointer)(guintptr)replacement);
}

static void learn_address(Redaction *redaction, const char *local, const char *domain)
{
    g_autofree char *address = g_strdup_printf("%s@%s", local, domain);
    if (redact_find(redaction, address) != NULL)
        return;
    const Replacement *made =
        learn(redaction, address, g_strdup_printf("user%u@%s", ++redaction->users, domain));
    if (redact_is_role(local))
        return;
    gsize plain = strcspn(local, "+");
    g_autofree char *without_tag = g_strndup(local, plain);
    also_known_as(redaction, local, made);
    if (plain >= WORD_MIN && !redact_is_role(without_tag))
        also_known_as(redaction, without_tag, made);
}

typedef void (*Learner)(Redaction *redaction, const char *value);

/* Calls `each` with the value of every header that matches. */
static void for_headers(Redaction *redaction, const GRegex *headers, const char *text, Learner each)
{
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(headers, text, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *value = g_match_info_fetch_named(match, "value");
        each(redaction, g_strstrip(value));
    }
}

/* Systems that give theirs no domain. */
static void learn_bare_ids(Redaction *redaction, const char *value)
{
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(redact_bare_ids(), value, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *id = g_match_info_fetch(match, 0);
        if (redact_find(redaction, id) == NULL)
            learn(redaction, id, g_strdup_printf(_("(message %u)"), ++redaction->messages));
    }
}

static void learn_ids(Redaction *redaction, const char *value)
{
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(redact_addresses(), value, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *id = g_match_info_fetch(match, 0);
        g_autofree char *domain = g_match_info_fetch_named(match, "domain");
        g_autofree char *local = g_match_info_fetch_named(match, "local");
        if (redact_find(redaction, id) != NULL)
            continue;
        const Replacement *made =
            learn(redaction, id, g_strdup_printf("message%u@%s", ++redaction->messages, domain));
        if (strlen(local) >= ID_MIN)
            also_known_as(redaction, local, made);
    }
    learn_bare_ids(redaction, value);
}

char *redact_unfolded(const char *value)
{
    GString *line = g_string_new(NULL);
    for (const char *at = value; *at != '\0'; at++) {
        gboolean fold = *at == '\r' || *at == '\n';
        g_string_append_c(line, fold ? ' ' : *at);
        at += fold ? strspn(at, "\r\n>| \t") - 1 : 0;
    }
    return g_strstrip(g_string_free(line, FALSE));
}

void redact_learn_subject(Redaction *redaction, const char *value)
{
    g_autofree char *subject = value != NULL ? redact_unfolded(value) : g_strdup("");
    if (g_utf8_strlen(subject, -1) < SUBJECT_MIN || redact_find(redaction, subject) != NULL)
        return;
    learn(redaction, subject, g_strdup_printf(_("(subject %u)"), ++redaction->subjects));
}

/* The labels of an address in the reverse tree (RFC 1035 3.5, RFC 3596 2.5), without the tree; NULL
 * for what is no address. g_free(). */
static char *reversed(const char *ip)
{
    guchar bytes[16];
    gboolean six = strchr(ip, ':') != NULL;
    if (inet_pton(six ? AF_INET6 : AF_INET, ip, bytes) != 1)
        return NULL;
    GString *labels = g_string_new(NULL);
    for (int i = six ? 15 : 3; i >= 0; i--)
        g_string_append_printf(labels, six ? "%s%x.%x" : "%s%u", labels->len > 0 ? "." : "",
                               six ? bytes[i] & 15 : bytes[i], bytes[i] >> 4);
    return g_string_free(labels, FALSE);
}

/* Pseudonyms of the documentation's own networks (RFC 5737, RFC 3849). */
void redact_learn_ip(Redaction *redaction, const char *ip)
{
    g_autofree char *labels = ip != NULL ? reversed(ip) : NULL;
    if (labels == NULL || redact_find(redaction, ip) != NULL)
        return;
    guint number = ++redaction->ips;
    const Replacement *made =
        learn(redaction, ip,
              strchr(ip, ':') != NULL ? g_strdup_printf("2001:db8::%x", number)
                                      : g_strdup_printf("192.0.2.%u", (number - 1) % 254 + 1));
    Replacement *reverse = g_new(Replacement, 1);
    *reverse = (Replacement){g_strdup(labels), reversed(made->pseudonym)};
    g_ptr_array_add(redaction->reverse, reverse);
    also_known_as(redaction, labels, reverse);
}

static void learn_ips(Redaction *redaction, const char *value)
{
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(redact_ips(), value, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *ip = g_match_info_fetch(match, 0);
        redact_learn_ip(redaction, ip);
    }
}

/* Each part of a person's name is a name too; offices and machines have none. */
static void learn_name(Redaction *redaction, const char *value)
{
    g_autofree char *name = redact_unfolded(value);
    g_auto(GStrv) parts = g_strsplit_set(name, " \t,", -1);
    if (g_utf8_strlen(name, -1) < WORD_MIN || strchr(name, '@') || strlen(name) > NAME_MAX_BYTES)
        return;
    for (char **part = parts; *part != NULL; part++)
        if (redact_is_office(*part) || g_ascii_isdigit(**part))
            return;
    const Replacement *made = redact_find(redaction, name);
    if (made == NULL)
        made = learn(redaction, name, g_strdup_printf(_("(name %u)"), ++redaction->names));
    for (char **part = parts; *part != NULL; part++)
        if (g_utf8_strlen(*part, -1) >= PART_MIN || (guchar) * *part >= 0x80)
            also_known_as(redaction, *part, made);
}

static void learn_names_by(Redaction *redaction, const GRegex *pattern, const char *group,
                           const char *text)
{
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(pattern, text, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *name = g_match_info_fetch_named(match, group);
        if (name != NULL && *name != '\0')
            learn_name(redaction, name);
    }
}

/* Of a header of addresses: what stands before <, and comments. */
static void learn_header_names(Redaction *redaction, const char *value)
{
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(redact_names(), value, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *name = g_match_info_fetch(match, 0);
        g_strdelimit(name, "\"()", ' ');
        learn_name(redaction, name);
    }
}

static void learn_names(Redaction *redaction, const char *text)
{
    for_headers(redaction, redact_address_headers(), text, learn_header_names);
    learn_names_by(redaction, redact_named_addresses(), "value", text);
    learn_names_by(redaction, redact_named_addresses(), "quoted", text);
    learn_names_by(redaction, redact_greetings(), "value", text);
    learn_names_by(redaction, redact_farewells(), "value", text);
}

void redact_learn_text(Redaction *redaction, const char *text)
{
    for_headers(redaction, redact_message_ids(), text, learn_ids);
    for_headers(redaction, redact_subjects(), text, redact_learn_subject);
    for_headers(redaction, redact_flat_subjects(), text, redact_learn_subject);
    if (redaction->level == REDACT_ALL)
        for_headers(redaction, redact_client_headers(), text, learn_ips);
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(redact_addresses(), text, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *local = g_match_info_fetch_named(match, "local");
        g_autofree char *domain = g_match_info_fetch_named(match, "domain");
        learn_address(redaction, redact_local_start(local), domain);
    }
    learn_names(redaction, text);
}

void redact_learn_urls(Redaction *redaction, const char *text)
{
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(redact_urls(), text, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *url = g_match_info_fetch(match, 0);
        g_autofree char *host = g_match_info_fetch_named(match, "host");
        g_autofree char *rest = g_match_info_fetch_named(match, "rest");
        if (!redact_is_help(host, rest) && redact_find(redaction, url) == NULL)
            learn(redaction, url,
                  g_strdup_printf("%.*s/(...)", (int)(strlen(url) - strlen(rest)), url));
    }
}
