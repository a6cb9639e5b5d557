/* The brief of a case. */
#include "checks/case/case_brief.h"

#include "checks/case/case_document.h"
#include "checks/check/dnsbl_named.h"
#include "checks/dns/organisation.h"
#include "content/base/safe_text.h"

enum { WORDS_MAX = 300 };

static json_t *take_string(char *text)
{
    json_t *string = case_string(text);
    g_free(text);
    return string;
}

/* Who runs the other side: by the domain of the host that answered, else of the recipient. */
static json_t *provider(const Facts *facts)
{
    g_autofree char *recipient = facts_recipient_domain(facts);
    g_autofree char *host =
        facts->remote_mta_name.text ? g_ascii_strdown(facts->remote_mta_name.text, -1) : NULL;
    const char *organisation = host ? organisational_domain(host) : NULL;
    if (!organisation && recipient)
        organisation = organisational_domain(recipient);
    return case_string(organisation);
}

/* The block lists that the words name. */
static json_t *lists(const Facts *facts, IdentifiedWording *wording)
{
    json_t *array = json_array();
    if (!wording->found)
        wording->found = dnsbl_named(facts);
    for (guint i = 0; i < wording->found->len; i++)
        json_array_append_new(array, case_string(wording->found->pdata[i]));
    return array;
}

static json_t *cause_brief(const Cause *cause, Language language)
{
    return cause ? json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", cause->id, "title",
                             cause_text(cause, language)->title, "reason", cause->reason,
                             "category", cause->category, "acts", cause->acts)
                 : json_null();
}

json_t *case_brief(const Facts *facts, IdentifyMemo *memo, Language language, int message)
{
    IdentifiedWording *wording = identify_memo_find(memo, facts);
    json_t *brief = json_object();
    g_autofree char *words = safe_text(facts->diagnostic.text, -1, SAFE_TEXT_ONE_LINE, WORDS_MAX);
    json_object_set_new(brief, "message", json_integer(message));
    json_object_set_new(brief, "kind", case_string(kind_name(facts->kind)));
    json_object_set_new(brief, "action", case_string(action_name(facts->action)));
    json_object_set_new(brief, "recipient", case_string(facts->recipient.text));
    json_object_set_new(brief, "sender", case_string(facts->sender.text));
    json_object_set_new(brief, "recipient_domain", take_string(facts_recipient_domain(facts)));
    json_object_set_new(brief, "sender_domain", take_string(facts_sender_domain(facts)));
    json_object_set_new(brief, "provider", provider(facts));
    json_object_set_new(brief, "reply_code", case_string(facts->reply_code.text));
    json_object_set_new(brief, "enhanced_status", case_string(facts->enhanced_status.text));
    json_object_set_new(brief, "date", case_string(facts->date.text));
    json_object_set_new(brief, "incoming", json_boolean(facts->incoming));
    json_object_set_new(brief, "lists", lists(facts, wording));
    json_object_set_new(brief, "words", case_string(words));
    json_object_set_new(brief, "cause", cause_brief(wording->cause, language));
    return brief;
}
