/* Finds the names in a text token by token, and blanks them in place. */
#include "content/text/blank_names.h"

#include <string.h>

#define VECTOR 64
#define LONGEST_KEY 12

/* A token of the text, [from, to). */
typedef struct {
    const char *text;
    gsize length, from, to;
} Token;

static gboolean is_token_byte(char byte)
{
    return g_ascii_isalnum(byte) || (byte && strchr("._%+=@-", byte));
}

/* One of the words in `list`, which are kept apart by blanks; caseless. */
static gboolean is_one_of(const char *word, gsize length, const char *list)
{
    for (const char *at = list; *at;) {
        gsize own = strcspn(at, " ");
        if (own == length && g_ascii_strncasecmp(at, word, length) == 0)
            return TRUE;
        at += own + (at[own] == ' ');
    }
    return FALSE;
}

/* A last label that many hosts have; "rejected.Please" and "QUEUE.Expired" are no hosts. */
static gboolean is_known_top(const char *label, gsize length)
{
    return length == 2 ||
           is_one_of(label, length,
                     "com net org edu gov mil int info biz name pro aero coop mobi asia cat jobs "
                     "travel app dev cloud online site shop store tech xyz top club vip wang email "
                     "live group company website space world today agency solutions services "
                     "network digital media studio design test example invalid localhost local lan "
                     "internal intern home corp arpa localdomain domain");
}

static gboolean is_file_type(const char *label, gsize length)
{
    return is_one_of(
        label, length,
        "exe com zip rar js jse html htm php asp aspx cgi pdf doc docx docm xls xlsx "
        "xlsm ppt pptx txt csv log dat cfg conf eml msg bat cmd scr pif vbs wsf jar iso "
        "img lnk png jpg jpeg gif tar gz tgz xml json");
}

static gboolean is_of_one_case(const char *label, gsize length)
{
    gboolean lower = FALSE, upper = FALSE;
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isalpha(label[i]))
            return FALSE;
        lower = lower || g_ascii_islower(label[i]);
        upper = upper || g_ascii_isupper(label[i]);
    }
    return length >= 2 && lower != upper;
}

/* mx.example.net, without a dot at its end. */
static gboolean is_host(const char *name, gsize length)
{
    guint dots = 0;
    gsize label = 0;
    for (gsize i = 0; i < length; i++) {
        if (name[i] == '.') {
            if (i == label)
                return FALSE;
            dots++;
            label = i + 1;
        } else if (!g_ascii_isalnum(name[i]) && name[i] != '-' && name[i] != '_') {
            return FALSE;
        }
    }
    const char *top = name + label;
    gsize top_length = length - label;
    if (dots == 0 || top_length == 0)
        return FALSE;
    if (top_length > 4 && g_ascii_strncasecmp(top, "xn--", 4) == 0)
        return TRUE;
    if (!is_of_one_case(top, top_length))
        return FALSE;
    if (is_known_top(top, top_length))
        return TRUE;
    return dots >= 2 && !is_file_type(top, top_length);
}

/* The name stands before "[192.0.2.1]", or is what was refused in "<name>: Helo command rejected".
 */
static gboolean is_host_by_place(const Token *token)
{
    const char *rest = token->text + token->to;
    gsize left = token->length - token->to;
    if (left > 2 && rest[0] == '[' && (g_ascii_isdigit(rest[1]) || rest[1] == ':'))
        return TRUE;
    return token->from > 0 && token->text[token->from - 1] == '<' && left > 6 &&
           g_ascii_strncasecmp(rest, ">: helo", 7) == 0;
}

static void blank(char *text, gsize from, gsize to)
{
    for (gsize i = from; i < to; i++)
        if (g_ascii_isalpha(text[i]))
            text[i] = 'x';
        else if (g_ascii_isdigit(text[i]))
            text[i] = '0';
}

/* "from=" in "from=kim@example.net" is no part of the address; "bounce-4=" may be. */
static gsize key_length(const Token *token)
{
    gsize at = token->from;
    while (at < token->to && g_ascii_isalpha(token->text[at]))
        at++;
    gboolean key = at > token->from && at - token->from <= LONGEST_KEY && at + 1 < token->to &&
                   token->text[at] == '=';
    return key ? at + 1 - token->from : 0;
}

/* TRUE where the token, or a part of it, is a name; `copy` is the text to blank. */
static gboolean blank_token(Token token, char *copy)
{
    while (token.to > token.from && strchr(".=%+-", token.text[token.to - 1]))
        token.to--;
    token.from += key_length(&token);
    const char *name = token.text + token.from;
    gsize length = token.to - token.from;
    const char *at = memchr(name, '@', length);
    gboolean address = at && at > name && at + 1 < name + length;
    if (at == name) { /* <@example.net>, a domain with a sign before it */
        name++;
        length--;
    }
    if (!address && !is_host(name, length) && !(length && is_host_by_place(&token)))
        return FALSE;
    blank(copy, token.from, token.to);
    return TRUE;
}

/* The end of "[192.0.2.1]", "[IPv6:2001:db8::1]" at `at`, 0 where none stands there. */
static gsize bracket_end(const char *text, gsize length, gsize at)
{
    gsize from = at + 1;
    if (length - at > 6 && g_ascii_strncasecmp(text + from, "ipv6:", 5) == 0)
        from += 5;
    gsize to = from;
    guint marks = 0;
    while (to < length && (g_ascii_isxdigit(text[to]) || text[to] == '.' || text[to] == ':'))
        marks += !g_ascii_isxdigit(text[to++]);
    return to < length && text[to] == ']' && marks >= 2 ? to + 1 : 0;
}

static void blank_bracket(char *copy, gsize from, gsize to)
{
    for (gsize i = from; i < to; i++)
        if (g_ascii_isxdigit(copy[i]))
            copy[i] = '0';
}

char *blank_names(const char *text, gsize length)
{
    char *copy = NULL;
    gboolean found = FALSE;
    if (!memchr(text, '.', length) && !memchr(text, '@', length) && !memchr(text, '[', length) &&
        !memchr(text, '<', length))
        return NULL;
    copy = g_malloc0(length + 1 + VECTOR);
    memcpy(copy, text, length);
    for (gsize at = 0; at < length;) {
        gsize end = text[at] == '[' ? bracket_end(text, length, at) : 0;
        if (end) {
            blank_bracket(copy, at, end);
            found = TRUE;
            at = end;
            continue;
        }
        gsize to = at;
        while (to < length && is_token_byte(text[to]))
            to++;
        if (to > at && blank_token((Token){text, length, at, to}, copy))
            found = TRUE;
        at = MAX(to, at + 1);
    }
    if (!found)
        g_clear_pointer(&copy, g_free);
    return copy;
}
