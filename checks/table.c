#include "checks/table.h"

const Check checks[] = {
    {"syntax", check_syntax},
    {"typo", check_typo},
    {"domain", check_domain},
    {"mx", check_mx},
    {"address", check_address},
    {"ptr", check_ptr},
    {"spf", check_spf},
    {"dkim", check_dkim},
    {"dmarc", check_dmarc},
    {"dnsbl", check_dnsbl},
    {"transport", check_transport},
    {"attachment", check_attachment},
    {NULL, NULL},
};

const Check *check_find(const char *id)
{
    for (const Check *check = checks; check->id; check++)
        if (g_str_equal(check->id, id))
            return check;
    return NULL;
}

CheckState check_each_subject(const CheckContext *context, const char *check, CheckSubject one,
                              GPtrArray *findings)
{
    g_autoptr(GPtrArray) subjects = check_subjects(context->facts, context->role);
    CheckState state = CHECK_DONE;
    for (guint i = 0; i < subjects->len; i++)
        if (one(context, g_ptr_array_index(subjects, i), findings) == CHECK_PENDING)
            state = CHECK_PENDING;
    if (!subjects->len)
        finding_add_skipped(findings, check, context);
    return state;
}
