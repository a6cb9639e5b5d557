/* "propagation" of the case document: who says what of the records that decide. */
#include "checks/case/case_document.h"
#include "checks/case/finding_words.h"
#include "checks/dns/public_resolvers.h"

static json_t *case_answer(const Answer *answer)
{
    g_autofree char *summary = answer ? answer_summary(answer) : NULL;
    return json_pack("{s:o, s:o, s:o}", "address",
                     answer && *answer->server ? case_string(answer->server) : json_null(),
                     "answer", case_string(summary), "ttl",
                     answer && answer_status_known(answer->status) ? json_integer(answer->ttl)
                                                                   : json_null());
}

static json_t *case_server(const ServerView *view)
{
    json_t *object = case_answer(view->answer);
    json_object_set_new(object, "name", case_string(view->name));
    json_object_set_new(object, "state", case_string(server_state_name(view->state)));
    json_object_set_new(object, "serial",
                        view->has_serial ? json_integer(view->serial) : json_null());
    return object;
}

static const char *resolver_state(const Propagation *propagation, const Answer *answer)
{
    const char *wanted = propagation->question.wanted;
    if (!answer || !answer_status_known(answer->status))
        return "could-not-ask";
    if (answer == propagation->resolver)
        return propagation->resolver_has ? "current" : "old";
    for (guint i = 0; i < propagation->servers->len; i++) {
        const ServerView *view = propagation->servers->pdata[i];
        if (view->state == SERVER_CURRENT)
            return answer_same(answer, view->answer) || (wanted && answer_holds(answer, wanted))
                       ? "current"
                       : "old";
    }
    return "other";
}

static json_t *case_resolver(const Propagation *propagation, const Answer *answer, const char *name)
{
    json_t *object = case_answer(answer);
    json_object_set_new(object, "name", case_string(name));
    json_object_set_new(object, "state", case_string(resolver_state(propagation, answer)));
    return object;
}

/* `findings`: of the questions before, with which a server's fault was told already. */
static json_t *sentences(const Propagation *propagation, GPtrArray *findings, Language language)
{
    json_t *array = json_array();
    guint said = findings->len;
    propagation_add_findings(propagation, findings);
    for (guint i = said; i < findings->len; i++) {
        g_autofree char *sentence = finding_sentence(findings->pdata[i], language);
        json_array_append_new(array, case_string(sentence));
    }
    return array;
}

static json_t *case_servers(const Propagation *propagation)
{
    json_t *array = json_array();
    for (guint i = 0; i < propagation->servers->len; i++)
        json_array_append_new(array, case_server(propagation->servers->pdata[i]));
    return array;
}

static json_t *case_public(const Authority *authority, const Propagation *propagation)
{
    json_t *array = json_array();
    for (guint i = 0; i < public_resolvers_count(); i++) {
        const Answer *answer = authority_public_answer(authority, propagation, i);
        if (answer)
            json_array_append_new(array,
                                  case_resolver(propagation, answer, public_resolver_at(i)->name));
    }
    return array;
}

static json_t *case_question(const Result *result, const Authority *authority,
                             const Propagation *propagation, GPtrArray *said)
{
    const PropagationQuestion *question = &propagation->question;
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "name", case_string(question->name), "type",
                  case_string(type_name(question->type)), "zone", case_string(propagation->zone),
                  "wanted", case_string(question->wanted), "state",
                  case_string(propagation_state_name(propagation->state)), "text",
                  sentences(propagation, said, result->options->language));
    json_object_set_new(object, "resolver",
                        case_resolver(propagation, propagation->resolver, NULL));
    json_object_set_new(object, "servers", case_servers(propagation));
    json_object_set_new(object, "public", case_public(authority, propagation));
    return object;
}

json_t *case_propagation(const Result *result, const Authority *authority)
{
    if (!authority || !authority_finished(authority))
        return json_null();
    const GPtrArray *propagations = authority_propagations(authority);
    g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    json_t *questions = json_array();
    for (guint i = 0; i < propagations->len; i++)
        json_array_append_new(questions,
                              case_question(result, authority, propagations->pdata[i], said));
    return json_pack("{s:b, s:b, s:i, s:o}", "watchable", authority_watchable(result), "fixed",
                     authority_fixed(result, authority), "again",
                     (int)authority_wait(result, authority), "questions", questions);
}
