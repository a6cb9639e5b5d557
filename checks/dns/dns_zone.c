#include "checks/dns/dns_zone.h"
#include "checks/dns/dns_record.h"
#include "checks/answers/domain_name.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A name of the file, or one between such a name and its zone's apex (an empty non-terminal). */
typedef struct {
    GPtrArray *records;   /* Record*; empty for an empty non-terminal */
    guint32 negative_ttl; /* of the SOA here */
    gboolean apex;        /* has a SOA */
    gboolean delegates;   /* has NS; a zone cut where it is no apex */
} Node;

struct DnsZones {
    GHashTable *nodes; /* name -> Node */
};

static void record_destroy(gpointer record)
{
    record_free(record);
}

static void node_free(gpointer data)
{
    Node *node = data;
    g_ptr_array_unref(node->records);
    g_free(node);
}

static Node *node_find(const DnsZones *zones, const char *name)
{
    return g_hash_table_lookup(zones->nodes, name);
}

static Node *node_get(DnsZones *zones, const char *name)
{
    Node *node = node_find(zones, name);
    if (!node) {
        node = g_new0(Node, 1);
        node->records = g_ptr_array_new_with_free_func(record_destroy);
        g_hash_table_insert(zones->nodes, g_strdup(name), node);
    }
    return node;
}

static void add_record(DnsZones *zones, Record *record, const ldns_rr *rr)
{
    Node *node = node_get(zones, record->owner);
    if (record->type == TYPE_SOA && !node->apex) {
        node->apex = TRUE;
        node->negative_ttl = dns_negative_ttl(rr);
    }
    if (record->type == TYPE_NS)
        node->delegates = TRUE;
    /* The names above exist from now on (RFC 4592 2.2.2). */
    for (const char *up = domain_name_parent(record->owner); up && !node_find(zones, up);
         up = domain_name_parent(up))
        node_get(zones, up);
    g_ptr_array_add(node->records, record);
}

/* Reading */

typedef struct {
    FILE *file;
    const char *text, *name;
    ldns_rdf *origin, *previous;
    guint32 ttl;
    gboolean origin_given;
    long offset; /* where the entry in hand begins */
    int line;    /* and its line */
} Reader;

static void set_error(const Reader *reader, const char *what, GError **error)
{
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%d: %s", reader->name, reader->line,
                what);
}

/* Moves on to where ldns stands, and past blank lines and comments: it skips those silently, so its
 * own count of lines can't tell where an entry begins. */
static void find_entry(Reader *reader)
{
    long to = ftell(reader->file);
    for (; reader->offset < to; reader->offset++)
        reader->line += reader->text[reader->offset] == '\n';
    for (;;) {
        const char *at = reader->text + reader->offset;
        gsize skip = strspn(at, " \t\r");
        if (at[skip] == ';')
            skip += strcspn(at + skip, "\n");
        if (at[skip] != '\n')
            return;
        reader->offset += (long)skip + 1;
        reader->line++;
    }
}

/* Without $ORIGIN an "@" would speak of the root. */
static gboolean needs_origin(const Reader *reader)
{
    return !reader->origin_given && reader->text[reader->offset] == '@';
}

/* ldns takes an entry whose quotes or parentheses stay open; name servers do not. */
static const char *find_open_end(const char *at, const char *end)
{
    gboolean quoted = FALSE;
    int depth = 0;
    for (; at < end; at++) {
        if (*at == '\\' && at + 1 < end)
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (*at == ';')
            at += strcspn(at, "\n");
        else if (*at == '(')
            depth++;
        else if (*at == ')')
            depth--;
    }
    if (quoted)
        return "a quote is not closed";
    return depth != 0 ? "parentheses do not match" : NULL;
}

static gboolean add_rr(DnsZones *zones, const Reader *reader, const ldns_rr *rr, GError **error)
{
    if (needs_origin(reader)) {
        set_error(reader, "\"@\" without $ORIGIN: begin with \"$ORIGIN your.domain.\"", error);
        return FALSE;
    }
    const char *open_end =
        find_open_end(reader->text + reader->offset, reader->text + ftell(reader->file));
    if (open_end) {
        set_error(reader, open_end, error);
        return FALSE;
    }
    if (ldns_rr_get_class(rr) != LDNS_RR_CLASS_IN) {
        set_error(reader, "only class IN is known here", error);
        return FALSE;
    }
    Record *record = dns_record_from_rr(rr);
    if (!record) {
        set_error(reader, "the record lacks a field", error);
        return FALSE;
    }
    add_record(zones, record, rr);
    return TRUE;
}

/* The octets of the longest quoted string (RFC 1035 5.1: "\DDD" and "\X" are one). */
static gsize longest_string(const char *at, const char *end)
{
    gsize longest = 0, length = 0;
    gboolean quoted = FALSE;
    for (; at < end; at++) {
        if (!quoted && *at == ';')
            at += strcspn(at, "\n");
        if (*at == '"') {
            quoted = !quoted;
            length = 0;
            continue;
        }
        if (*at == '\\')
            at += g_ascii_isdigit(at[1]) ? 3 : 1;
        length++;
        if (quoted)
            longest = MAX(longest, length);
    }
    return longest;
}

/* What ldns says, or better where its words do not name the mend. */
static void set_error_of_status(const Reader *reader, ldns_status status, GError **error)
{
    enum { STRING_MAX = 255 }; /* RFC 1035 3.3 */
    gsize longest =
        longest_string(reader->text + reader->offset, reader->text + ftell(reader->file));
    g_autofree char *too_long = g_strdup_printf(
        "a string of %zu octets: cut it into several of at most 255, \"...\" \"...\"", longest);
    set_error(reader, longest > STRING_MAX ? too_long : ldns_get_errorstr_by_id(status), error);
}

/* Reads one entry, which may span lines. */
static gboolean read_entry(DnsZones *zones, Reader *reader, GError **error)
{
    find_entry(reader);
    ldns_rr *rr = NULL;
    gboolean fine = TRUE;
    ldns_status status = ldns_rr_new_frm_fp_l(&rr, reader->file, &reader->ttl, &reader->origin,
                                              &reader->previous, NULL);
    switch (status) {
    case LDNS_STATUS_OK:
        fine = add_rr(zones, reader, rr, error);
        ldns_rr_free(rr);
        break;
    case LDNS_STATUS_SYNTAX_ORIGIN:
        reader->origin_given = TRUE;
        break;
    case LDNS_STATUS_SYNTAX_TTL:
    case LDNS_STATUS_SYNTAX_EMPTY:
        break;
    case LDNS_STATUS_SYNTAX_INCLUDE:
        fine = FALSE;
        set_error(reader, "$INCLUDE is not followed: put the records into this file", error);
        break;
    default:
        fine = FALSE;
        set_error_of_status(reader, status, error);
    }
    return fine;
}

static gboolean read_all(DnsZones *zones, Reader *reader, GError **error)
{
    gboolean fine = TRUE;
    while (fine && !feof(reader->file))
        fine = read_entry(zones, reader, error);
    return fine;
}

DnsZones *dns_zones_parse(const char *text, gsize length, const char *name, GError **error)
{
    g_autoptr(DnsZones) zones = g_new0(DnsZones, 1);
    zones->nodes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, node_free);
    if (length == 0)
        return g_steal_pointer(&zones);

    g_autofree char *copy = g_strndup(text, length);
    Reader reader = {.file = fmemopen(copy, length, "r"),
                     .text = copy,
                     .name = name,
                     .origin = ldns_dname_new_frm_str("."),
                     .line = 1,
                     .ttl = 3600};
    gboolean fine = FALSE;
    if (strlen(copy) < length)
        set_error(&reader, "a NUL byte: this is no zone file", error);
    else if (!reader.file)
        set_error(&reader, g_strerror(errno), error);
    else
        fine = read_all(zones, &reader, error);
    if (reader.file)
        fclose(reader.file);
    ldns_rdf_deep_free(reader.origin);
    ldns_rdf_deep_free(reader.previous);
    return fine ? g_steal_pointer(&zones) : NULL;
}

void dns_zones_free(DnsZones *zones)
{
    if (!zones)
        return;
    g_hash_table_unref(zones->nodes);
    g_free(zones);
}

/* Looking up */

static Record *record_copy(const Record *from, const char *owner)
{
    Record *record = g_memdup2(from, sizeof *from);
    record->owner = g_strdup(owner);
    record->text = g_strdup(from->text);
    record->target = g_strdup(from->target);
    record->strings = from->strings ? g_bytes_ref(from->strings) : NULL;
    return record;
}

static GPtrArray *copy_records(const Node *node, guint16 type, const char *owner)
{
    GPtrArray *copies = g_ptr_array_new_with_free_func(record_destroy);
    for (guint i = 0; i < node->records->len; i++) {
        const Record *record = g_ptr_array_index(node->records, i);
        if (record->type == type)
            g_ptr_array_add(copies, record_copy(record, owner));
    }
    return copies;
}

/* The closest apex at or above a name, NULL outside all zones; *zone is its name, *cut is set where
 * a delegation lies between. */
static const Node *find_apex(const DnsZones *zones, const char *name, const char **zone,
                             gboolean *cut)
{
    *cut = FALSE;
    *zone = NULL;
    for (const char *at = name; at; at = domain_name_parent(at)) {
        const Node *node = node_find(zones, at);
        if (node && node->apex) {
            *zone = at;
            return node;
        }
        if (node && node->delegates)
            *cut = TRUE;
    }
    return NULL;
}

/* The wildcard at the closest encloser (RFC 4592 3.3.1); NULL where there is none. */
static const Node *find_wildcard(const DnsZones *zones, const char *name)
{
    const char *encloser = domain_name_parent(name);
    while (encloser && !node_find(zones, encloser))
        encloser = domain_name_parent(encloser);
    if (!encloser)
        return NULL;
    g_autofree char *wildcard =
        strcmp(encloser, ".") == 0 ? g_strdup("*") : g_strconcat("*.", encloser, NULL);
    return node_find(zones, wildcard);
}

gboolean dns_zones_have(const DnsZones *zones, const char *name)
{
    return node_find(zones, name) != NULL;
}

ZoneResult dns_zones_look_up(const DnsZones *zones, const char *name, guint16 type)
{
    gboolean cut;
    const char *zone;
    const Node *apex = find_apex(zones, name, &zone, &cut);
    const Node *node = node_find(zones, name);
    if (!node)
        node = find_wildcard(zones, name);

    ZoneResult result = {ZONE_RECORDS, NULL, apex ? apex->negative_ttl : 0, zone};
    if (node) {
        result.records = copy_records(node, type, name);
        if (result.records->len == 0 && type != TYPE_CNAME) {
            g_ptr_array_unref(result.records);
            result.records = copy_records(node, TYPE_CNAME, name);
            result.outcome = ZONE_ALIAS;
        }
        if (result.records->len > 0)
            return result;
        g_clear_pointer(&result.records, g_ptr_array_unref);
    }
    if (!apex || cut)
        result.outcome = ZONE_OUTSIDE;
    else
        result.outcome = node ? ZONE_NO_DATA : ZONE_NXDOMAIN;
    return result;
}
