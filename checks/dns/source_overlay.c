/* Records that are not published (yet), on top of another source. */
#include "checks/dns/dns_zone.h"
#include "checks/answers/domain_name.h"
#include "checks/dns/source.h"

#include <string.h>

enum { ALIAS_LIMIT = 16 };

typedef struct {
    Source base;
    DnsZones *zones;
    char *name; /* of its answers' server */
    Source *below;
} Overlay;

/* A question that went below, maybe under the name that our CNAMEs led to. */
typedef struct {
    Overlay *overlay;
    Question question;
    guint aliases;
    char *alias; /* the first of our CNAMEs; NULL: none */
    guint32 ttl; /* least of our CNAMEs */
    gint64 deadline;
    SourceCallback callback;
    gpointer data;
} Errand;

static void errand_free(Errand *errand)
{
    question_clear(&errand->question);
    g_free(errand->alias);
    g_free(errand);
}

static guint32 least_ttl(const GPtrArray *records, guint32 ttl)
{
    for (guint i = 0; i < records->len; i++) {
        const Record *record = g_ptr_array_index(records, i);
        ttl = MIN(ttl, record->ttl);
    }
    return ttl;
}

/* Answers as the question that was asked, whatever name it was found under. */
static void errand_finish(Errand *errand, Answer *answer, const char *found_at)
{
    if (errand->aliases > 0 && !answer->canonical_name)
        answer->canonical_name = g_strdup(found_at);
    if (errand->aliases > 0)
        answer->ttl = MIN(answer->ttl, errand->ttl);
    if (errand->alias) {
        g_free(answer->alias);
        answer->alias = g_steal_pointer(&errand->alias);
    }
    g_free(answer->question.name);
    answer->question.name = g_strdup(errand->question.name);
    SourceCallback callback = errand->callback;
    gpointer data = errand->data;
    errand_free(errand);
    callback(answer, data);
}

static void errand_answer(Errand *errand, AnswerStatus status, ZoneResult *result, const char *name)
{
    Answer *answer = answer_to(&errand->question, status);
    g_free(answer->server);
    answer->server = g_strdup(errand->overlay->name);
    answer->authoritative = TRUE;
    answer->ttl = result->negative_ttl;
    if (status != ANSWER_OK)
        answer->zone = g_strdup(result->zone);
    if (result->records) {
        g_ptr_array_unref(answer->records);
        answer->records = g_steal_pointer(&result->records);
        answer->ttl = least_ttl(answer->records, G_MAXUINT32);
    }
    errand_finish(errand, answer, name);
}

static void errand_look_up(Errand *errand, const char *name, Answer *from_below);

static void on_below(Answer *answer, gpointer data)
{
    Errand *errand = data;
    const char *led_to = answer->canonical_name;
    /* With our records published the name would exist. */
    const char *end = led_to ? led_to : answer->question.name;
    if (answer->status == ANSWER_NXDOMAIN && dns_zones_have(errand->overlay->zones, end))
        answer->status = ANSWER_NO_DATA;
    if (!led_to) {
        errand_finish(errand, answer, answer->question.name);
        return;
    }
    /* A published alias may lead back into what is overlaid. */
    errand->aliases++;
    errand->ttl = MIN(errand->ttl, answer->ttl);
    if (!errand->alias)
        errand->alias = g_strdup(answer->alias);
    g_autofree char *name = g_strdup(led_to);
    errand_look_up(errand, name, answer);
}

static void ask_below(Errand *errand, const char *name)
{
    g_autofree char *copy = g_strdup(name);
    Question question = errand->question;
    question.name = copy;
    Source *below = errand->overlay->below;
    below->ask(below, &question, errand->deadline, on_below, errand);
}

/* Follows our own CNAMEs as far as they go. `from_below`, taken over, is what stands where the
 * overlay knows nothing of the name; without it the question goes below. */
static void errand_look_up(Errand *errand, const char *first, Answer *from_below)
{
    g_autofree char *name = g_strdup(first);
    ZoneResult result = dns_zones_look_up(errand->overlay->zones, name, errand->question.type);
    while (result.outcome == ZONE_ALIAS && errand->aliases++ < ALIAS_LIMIT) {
        g_clear_pointer(&from_below, answer_free);
        const Record *alias = g_ptr_array_index(result.records, 0);
        errand->ttl = MIN(errand->ttl, alias->ttl);
        if (!errand->alias)
            errand->alias = g_strdup(alias->target);
        g_free(name);
        name = g_strdup(alias->target);
        g_ptr_array_unref(result.records);
        result = dns_zones_look_up(errand->overlay->zones, name, errand->question.type);
    }
    if (result.outcome == ZONE_OUTSIDE) {
        if (from_below)
            errand_finish(errand, from_below, name);
        else
            ask_below(errand, name);
        return;
    }
    answer_free(from_below);
    if (result.outcome == ZONE_RECORDS)
        errand_answer(errand, ANSWER_OK, &result, name);
    else if (result.outcome == ZONE_NO_DATA)
        errand_answer(errand, ANSWER_NO_DATA, &result, name);
    else if (result.outcome == ZONE_NXDOMAIN)
        errand_answer(errand, ANSWER_NXDOMAIN, &result, name);
    else {
        /* Aliases in a circle: what a resolver says to that. */
        g_clear_pointer(&result.records, g_ptr_array_unref);
        errand_answer(errand, ANSWER_SERVFAIL, &result, name);
    }
}

static void overlay_ask(Source *source, const Question *question, gint64 deadline,
                        SourceCallback callback, gpointer data)
{
    /* Our records are not with other servers. */
    if (question->servers) {
        Source *below = ((Overlay *)source)->below;
        below->ask(below, question, deadline, callback, data);
        return;
    }
    Errand *errand = g_new0(Errand, 1);
    *errand = (Errand){.overlay = (Overlay *)source,
                       .question = question_copy(question),
                       .ttl = G_MAXUINT32,
                       .deadline = deadline,
                       .callback = callback,
                       .data = data};
    errand_look_up(errand, question->name, NULL);
}

static void overlay_cancel(Source *source)
{
    Source *below = ((Overlay *)source)->below;
    below->cancel(below);
}

static void overlay_free(Source *source)
{
    Overlay *overlay = (Overlay *)source;
    source_free(overlay->below);
    dns_zones_free(overlay->zones);
    g_free(overlay->name);
    g_free(overlay);
}

Source *source_overlay_new(const char *zone_text, gsize length, const char *name, Source *below,
                           GError **error)
{
    DnsZones *zones = dns_zones_parse(zone_text, length, name, error);
    if (!zones) {
        source_free(below);
        return NULL;
    }
    Overlay *overlay = g_new0(Overlay, 1);
    overlay->base = (Source){overlay_ask, overlay_cancel, overlay_free};
    overlay->zones = zones;
    overlay->name = g_strdup(name);
    overlay->below = below;
    return &overlay->base;
}
