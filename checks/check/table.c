#include "checks/check/table.h"

const Check checks[] = {
    {"syntax", check_syntax, FALSE},       {"typo", check_typo, FALSE},
    {"domain", check_domain, FALSE},       {"mx", check_mx, FALSE},
    {"address", check_address, FALSE},     {"ptr", check_ptr, FALSE},
    {"helo", check_helo, FALSE},           {"spf", check_spf, FALSE},
    {"dkim", check_dkim, FALSE},           {"authentication", check_authentication, FALSE},
    {"dmarc", check_dmarc, FALSE},         {"dnsbl", check_dnsbl, FALSE},
    {"transport", check_transport, FALSE}, {"attachment", check_attachment, FALSE},
    {"resolver", check_resolver, TRUE},    {NULL, NULL, FALSE},
};

const Check *check_find(const char *id)
{
    for (const Check *check = checks; check->id; check++)
        if (g_str_equal(check->id, id))
            return check;
    return NULL;
}
