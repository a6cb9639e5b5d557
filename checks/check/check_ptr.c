#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/check/generic_name.h"
#include "checks/check/table.h"

/* Receivers look at no more than a few names of one address. */
#define NAMES_MAX 10

typedef struct {
    const CheckContext *context;
    const char *ip;
    guint8 bytes[16];
    gsize length;
    const Answer *ptr;
    GPtrArray *findings;
} Ptr;

static Finding *add(const Ptr *ptr, const char *id, Effect effect, const char *name)
{
    Finding *finding = finding_add(ptr->findings, id, ptr->context, ptr->ip, effect);
    if (name)
        finding_set_detail(finding, "%s", name);
    finding_add_evidence(finding, ptr->ptr);
    return finding;
}

static gboolean leads_back(const Ptr *ptr, const Answer *forward)
{
    for (guint i = 0; i < forward->records->len; i++) {
        const Record *record = g_ptr_array_index(forward->records, i);
        if (record->address_length == ptr->length &&
            memcmp(record->address, ptr->bytes, ptr->length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* What the names' own addresses say (RFC 8601 3, "iprev"). */
typedef struct {
    const Answer *confirmed, *failed, *mismatch;
    gboolean pending;
} Forward;

static Forward ask_forward(const Ptr *ptr)
{
    Forward forward = {0};
    guint16 type = ptr->length == 4 ? TYPE_A : TYPE_AAAA;
    for (guint i = 0; i < ptr->ptr->records->len && i < NAMES_MAX; i++) {
        const Record *record = g_ptr_array_index(ptr->ptr->records, i);
        const Answer *answer =
            record->target ? answers_get(ptr->context->answers, record->target, type) : NULL;
        if (!answer)
            forward.pending = forward.pending || record->target;
        else if (leads_back(ptr, answer))
            forward.confirmed = answer;
        else if (answer_status_known(answer->status) || answer->status == ANSWER_BAD_NAME)
            forward.mismatch = answer;
        else
            forward.failed = answer;
    }
    return forward;
}

static void look_at_name(const Ptr *ptr, const char *name)
{
    if (name_is_generic(name, ptr->bytes, ptr->length))
        add(ptr, "ptr.generic", EFFECT_CONTEXT, name)->advice = TRUE;
}

static char *names_of(const Answer *answer)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < answer->records->len && i < NAMES_MAX; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        if (record->target)
            g_string_append_printf(names, "%s%s", names->len ? " " : "", record->target);
    }
    return g_strdup(names->str);
}

static CheckState confirm(const Ptr *ptr)
{
    Forward forward = ask_forward(ptr);
    if (forward.confirmed) {
        const char *name = forward.confirmed->question.name;
        finding_add_evidence(add(ptr, "ptr.ok", EFFECT_CLEAN, name), forward.confirmed);
        look_at_name(ptr, name);
        return CHECK_DONE;
    }
    if (forward.pending)
        return CHECK_PENDING;
    if (forward.failed) {
        finding_add_could_not_ask(ptr->findings, "ptr", ptr->context, ptr->ip, forward.failed);
        return CHECK_DONE;
    }
    g_autofree char *names = names_of(ptr->ptr);
    finding_add_evidence(add(ptr, "ptr.mismatch", EFFECT_CONTEXT, names), forward.mismatch);
    return CHECK_DONE;
}

static CheckState one_ptr(const CheckContext *context, const char *ip, GPtrArray *findings)
{
    Ptr ptr = {.context = context, .ip = ip, .findings = findings};
    ptr.length = address_parse(ip, ptr.bytes);
    const char *why = ptr.length ? address_unreachable(ptr.bytes, ptr.length) : NULL;
    g_autofree char *canonical = ptr.length ? address_text(ptr.bytes, ptr.length) : NULL;
    g_autofree char *name = reverse_name(canonical, NULL);
    if (why || !name) {
        Finding *finding = finding_add(findings, "ptr.skipped", context, ip, EFFECT_SKIPPED);
        finding_set_detail(finding, "%s", why ? why : "not-an-address");
        finding_add_read_evidence(finding, context->role, ip);
        return CHECK_DONE;
    }
    ptr.ptr = answers_get(context->answers, name, TYPE_PTR);
    if (!ptr.ptr)
        return CHECK_PENDING;
    if (!answer_status_known(ptr.ptr->status)) {
        finding_add_could_not_ask(findings, "ptr", context, ip, ptr.ptr);
        return CHECK_DONE;
    }
    if (ptr.ptr->status != ANSWER_OK || !ptr.ptr->records->len) {
        add(&ptr, "ptr.missing", EFFECT_CONTEXT, name);
        return CHECK_DONE;
    }
    return confirm(&ptr);
}

CheckState check_ptr(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "ptr", one_ptr, findings);
}
