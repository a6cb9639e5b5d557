#include <glib.h>
#include <libpsl.h>

#include "checks/dns/organisation.h"

static const psl_ctx_t *suffixes(void)
{
    static gsize once;
    static psl_ctx_t *list;
    if (g_once_init_enter(&once)) {
        list = psl_latest(NULL);
        g_once_init_leave(&once, 1);
    }
    return list ? list : psl_builtin();
}

const char *organisational_domain(const char *domain)
{
    return psl_registrable_domain(suffixes(), domain);
}

gboolean domain_suffix_exists(const char *suffix)
{
    return psl_is_public_suffix2(suffixes(), suffix, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE);
}
