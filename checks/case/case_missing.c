/* "missing" of the case document: facts that the checks of the cause's claim have no subject
 * without. */
#include "checks/case/case_document.h"

#include <string.h>

#include "content/base/phrases.h"

typedef enum {
    MISSING_SENDER,
    MISSING_RECIPIENT,
    MISSING_IP,
    MISSING_SELECTOR,
    MISSING_COUNT
} Missing;

static const struct {
    const char *fact, *option;
} names[] = {[MISSING_SENDER] = {"sender", "--sender"},
             [MISSING_RECIPIENT] = {"recipient", "--recipient"},
             [MISSING_IP] = {"ip", "--ip"},
             [MISSING_SELECTOR] = {"selector", "--selector"}};

static gboolean knows_sender(const Facts *facts)
{
    g_autofree char *domain = facts_sender_domain(facts);
    return domain != NULL;
}

/* What one check lacks, MISSING_COUNT: nothing. */
static Missing lacked_by(const Facts *facts, const CauseCheck *check)
{
    gboolean of_sender = !strcmp(check->subject, "sender-domain") ||
                         !strcmp(check->subject, "from-domain") ||
                         !strcmp(check->subject, "sender") || !strcmp(check->subject, "dkim");
    gboolean of_recipient =
        !strcmp(check->subject, "recipient-domain") || !strcmp(check->subject, "recipient");
    gboolean of_ip = !strcmp(check->subject, "source-ip");
    if (!strcmp(check->subject, "dkim") && facts->dkim->len)
        return MISSING_COUNT;
    if (of_sender && !knows_sender(facts))
        return MISSING_SENDER;
    if (!strcmp(check->subject, "dkim"))
        return MISSING_SELECTOR;
    if (of_recipient && !facts->recipient.text)
        return MISSING_RECIPIENT;
    if ((of_ip || !strcmp(check->check, "spf")) && !facts->source_ip.text)
        return MISSING_IP;
    return MISSING_COUNT;
}

/* "SPF, DMARC policy": those of the claim's checks that lack this fact. */
static char *checks_lacking(const Result *result, Missing missing)
{
    const Cause *cause = result->cause;
    Language language = result->options->language;
    GString *all = g_string_new(NULL);
    for (unsigned i = 0; i < cause->checks_count; i++) {
        const CauseCheck *check = &cause->checks[i];
        if (!check->confirms_count || lacked_by(result->facts, check) != missing)
            continue;
        g_autofree char *brief = g_strconcat("needs.", check->check, NULL);
        g_autofree char *key = g_strconcat("check.", check->check, NULL);
        const char *name = phrase(language, g_intern_string(phrase_exists(brief) ? brief : key));
        if (!strstr(all->str, name))
            g_string_append_printf(all, "%s%s", all->len ? phrase(language, "list.comma") : "",
                                   name);
    }
    return g_string_free(all, FALSE);
}

json_t *case_missing_facts(const Result *result)
{
    json_t *array = json_array();
    gboolean settled = result->verdict == VERDICT_CONFIRMED || result->verdict == VERDICT_RULED_OUT;
    for (Missing missing = 0; result->cause && !settled && missing < MISSING_COUNT; missing++) {
        g_autofree char *lacking = checks_lacking(result, missing);
        if (!*lacking)
            continue;
        g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_insert(values, (gpointer)(guintptr) "checks", lacking);
        Language language = result->options->language;
        g_autofree char *why = phrase_fill(language, phrase(language, "needs.why"), values);
        json_array_append_new(array,
                              json_pack("{s:s, s:o, s:s}", "fact", names[missing].fact, "why",
                                        case_string(why), "option", names[missing].option));
    }
    return array;
}
