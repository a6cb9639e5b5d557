/* One more address in a published record. */
#include "checks/spf/spf_address.h"
#include "checks/spf/spf_record.h"
#include <string.h>

static gboolean network_of(const SpfTerm *term)
{
    return term->kind == SPF_TERM_IP4 || term->kind == SPF_TERM_IP6;
}

static gboolean passes(const SpfTerm *term, const SpfAddress *address)
{
    gboolean four = term->kind == SPF_TERM_IP4;
    return network_of(term) && term->qualifier == SPF_PASS &&
           spf_address_within(address, term->network, four ? 4 : 16,
                              four ? term->prefix4 : term->prefix6);
}

/* Behind the addresses that the record begins with: they cost no look-up, and nothing before them
 * can fail the mail. */
static gsize place_for(const SpfRecord *record, const SpfAddress *address, gboolean *there)
{
    *there = FALSE;
    for (guint i = 0; i < record->terms->len; i++) {
        const SpfTerm *term = g_ptr_array_index(record->terms, i);
        if (!network_of(term) || term->qualifier != SPF_PASS)
            return term->position;
        if (passes(term, address))
            *there = TRUE;
    }
    return strlen(record->text);
}

static char *insert(const char *record, gsize at, const char *mechanism)
{
    gsize before = at;
    while (before > 0 && record[before - 1] == ' ')
        before--;
    const char *rest = record + at + strspn(record + at, " ");
    return g_strdup_printf("%.*s %s%s%s", (int)before, record, mechanism,
                           rest[0] != '\0' ? " " : "", rest);
}

char *spf_merge_address(const char *record, const char *ip)
{
    SpfAddress address;
    gboolean there;
    if (!spf_address_parse(ip, &address))
        return NULL;
    g_autofree char *text = spf_address_text(&address);
    g_autofree char *mechanism =
        g_strdup_printf("%s:%s", address.length == 4 ? "ip4" : "ip6", text);
    if (record == NULL || record[0] == '\0')
        return g_strdup_printf("v=spf1 %s ~all", mechanism);
    if (!spf_record_is(record, strlen(record)))
        return NULL;
    g_autoptr(SpfRecord) parsed = spf_record_parse(record, strlen(record));
    if (parsed->problem != NULL)
        return NULL;
    gsize at = place_for(parsed, &address, &there);
    return there ? g_strdup(record) : insert(record, at, mechanism);
}
