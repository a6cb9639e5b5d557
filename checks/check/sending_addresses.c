/* The addresses that a domain's mail comes from: of its MX, and of the SPF record's own terms. */
#include "checks/check/sending_addresses.h"

#include <string.h>
#include "checks/answers/address_range.h"
#include "checks/dns/organisation.h"
#include "checks/answers/domain_name.h"
#include "checks/spf/spf_record.h"

enum { HOSTS_MAX = 10 };

typedef struct {
    Answers *answers;
    const char *domain, *but;
    GPtrArray *found; /* SendingAddress* */
    guint left_out;
    gboolean pending;
} Search;

static void sending_address_free(gpointer data)
{
    SendingAddress *address = data;
    g_free(address->ip);
    g_free(address->host);
    g_free(address);
}

static SendingAddress *known(const Search *search, const char *ip)
{
    for (guint i = 0; i < search->found->len; i++) {
        SendingAddress *address = search->found->pdata[i];
        if (g_str_equal(address->ip, ip))
            return address;
    }
    return NULL;
}

static void add(Search *search, const guint8 *bytes, gsize length, const char *host,
                gboolean declared)
{
    g_autofree char *ip = address_text(bytes, length);
    SendingAddress *address = ip ? known(search, ip) : NULL;
    if (address) {
        address->declared |= declared;
        if (!address->host)
            address->host = g_strdup(host);
        return;
    }
    if (!ip || address_unreachable(bytes, length) || !g_strcmp0(ip, search->but))
        return;
    if (search->found->len >= SENDING_ADDRESSES_MAX) {
        search->left_out++;
        return;
    }
    address = g_new(SendingAddress, 1);
    *address = (SendingAddress){g_strdup(ip), g_strdup(host), declared};
    g_ptr_array_add(search->found, address);
}

static const Answer *ask(Search *search, const char *name, guint16 type)
{
    const Answer *answer = answers_get(search->answers, name, type);
    search->pending |= !answer;
    return answer;
}

/* A provider's hosts are the provider's to look after. */
static gboolean is_own(const Search *search, const char *host)
{
    g_autofree char *lower = g_ascii_strdown(search->domain, -1);
    const char *organisation = organisational_domain(lower);
    return domain_name_is_within(host, organisation ? organisation : lower);
}

static void add_host(Search *search, const char *host, gboolean declared)
{
    static const guint16 types[] = {TYPE_A, TYPE_AAAA};
    if (!is_own(search, host))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        const Answer *answer = ask(search, host, types[i]);
        for (guint j = 0; answer && j < MIN(answer->records->len, HOSTS_MAX); j++) {
            const Record *record = answer->records->pdata[j];
            if (record->address_length)
                add(search, record->address, record->address_length, host, declared);
        }
    }
}

static void add_mx(Search *search, const char *domain, gboolean declared)
{
    const Answer *mx = ask(search, domain, TYPE_MX);
    for (guint i = 0; mx && i < MIN(mx->records->len, HOSTS_MAX); i++) {
        const Record *record = mx->records->pdata[i];
        if (record->target && *record->target && !g_str_equal(record->target, "."))
            add_host(search, record->target, declared);
    }
}

/* Networks of more than one address name no sender. */
static void add_term(Search *search, const SpfTerm *term)
{
    const char *domain = term->domain ? term->domain : search->domain;
    if (term->qualifier != SPF_PASS || strchr(domain, '%'))
        return;
    if (term->kind == SPF_TERM_IP4 && term->prefix4 == 32)
        add(search, term->network, 4, NULL, TRUE);
    else if (term->kind == SPF_TERM_IP6 && term->prefix6 == 128)
        add(search, term->network, 16, NULL, TRUE);
    else if (term->kind == SPF_TERM_A && term->prefix4 == 32)
        add_host(search, domain, TRUE);
    else if (term->kind == SPF_TERM_MX && term->prefix4 == 32)
        add_mx(search, domain, TRUE);
}

static void add_spf(Search *search)
{
    GBytes *bytes = NULL;
    const Answer *answer = ask(search, search->domain, TYPE_TXT);
    if (!answer || answer->status != ANSWER_OK || spf_record_select(answer, &bytes) != 1)
        return;
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autoptr(SpfRecord) record = spf_record_parse(text, length);
    for (guint i = 0; i < record->terms->len; i++)
        add_term(search, record->terms->pdata[i]);
}

GPtrArray *sending_addresses(Answers *answers, const char *domain, const char *but, guint *left_out)
{
    Search search = {.answers = answers, .domain = domain, .but = but};
    search.found = g_ptr_array_new_with_free_func(sending_address_free);
    add_spf(&search);
    add_mx(&search, domain, FALSE);
    if (left_out)
        *left_out = search.left_out;
    if (search.pending)
        g_clear_pointer(&search.found, g_ptr_array_unref);
    return search.found;
}
