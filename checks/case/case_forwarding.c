/* What a forwarding adds to a case. */
#include "checks/case/case_forwarding.h"

#include <string.h>
#include "checks/case/case_document.h"
#include "content/base/phrases.h"

enum { SURE = 80 };

/* Reasons that a mail meets only because it was forwarded: the target is gone, or the forwarder is
 * no sender of the domain. */
static const char *const reasons[] = {"userunknown", "mailboxfull", "suspend",     "hasmoved",
                                      "hostunknown", "norelaying",  "authfailure", NULL};

static gboolean knows_both(const Facts *facts)
{
    return facts->forwarded && facts->original_recipient.text && facts->recipient.text;
}

static gboolean is_of_forwarding(const Result *result)
{
    return result->cause && knows_both(result->facts) &&
           g_strv_contains(reasons, result->cause->reason);
}

const char *case_acts(const Result *result)
{
    if (is_of_forwarding(result))
        return "recipient";
    return result->cause ? result->cause->acts : NULL;
}

static char *filled(Language language, const char *key, GHashTable *values)
{
    return phrase_fill(language, phrase(language, key), values);
}

json_t *case_forwarding_fix(const Result *result)
{
    Language language = result->options->language;
    if (!is_of_forwarding(result))
        return NULL;
    static const char *const keys[] = {"forwarding.tell", "forwarding.mend", "forwarding.direct"};
    json_t *steps = json_array();
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *step = filled(language, keys[i], result->values);
        json_array_append_new(steps, case_string(step));
    }
    g_autofree char *title = filled(language, "forwarding.title", result->values);
    return json_pack("{s:o, s:s, s:o, s:o, s:n, s:n, s:[]}", "title", case_string(title), "who",
                     "recipient", "who_word", case_string(phrase(language, "actor.recipient")),
                     "steps", steps, "record", "proved", "obstacles");
}

void case_remark(json_t *remarks, Language language, const char *id, GHashTable *values)
{
    g_autofree char *key = g_strconcat("remark.", id, NULL);
    g_autofree char *text = filled(language, g_intern_string(key), values);
    json_array_append_new(remarks, json_pack("{s:s, s:o}", "id", id, "text", case_string(text)));
}

/* NULL: what it was made of tells nothing that a person could use. */
static const char *remark_id(const RewrittenAddress *address)
{
    gboolean sender = !strcmp(address->fact, "sender");
    if (address->form == ADDRESS_SRS)
        return sender ? "srs" : NULL;
    if (address->form == ADDRESS_BATV)
        return sender ? "batv" : NULL;
    if (address->form == ADDRESS_ENCAPSULATED)
        return strchr(address->original.text, '@') ? "encapsulated" : "internal-name";
    return NULL;
}

static void remark_rewritten(const Result *result, const RewrittenAddress *address, json_t *remarks)
{
    const char *id = remark_id(address);
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(values, (gpointer)(guintptr) "original", address->original.text);
    if (address->forwarder)
        g_hash_table_insert(values, (gpointer)(guintptr) "forwarder", address->forwarder);
    if (id)
        case_remark(remarks, result->options->language, id, values);
}

void case_forwarding_remarks(const Result *result, json_t *remarks)
{
    const Facts *facts = result->facts;
    if (knows_both(facts))
        case_remark(remarks, result->options->language,
                    facts->original_recipient.confidence >= SURE ? "forwarded" : "forwarded-likely",
                    result->values);
    for (guint i = 0; i < facts->rewritten->len; i++)
        remark_rewritten(result, facts->rewritten->pdata[i], remarks);
}
