#include "checks/dns/dns_record.h"
#include "checks/answers/domain_name.h"

#include <string.h>

char *dns_name_from_rdf(const ldns_rdf *dname)
{
    if (!dname || ldns_rdf_get_type(dname) != LDNS_RDF_TYPE_DNAME)
        return NULL;
    return domain_name_from_wire(ldns_rdf_data(dname), ldns_rdf_size(dname));
}

static char *rdata_text(const ldns_rr *rr)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
        char *field = ldns_rdf2str(ldns_rr_rdf(rr, i));
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", field ? field : "");
        free(field);
    }
    return g_string_free(text, FALSE);
}

static gboolean set_address(Record *record, const ldns_rr *rr)
{
    const ldns_rdf *field = ldns_rr_rdf(rr, 0);
    gsize length = record->type == TYPE_A ? 4 : 16;
    if (!field || ldns_rdf_size(field) != length)
        return FALSE;
    memcpy(record->address, ldns_rdf_data(field), length);
    record->address_length = length;
    return TRUE;
}

static gboolean set_target(Record *record, const ldns_rr *rr, size_t field)
{
    record->target = dns_name_from_rdf(ldns_rr_rdf(rr, field));
    return record->target != NULL;
}

static gboolean set_exchange(Record *record, const ldns_rr *rr)
{
    const ldns_rdf *preference = ldns_rr_rdf(rr, 0);
    if (!preference || ldns_rdf_size(preference) != 2)
        return FALSE;
    record->preference = ldns_rdf2native_int16(preference);
    return set_target(record, rr, 1);
}

static gboolean set_strings(Record *record, const ldns_rr *rr)
{
    g_autoptr(GByteArray) joined = g_byte_array_new();
    for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
        const ldns_rdf *field = ldns_rr_rdf(rr, i);
        gsize size = ldns_rdf_size(field);
        const guint8 *data = ldns_rdf_data(field);
        if (size < 1 || data[0] != size - 1)
            return FALSE;
        g_byte_array_append(joined, data + 1, (guint)(size - 1));
    }
    record->strings = g_byte_array_free_to_bytes(g_steal_pointer(&joined));
    return TRUE;
}

static gboolean set_fields(Record *record, const ldns_rr *rr)
{
    switch (record->type) {
    case TYPE_A:
    case TYPE_AAAA:
        return set_address(record, rr);
    case TYPE_MX:
        return set_exchange(record, rr);
    case TYPE_CNAME:
    case TYPE_NS:
    case TYPE_PTR:
        return set_target(record, rr, 0);
    case TYPE_TXT:
        return set_strings(record, rr);
    default:
        return TRUE;
    }
}

Record *dns_record_from_rr(const ldns_rr *rr)
{
    g_autofree char *owner = dns_name_from_rdf(ldns_rr_owner(rr));
    if (!owner)
        return NULL;
    Record *record = record_new((guint16)ldns_rr_get_type(rr), owner, ldns_rr_ttl(rr));
    record->text = rdata_text(rr);
    if (set_fields(record, rr))
        return record;
    record_free(record);
    return NULL;
}

guint32 dns_negative_ttl(const ldns_rr *soa)
{
    enum { MINIMUM = 6 };
    const ldns_rdf *minimum = ldns_rr_rdf(soa, MINIMUM);
    guint32 ttl = ldns_rr_ttl(soa);
    if (!minimum || ldns_rdf_size(minimum) != 4)
        return ttl;
    return MIN(ttl, ldns_rdf2native_int32(minimum));
}

Record *record_from_text(guint16 type, const char *owner, guint32 ttl, const char *text)
{
    ldns_rr *rr = NULL;
    g_autofree char *name =
        g_str_equal(owner, ".") ? g_strdup(owner) : g_strconcat(owner, ".", NULL);
    g_autofree char *line = g_strdup_printf("%s %u IN %s %s", name, ttl, type_name(type), text);
    ldns_status status = ldns_rr_new_frm_str(&rr, line, ttl, NULL, NULL);
    Record *record = status == LDNS_STATUS_OK ? dns_record_from_rr(rr) : NULL;
    ldns_rr_free(rr);
    if (record)
        return record;
    record = record_new(type, owner, ttl);
    record->text = g_strdup(text);
    return record;
}
