/* One answer and its records as plain data. */
#include "checks/answers/answers.h"
#include "checks/answers/domain_name.h"

#include <string.h>

gboolean answer_status_known(AnswerStatus status)
{
    return status == ANSWER_OK || status == ANSWER_NO_DATA || status == ANSWER_NXDOMAIN;
}

static const char *const status_names[] = {[ANSWER_OK] = "NOERROR",
                                           [ANSWER_NO_DATA] = "no such record",
                                           [ANSWER_NXDOMAIN] = "NXDOMAIN",
                                           [ANSWER_SERVFAIL] = "SERVFAIL",
                                           [ANSWER_REFUSED] = "REFUSED",
                                           [ANSWER_TIMEOUT] = "time-out",
                                           [ANSWER_UNREACHABLE] = "server unreachable",
                                           [ANSWER_GARBLED] = "unreadable answer",
                                           [ANSWER_NOT_ASKED] = "not asked",
                                           [ANSWER_BUDGET] = "out of time",
                                           [ANSWER_BAD_NAME] = "not a domain name"};

const char *answer_status_name(AnswerStatus status)
{
    return (gsize)status < G_N_ELEMENTS(status_names) ? status_names[status] : "unknown";
}

gboolean answer_status_from_name(const char *name, AnswerStatus *status)
{
    for (gsize i = 0; i < G_N_ELEMENTS(status_names); i++)
        if (g_str_equal(status_names[i], name)) {
            *status = (AnswerStatus)i;
            return TRUE;
        }
    return FALSE;
}

Record *record_new(guint16 type, const char *owner, guint32 ttl)
{
    Record *record = g_new0(Record, 1);
    record->type = type;
    record->owner = g_strdup(owner);
    record->ttl = ttl;
    return record;
}

void record_free(Record *record)
{
    if (!record)
        return;
    g_free(record->owner);
    g_free(record->text);
    g_free(record->target);
    if (record->strings)
        g_bytes_unref(record->strings);
    g_free(record);
}

static void record_destroy(gpointer record)
{
    record_free(record);
}

Answer *answer_new(const char *name, guint16 type, gboolean checking_disabled, AnswerStatus status)
{
    g_autofree char *normalised = domain_name_normalise(name);
    g_autofree char *shown = normalised ? NULL : g_utf8_make_valid(name, -1);
    Question question = {.name = normalised ? normalised : shown,
                         .type = type,
                         .checking_disabled = checking_disabled};
    return answer_to(&question, status);
}

Answer *answer_to(const Question *question, AnswerStatus status)
{
    Answer *answer = g_new0(Answer, 1);
    answer->question = question_copy(question);
    answer->status = status;
    answer->records = g_ptr_array_new_with_free_func(record_destroy);
    answer->server = g_strdup("");
    answer->asked_at = g_get_real_time();
    answer->extended_error = -1;
    return answer;
}

static gpointer record_copy(gconstpointer source, gpointer data)
{
    (void)data;
    const Record *record = source;
    Record *copy = g_new(Record, 1);
    *copy = *record;
    copy->owner = g_strdup(record->owner);
    copy->text = g_strdup(record->text);
    copy->target = g_strdup(record->target);
    copy->strings = record->strings ? g_bytes_ref(record->strings) : NULL;
    return copy;
}

Answer *answer_copy(const Answer *answer)
{
    Answer *copy = g_new(Answer, 1);
    *copy = *answer;
    copy->question = question_copy(&answer->question);
    copy->records = g_ptr_array_copy(answer->records, record_copy, NULL);
    g_ptr_array_set_free_func(copy->records, record_destroy);
    copy->canonical_name = g_strdup(answer->canonical_name);
    copy->alias = g_strdup(answer->alias);
    copy->zone = g_strdup(answer->zone);
    copy->server = g_strdup(answer->server);
    copy->extended_text = g_strdup(answer->extended_text);
    return copy;
}

void answer_free(Answer *answer)
{
    if (!answer)
        return;
    question_clear(&answer->question);
    g_ptr_array_unref(answer->records);
    g_free(answer->canonical_name);
    g_free(answer->alias);
    g_free(answer->zone);
    g_free(answer->server);
    g_free(answer->extended_text);
    g_free(answer);
}

static void summary_add_records(GString *line, const Answer *answer)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        g_string_append_printf(line, "%s%s", i > 0 ? "; " : "", record->text ? record->text : "");
    }
}

/* RFC 8914: the resolver's own words on why. */
static void summary_add_extended_error(GString *line, const Answer *answer)
{
    if (answer->extended_error < 0)
        return;
    g_string_append_printf(line, " (EDE %d", answer->extended_error);
    if (answer->extended_text && *answer->extended_text)
        g_string_append_printf(line, ": %s", answer->extended_text);
    g_string_append_c(line, ')');
}

char *answer_summary(const Answer *answer)
{
    GString *line = g_string_new(NULL);
    if (answer->canonical_name)
        g_string_append_printf(line, "CNAME %s.%s", answer->canonical_name,
                               answer->status == ANSWER_OK && !answer->records->len ? "" : ": ");
    if (answer->status == ANSWER_OK)
        summary_add_records(line, answer);
    else
        g_string_append(line, answer_status_name(answer->status));
    summary_add_extended_error(line, answer);
    return g_string_free(line, FALSE);
}
