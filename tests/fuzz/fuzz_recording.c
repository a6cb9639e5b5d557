/* libFuzzer: a case that somebody sent, opened again. It is refused with one line, or its documents
 * can be shown, and opening what was recorded of them gives the same again. */
#include <stdint.h>
#include <string.h>

#include "checks/case/case_recording.h"
#include "checks/engine/engine_job.h"
#include "content/reader/read.h"

typedef struct {
    GPtrArray *documents; /* char*: JSON */
    gboolean over;
} Heard;

static void look_at_error(const json_t *event)
{
    const char *message = json_string_value(json_object_get(event, "message"));
    g_assert_nonnull(message);
    g_assert_cmpuint(strlen(message), >, 0);
    g_assert_null(strchr(message, '\n'));
}

static void say(json_t *event, gpointer data)
{
    Heard *heard = data;
    const char *name = json_string_value(json_object_get(event, "event"));
    if (g_str_equal(name, "error"))
        look_at_error(event);
    json_t *document = json_object_get(event, "case");
    if (document && json_is_true(json_object_get(event, "done"))) {
        char *text = json_dumps(document, JSON_COMPACT);
        g_assert_nonnull(text);
        g_ptr_array_add(heard->documents, text);
    }
    json_decref(event);
}

static void over(Job *job, gpointer data)
{
    (void)job;
    ((Heard *)data)->over = TRUE;
}

/* The documents of what the bytes hold. */
static GPtrArray *open_case(const Catalogue *catalogue, const char *bytes, gsize length)
{
    Heard heard = {.documents = g_ptr_array_new_with_free_func(free)};
    JobSettings settings = {.catalogue = catalogue, .final_only = TRUE};
    JobListener listener = {say, over, &heard};
    g_autoptr(GBytes) input = g_bytes_new(bytes, length);
    json_t *request = json_pack("{s:s, s:s, s:b, s:b}", "do", "diagnose", "source", "case.json",
                                "record", TRUE, "offline", TRUE);
    Job *job = job_new(request, input, &settings, &listener);
    while (!heard.over)
        g_main_context_iteration(NULL, TRUE);
    job_free(job);
    json_decref(request);
    return heard.documents;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Catalogue *catalogue;
    if (!catalogue) {
        read_init();
        catalogue = catalogue_new();
    }
    if (!case_document_is((const char *)data, size))
        return -1;
    g_autoptr(GPtrArray) first = open_case(catalogue, (const char *)data, size);
    for (guint i = 0; i < first->len; i++) {
        const char *document = first->pdata[i];
        g_autoptr(GPtrArray) again = open_case(catalogue, document, strlen(document));
        g_assert_cmpuint(again->len, ==, 1);
        g_assert_cmpstr(again->pdata[0], ==, document);
    }
    return 0;
}
