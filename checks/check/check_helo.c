/* The name that the sending host greets with (RFC 5321 4.1.1.1): a full host name that leads to it.
 */
#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/check/table.h"

typedef struct {
    const CheckContext *context;
    const char *name;
    const Answer *answers[2]; /* A, AAAA */
    GPtrArray *findings;
} Helo;

static Finding *add(const Helo *helo, const char *id, Effect effect, const char *detail)
{
    Finding *finding = finding_add(helo->findings, id, helo->context, helo->name, effect);
    if (detail)
        finding_set_detail(finding, "%s", detail);
    for (gsize i = 0; i < G_N_ELEMENTS(helo->answers); i++)
        finding_add_evidence(finding, helo->answers[i]);
    if (!helo->answers[0])
        finding_add_read_evidence(finding, "helo", helo->name);
    return finding;
}

/* Why it is no host name that the Internet could know; NULL: it may be one. */
static const char *wrong_with(const char *name)
{
    guint8 bytes[16];
    const char *dot = strchr(name, '.');
    if (address_parse(name, bytes))
        return "helo-ip";
    if (!g_ascii_strcasecmp(name, "localhost") || g_str_has_prefix(name, "localhost.") ||
        g_str_has_suffix(name, ".local") || g_str_has_suffix(name, ".localdomain") ||
        g_str_has_suffix(name, ".lan") || g_str_has_suffix(name, ".internal"))
        return "helo-local";
    if (!dot || !dot[1])
        return "helo-no-dot";
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && *name != '-' && *name != '.' && !(*name & 0x80))
            return "character";
    return NULL;
}

static gboolean leads_to(const Helo *helo, const char *ip)
{
    guint8 bytes[16];
    gsize length = address_parse(ip, bytes);
    for (gsize i = 0; i < G_N_ELEMENTS(helo->answers); i++)
        for (guint j = 0; j < helo->answers[i]->records->len; j++) {
            const Record *record = g_ptr_array_index(helo->answers[i]->records, j);
            if (length && record->address_length == length &&
                memcmp(record->address, bytes, length) == 0)
                return TRUE;
        }
    return FALSE;
}

static const Answer *first_failed(const Helo *helo)
{
    for (gsize i = 0; i < G_N_ELEMENTS(helo->answers); i++)
        if (!answer_status_known(helo->answers[i]->status) &&
            helo->answers[i]->status != ANSWER_BAD_NAME)
            return helo->answers[i];
    return NULL;
}

/* RFC 5321 4.1.4 forbids to refuse mail only because the name leads elsewhere; many do. */
static void judge_answers(const Helo *helo)
{
    const char *ip = helo->context->facts->source_ip.text;
    gboolean found = helo->answers[0]->records->len || helo->answers[1]->records->len;
    const Answer *failed = first_failed(helo);
    if (found && (!ip || leads_to(helo, ip)))
        add(helo, "helo.ok", EFFECT_CLEAN, NULL);
    else if (failed)
        finding_add_could_not_ask(helo->findings, "helo", helo->context, helo->name, failed);
    else if (found)
        add(helo, "helo.mismatch", EFFECT_CONTEXT, ip);
    else
        add(helo, "helo.missing", EFFECT_CONTEXT, NULL);
}

static CheckState one_helo(const CheckContext *context, const char *name, GPtrArray *findings)
{
    Helo helo = {.context = context, .name = name, .findings = findings};
    if (*name == '[') {
        add(&helo, "helo.literal", EFFECT_CONTEXT, NULL);
        return CHECK_DONE;
    }
    const char *wrong = wrong_with(name);
    if (wrong) {
        add(&helo, "helo.not-a-name", EFFECT_CONTEXT, wrong);
        return CHECK_DONE;
    }
    helo.answers[0] = answers_get(context->answers, name, TYPE_A);
    helo.answers[1] = answers_get(context->answers, name, TYPE_AAAA);
    if (!helo.answers[0] || !helo.answers[1])
        return CHECK_PENDING;
    judge_answers(&helo);
    return CHECK_DONE;
}

CheckState check_helo(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "helo", one_helo, findings);
}
