#include "checks/spf/spf_term.h"
#include "checks/spf/spf_macro.h"
#include <arpa/inet.h>
#include <string.h>

typedef enum { DOMAIN_NONE, DOMAIN_OPTIONAL, DOMAIN_NEEDED, NETWORK_4, NETWORK_6 } Argument;

static const struct {
    const char *name;
    SpfTermKind kind;
    Argument argument;
    gboolean dual_prefix;
} mechanisms[] = {
    {"all", SPF_TERM_ALL, DOMAIN_NONE, FALSE},
    {"include", SPF_TERM_INCLUDE, DOMAIN_NEEDED, FALSE},
    {"a", SPF_TERM_A, DOMAIN_OPTIONAL, TRUE},
    {"mx", SPF_TERM_MX, DOMAIN_OPTIONAL, TRUE},
    {"ptr", SPF_TERM_PTR, DOMAIN_OPTIONAL, FALSE},
    {"ip4", SPF_TERM_IP4, NETWORK_4, FALSE},
    {"ip6", SPF_TERM_IP6, NETWORK_6, FALSE},
    {"exists", SPF_TERM_EXISTS, DOMAIN_NEEDED, FALSE},
};

/* What is being read: the rest of the word, and where that stands in the record. */
typedef struct {
    const char *text;
    gsize position;
    SpfSyntaxError *error;
} Reader;

static gboolean fail(const Reader *reader, const char *at, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static gboolean fail(const Reader *reader, const char *at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reader->error->problem = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    reader->error->position = reader->position + (gsize)(at - reader->text);
    return FALSE;
}

void spf_term_free(SpfTerm *term)
{
    if (term == NULL)
        return;
    g_free(term->text);
    g_free(term->domain);
    g_free(term);
}

/* toplabel of RFC 7208 7.1: letters, digits, inner hyphens, not digits alone. */
static gboolean toplabel_valid(const char *label, gsize length)
{
    gboolean other_than_digits = FALSE;
    if (length == 0 || label[0] == '-' || label[length - 1] == '-')
        return FALSE;
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isalnum(label[i]) && label[i] != '-')
            return FALSE;
        other_than_digits = other_than_digits || !g_ascii_isdigit(label[i]);
    }
    return other_than_digits;
}

/* True where the text ends in a macro: "%{...}", "%%", "%_", "%-" (the text passed
 * spf_macro_check()). */
static gboolean ends_in_macro(const char *text, gsize length)
{
    gboolean macro = FALSE;
    for (gsize at = 0; at < length;) {
        macro = text[at] == '%';
        if (!macro)
            at++;
        else if (text[at + 1] == '{')
            at = (gsize)((const char *)memchr(text + at, '}', length - at) - text) + 1;
        else
            at += 2;
    }
    return macro;
}

static gboolean check_domain_end(const Reader *reader, const char *text, gsize length)
{
    if (ends_in_macro(text, length))
        return TRUE;
    gsize end = text[length - 1] == '.' ? length - 1 : length;
    gsize start = end;
    while (start > 0 && text[start - 1] != '.')
        start--;
    g_autofree char *label = g_strndup(text + start, end - start);
    if (!toplabel_valid(label, end - start))
        return fail(reader, text + start, "\"%s\" cannot be the last label of a name%s", label,
                    g_hostname_is_ip_address(text) ? " (an address is written with ip4: or ip6:)"
                                                   : "");
    if (start == 0)
        return fail(reader, text, "\"%s\" is not a full domain name", label);
    return TRUE;
}

static gboolean read_domain(const Reader *reader, const char *text, gsize length, SpfTerm *term)
{
    gsize position = 0;
    const char *problem = NULL;
    if (length == 0)
        return fail(reader, text, "a domain name is missing");
    if (!spf_macro_check(text, length, SPF_MACRO_DOMAIN, &position, &problem))
        return fail(reader, text + position, "%s", problem);
    if (!check_domain_end(reader, text, length))
        return FALSE;
    term->domain = g_strndup(text, length);
    return TRUE;
}

/* Reads "/NN" at `text`; a length without a leading zero and not over `limit`. */
static gboolean read_prefix(const Reader *reader, const char *text, int limit, int *prefix)
{
    gsize digits = strspn(text, "0123456789");
    gboolean padded = digits > 1 && text[0] == '0';
    if (digits == 0 || text[digits] != '\0' || digits > 3 || padded)
        return fail(reader, text, "\"%s\" is not a prefix length", text);
    *prefix = (int)g_ascii_strtoll(text, NULL, 10);
    if (*prefix > limit)
        return fail(reader, text, "prefix length %d is over %d", *prefix, limit);
    return TRUE;
}

/* The start of a "/NN" that ends the text, or NULL. */
static char *last_prefix(char *text)
{
    char *slash = strrchr(text, '/');
    return slash != NULL && slash[1] != '\0' && slash[1 + strspn(slash + 1, "0123456789")] == '\0'
               ? slash
               : NULL;
}

/* Cuts "[/NN][//NNN]" off the end of `text`. */
static gboolean cut_dual_prefix(const Reader *reader, char *text, SpfTerm *term)
{
    char *slash = last_prefix(text);
    if (slash != NULL && slash > text && slash[-1] == '/') {
        if (!read_prefix(reader, slash + 1, 128, &term->prefix6))
            return FALSE;
        slash[-1] = '\0';
        slash = last_prefix(text);
    }
    if (slash == NULL)
        return TRUE;
    if (!read_prefix(reader, slash + 1, 32, &term->prefix4))
        return FALSE;
    *slash = '\0';
    return TRUE;
}

static gboolean read_network(const Reader *reader, char *text, SpfTerm *term)
{
    gboolean four = term->kind == SPF_TERM_IP4;
    char *slash = strchr(text, '/');
    if (slash != NULL) {
        if (!read_prefix(reader, slash + 1, four ? 32 : 128,
                         four ? &term->prefix4 : &term->prefix6))
            return FALSE;
        *slash = '\0';
    }
    if (inet_pton(four ? AF_INET : AF_INET6, text, term->network) != 1)
        return fail(reader, text, "\"%s\" is not an %s address", text, four ? "IPv4" : "IPv6");
    return TRUE;
}

/* What follows the mechanism's name: "", ":..." or "/...". */
static gboolean read_argument(const Reader *reader, char *text, guint row, SpfTerm *term)
{
    Argument argument = mechanisms[row].argument;
    gboolean colon = text[0] == ':';
    if (argument == DOMAIN_NONE)
        return text[0] == '\0' ||
               fail(reader, text, "\"%s\" takes no argument", mechanisms[row].name);
    if (!colon &&
        (argument != DOMAIN_OPTIONAL || (text[0] != '\0' && !mechanisms[row].dual_prefix)))
        return fail(reader, text, "\"%s\" needs \":\" and a %s", mechanisms[row].name,
                    argument >= NETWORK_4 ? "network" : "domain name");
    if (argument >= NETWORK_4)
        return read_network(reader, text + 1, term);
    if (mechanisms[row].dual_prefix && !cut_dual_prefix(reader, text, term))
        return FALSE;
    if (colon)
        return read_domain(reader, text + 1, strlen(text + 1), term);
    return text[0] == '\0' || fail(reader, text, "\"%s\" is not a prefix length", text);
}

static gboolean read_mechanism(const Reader *reader, char *text, SpfTerm *term)
{
    static const char qualifiers[] = "+-~?";
    static const SpfResultCode meanings[] = {SPF_PASS, SPF_FAIL, SPF_SOFTFAIL, SPF_NEUTRAL};
    const char *qualifier = strchr(qualifiers, text[0]);
    term->qualifier = SPF_PASS;
    if (qualifier != NULL && text[0] != '\0') {
        term->qualifier = meanings[qualifier - qualifiers];
        text++;
    }
    gsize length = strcspn(text, ":/");
    for (guint i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
        if (strlen(mechanisms[i].name) == length &&
            g_ascii_strncasecmp(text, mechanisms[i].name, length) == 0) {
            term->kind = mechanisms[i].kind;
            return read_argument(reader, text + length, i, term);
        }
    }
    return fail(reader, text, "\"%.*s\" is not a mechanism", (int)MIN(length, 64), text);
}

static gboolean name_valid(const char *name, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isalnum(name[i]) && strchr("-_.", name[i]) == NULL)
            return FALSE;
    }
    return length > 0 && g_ascii_isalpha(name[0]);
}

static gboolean name_is(const char *name, gsize length, const char *known)
{
    return strlen(known) == length && g_ascii_strncasecmp(name, known, length) == 0;
}

static gboolean read_modifier(const Reader *reader, const char *text, gsize name, SpfTerm *term)
{
    const char *value = text + name + 1;
    gsize position = 0;
    const char *problem = NULL;
    if (!name_valid(text, name))
        return fail(reader, text, "\"%.*s\" is not the name of a modifier", (int)MIN(name, 64),
                    text);
    term->kind = name_is(text, name, "redirect") ? SPF_TERM_REDIRECT
                 : name_is(text, name, "exp")    ? SPF_TERM_EXP
                                                 : SPF_TERM_OTHER_MODIFIER;
    if (term->kind != SPF_TERM_OTHER_MODIFIER)
        return read_domain(reader, value, strlen(value), term);
    if (!spf_macro_check(value, strlen(value), SPF_MACRO_MODIFIER, &position, &problem))
        return fail(reader, value + position, "%s", problem);
    term->domain = g_strdup(value);
    return TRUE;
}

SpfTerm *spf_term_parse(const char *word, gsize position, SpfSyntaxError *error)
{
    g_autofree char *text = g_strdup(word);
    const Reader reader = {text, position, error};
    SpfTerm *term = g_new0(SpfTerm, 1);
    term->text = g_strdup(word);
    term->position = position;
    term->prefix4 = 32;
    term->prefix6 = 128;
    gsize name = strcspn(text, ":/=");
    gboolean good = text[name] == '=' ? read_modifier(&reader, text, name, term)
                                      : read_mechanism(&reader, text, term);
    if (!good)
        g_clear_pointer(&term, spf_term_free);
    return term;
}
