/* Reads the tags of DKIM-Signature fields that decide before any key is used. */
#include "checks/auth/dkim_refusal.h"

#include <string.h>
#include "checks/answers/tag_list.h"

static const char field_name[] = "DKIM-Signature:";

/* The next field of a header, unfolded (RFC 5322 2.2.3); moves *at behind it. NULL: the end. */
static char *next_field(const char **at)
{
    GString *field = g_string_new(NULL);
    if (!**at || **at == '\n' || **at == '\r') {
        g_string_free(field, TRUE);
        return NULL;
    }
    do {
        gsize length = strcspn(*at, "\n");
        g_string_append_len(field, *at, (gssize)length);
        *at += length + ((*at)[length] == '\n');
    } while (**at == ' ' || **at == '\t');
    return g_string_free(field, FALSE);
}

static const char *tag(GHashTable *tags, const char *name)
{
    const char *value = g_hash_table_lookup(tags, name);
    return value ? value : "";
}

/* The tags of the signature by d= and s=; NULL: it is not there. g_hash_table_unref(). */
static GHashTable *tags_of(const char *header, const char *domain, const char *selector)
{
    for (char *field; (field = next_field(&header)); g_free(field)) {
        const char *first, *problem;
        if (g_ascii_strncasecmp(field, field_name, strlen(field_name)) != 0)
            continue;
        const char *value = field + strlen(field_name);
        GHashTable *tags = tag_list_read(value, strlen(value), &first, &problem);
        if (tags && !g_ascii_strcasecmp(tag(tags, "d"), domain) &&
            !g_ascii_strcasecmp(tag(tags, "s"), selector)) {
            g_free(field);
            return tags;
        }
        g_clear_pointer(&tags, g_hash_table_unref);
    }
    return NULL;
}

/* When the mail came to the server that refused or reports it, in seconds; 0: the bounce does not
 * say. */
static gint64 arrival_of(const Facts *facts)
{
    const char *text = facts->arrival_date.text ? facts->arrival_date.text : facts->date.text;
    g_autoptr(GDateTime) time = text ? g_date_time_new_from_iso8601(text, NULL) : NULL;
    return time ? g_date_time_to_unix(time) : 0;
}

static gboolean had_expired(const char *expiry, const Facts *facts)
{
    gint64 at = g_ascii_strtoll(expiry, NULL, 10), arrival = arrival_of(facts);
    return *expiry && at > 0 && arrival > 0 && at < arrival;
}

const char *dkim_signature_refusal(const Facts *facts, const char *domain, const char *selector,
                                   const DkimKey *key)
{
    gsize length = 0;
    const char *bytes = facts->returned ? g_bytes_get_data(facts->returned, &length) : NULL;
    g_autofree char *header = bytes ? g_strndup(bytes, length) : NULL;
    g_autoptr(GHashTable) tags = header ? tags_of(header, domain, selector) : NULL;
    if (!tags)
        return NULL;
    g_autofree char *algorithm = g_ascii_strdown(tag(tags, "a"), -1);
    if (g_str_equal(algorithm, "rsa-sha1"))
        return "rsa-sha1";
    gsize family = strcspn(algorithm, "-");
    if (key && key->type && family &&
        (strlen(key->type) != family || strncmp(algorithm, key->type, family) != 0))
        return "other-key-type";
    return had_expired(tag(tags, "x"), facts) ? "expired" : NULL;
}
