/* Selectors by custom: a hint where no signature tells the selector, never proof that there is no
 * key. */
#include "checks/check/dkim_selectors.h"

#include <string.h>

/* Names that big senders and panels give their keys. */
static const char *const common_selectors[] = {
    "default", "google", "selector1", "selector2", "k1",      "k2",         "k3",       "s1",
    "s2",      "dkim",   "mail",      "mandrill",  "smtp",    "key1",       "fm1",      "fm2",
    "fm3",     "zoho",   "sig1",      "pm",        "mxvault", "protonmail", "20230601", "x"};

/* What a service's records hold, and the selectors that it has its customers publish. */
static const struct {
    const char *hint;
    const char *selectors[6];
} services[] = {
    {"brevo", {"brevo1", "brevo2"}},
    {"freshemail", {"fd", "fd2", "fdm"}},
    {"google.com", {"google", "20161025"}},
    {"hostinger", {"hostingermail-a", "hostingermail-b", "hostingermail-c", "hostingermail1"}},
    {"hubspot", {"hs1", "hs2"}},
    {"mail.ru", {"mailru"}},
    {"mailchannels", {"mailchannels"}},
    {"mailerlite", {"litesrv", "ml"}},
    {"mailgun", {"mta", "pic", "mailo", "krs", "email"}},
    {"mailjet", {"mailjet"}},
    {"mandrillapp", {"mte1", "mte2"}},
    {"mcsv.net", {"k2", "k3"}},
    {"messagingengine", {"mesmtp"}},
    {"migadu", {"key2", "key3"}},
    {"protonmail", {"protonmail2", "protonmail3"}},
    {"salesforce", {"sf1", "sf2"}},
    {"sendgrid", {"m1"}},
    {"sendinblue", {"sib1"}},
    {"sparkpost", {"scph0817", "scph1122"}},
    {"titan.email", {"titan1", "titan2"}},
    {"zendesk", {"zendesk1", "zendesk2"}},
    {"zoho", {"zmail", "zoho1"}},
};

static void add_once(GPtrArray *selectors, const char *selector)
{
    if (!g_ptr_array_find_with_equal_func(selectors, selector, g_str_equal, NULL))
        g_ptr_array_add(selectors, (gpointer)(guintptr)selector);
}

static gboolean names_service(const Answer *answer, const char *hint)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize length = 0;
        const char *bytes = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        if ((record->target && strstr(record->target, hint)) ||
            (bytes && g_strstr_len(bytes, (gssize)length, hint)))
            return TRUE;
    }
    return FALSE;
}

GPtrArray *dkim_selectors(Answers *answers, const char *domain, CheckState *state)
{
    GPtrArray *selectors = g_ptr_array_new();
    const Answer *mx = answers_get(answers, domain, TYPE_MX);
    const Answer *text = answers_get(answers, domain, TYPE_TXT);
    for (gsize i = 0; i < G_N_ELEMENTS(common_selectors); i++)
        add_once(selectors, common_selectors[i]);
    if (!mx || !text)
        *state = CHECK_PENDING;
    for (gsize i = 0; mx && text && i < G_N_ELEMENTS(services); i++)
        for (const char *const *selector = services[i].selectors;
             *selector &&
             (names_service(mx, services[i].hint) || names_service(text, services[i].hint));
             selector++)
            add_once(selectors, *selector);
    return selectors;
}
