#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/check/address_syntax.h"

/* RFC 5321 4.5.3.1. */
#define LOCAL_PART_MAX 64
#define DOMAIN_MAX 255
#define LABEL_MAX 63

static gboolean is_atext(guchar c)
{
    return g_ascii_isalnum(c) || c >= 0x80 || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static const char *quoted_error(const char *text, gsize length)
{
    if (length < 2 || text[length - 1] != '"')
        return "quote";
    for (gsize i = 1; i < length - 1; i++) {
        guchar c = (guchar)text[i];
        if (c == '\\' && ++i >= length - 1)
            return "quote";
        c = (guchar)text[i];
        if (c < 32 || c == 127)
            return "character";
        if (c == '"' && text[i - 1] != '\\')
            return "quote";
    }
    return NULL;
}

static const char *dot_string_error(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        guchar c = (guchar)text[i];
        if (c == '.') {
            if (i == 0 || i == length - 1 || text[i - 1] == '.')
                return "dot";
        } else if (c == ' ' || c == '\t') {
            return "space";
        } else if (!is_atext(c)) {
            return "character";
        }
    }
    return NULL;
}

static const char *local_part_error(const char *text, gsize length)
{
    if (!length)
        return "local-part-empty";
    if (length > LOCAL_PART_MAX)
        return "local-part-too-long";
    return text[0] == '"' ? quoted_error(text, length) : dot_string_error(text, length);
}

static const char *label_error(const char *label, gsize length)
{
    if (!length)
        return "dot";
    if (length > LABEL_MAX)
        return "domain-label";
    if (label[0] == '-' || label[length - 1] == '-')
        return "domain-label";
    for (gsize i = 0; i < length; i++) {
        guchar c = (guchar)label[i];
        if (c == ' ' || c == '\t')
            return "space";
        if (!g_ascii_isalnum(c) && c != '-' && c < 0x80)
            return "character";
    }
    return NULL;
}

static const char *domain_error(const char *domain)
{
    guint8 bytes[16];
    if (domain[0] == '[')
        return address_parse(domain, bytes) ? NULL : "literal";
    if (strlen(domain) > DOMAIN_MAX)
        return "domain-too-long";
    for (;;) {
        gsize length = strcspn(domain, ".");
        const char *error = label_error(domain, length);
        if (error || !domain[length])
            return error;
        domain += length + 1;
    }
}

const char *address_syntax_error(const char *address)
{
    g_autofree char *bare = g_strdup(address);
    gsize length = strlen(bare);
    if (length >= 2 && bare[0] == '<' && bare[length - 1] == '>') {
        bare[length - 1] = '\0';
        memmove(bare, bare + 1, length - 1);
    }
    if (!g_utf8_validate(bare, -1, NULL))
        return "character";
    const char *at = strrchr(bare, '@');
    if (!at)
        return "no-at";
    const char *error = local_part_error(bare, (gsize)(at - bare));
    return error ? error : domain_error(at + 1);
}
