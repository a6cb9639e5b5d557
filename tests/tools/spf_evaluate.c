/* SPF over worlds on stdin, one JSON object a line: {"zone": RFC 1035 text with the root's SOA,
 * "silent": [names that time out], "ip", "sender", "helo"}. Prints one line each: result, result
 * with inner void look-ups counted, look-ups spent, explanation. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "checks/dns/source.h"
#include "checks/spf/spf.h"

enum { ROUNDS_MAX = 200 };

static const char *text_of(const json_t *request, const char *key)
{
    const char *text = json_string_value(json_object_get(request, key));
    return text != NULL ? text : "";
}

static gboolean is_silent(const json_t *request, const char *name)
{
    const json_t *silent = json_object_get(request, "silent");
    for (size_t i = 0; i < json_array_size(silent); i++) {
        if (strcmp(json_string_value(json_array_get(silent, i)), name) == 0)
            return TRUE;
    }
    return FALSE;
}

static void store(Answer *answer, gpointer answers)
{
    answers_store(answers, answer);
}

static void serve(const json_t *request, Source *zone, Answers *answers)
{
    g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
    for (guint i = 0; i < wanted->len; i++) {
        const Question *question = g_ptr_array_index(wanted, i);
        if (is_silent(request, question->name))
            answers_store(answers,
                          answer_new(question->name, question->type, FALSE, ANSWER_TIMEOUT));
        else
            zone->ask(zone, question, G_MAXINT64, store, answers);
    }
}

static void evaluate(const json_t *request, Source *zone)
{
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(SpfResult) result = NULL;
    const char *sender = text_of(request, "sender");
    const char *at = strrchr(sender, '@');
    for (int round = 0; round < ROUNDS_MAX && (result == NULL || result->code == SPF_PENDING);
         round++) {
        g_clear_pointer(&result, spf_result_free);
        result = spf_check_host(answers, text_of(request, "ip"),
                                at != NULL ? at + 1 : text_of(request, "helo"), sender,
                                text_of(request, "helo"), NULL);
        serve(request, zone, answers);
    }
    printf("%s\t%s\t%d\t%s\t%s\n", spf_result_name(result->code),
           spf_result_name(result->strict_code), result->lookups_spent,
           result->explanation != NULL ? result->explanation : "",
           result->problem != NULL ? result->problem : "");
}

int main(void)
{
    json_error_t problem;
    json_t *request;
    while ((request = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, &problem)) != NULL) {
        const char *text = text_of(request, "zone");
        g_autoptr(GError) error = NULL;
        Source *zone = source_overlay_new(text, strlen(text), "zone", source_offline_new(), &error);
        if (zone == NULL) {
            fprintf(stderr, "%s\n", error->message);
            return 65;
        }
        evaluate(request, zone);
        source_free(zone);
        json_decref(request);
    }
    return 0;
}
