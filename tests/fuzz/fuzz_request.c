/* libFuzzer: a request as batch takes it, any JSON. Each ends with "done", its events are objects
 * that a line can hold, an error is one line with an exit status, and no question is asked. */
#include <stdint.h>
#include <string.h>

#include "checks/engine/engine_job.h"
#include "content/base/safe_json.h"
#include "content/reader/read.h"

typedef struct {
    guint done, cases;
    gboolean over;
} Heard;

static void check_error(const json_t *event)
{
    const char *message = json_string_value(json_object_get(event, "message"));
    g_assert_nonnull(message);
    g_assert_null(strchr(message, '\n'));
    json_int_t code = json_integer_value(json_object_get(event, "exit"));
    g_assert_cmpint(code, >=, 64);
    g_assert_cmpint(code, <=, 78);
}

static void say(json_t *event, gpointer data)
{
    Heard *heard = data;
    const char *name = json_string_value(json_object_get(event, "event"));
    g_autoptr(GString) line = g_string_new(NULL);
    safe_json_append(line, event);
    g_assert_null(memchr(line->str, '\n', line->len));
    g_assert_nonnull(name);
    heard->done += g_str_equal(name, "done");
    heard->cases += g_str_equal(name, "case");
    if (g_str_equal(name, "error"))
        check_error(event);
    json_decref(event);
}

static void over(Job *job, gpointer data)
{
    (void)job;
    ((Heard *)data)->over = TRUE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Catalogue *catalogue;
    if (!catalogue) {
        catalogue = catalogue_new();
        read_init();
    }
    json_auto_t *request = json_loadb((const char *)data, size, JSON_ALLOW_NUL, NULL);
    if (!json_is_object(request))
        return -1;
    json_object_set_new(request, "offline", json_true());
    Heard heard = {0};
    JobSettings settings = {.catalogue = catalogue, .final_only = TRUE};
    JobListener listener = {say, over, &heard};
    Job *job = job_new(request, NULL, &settings, &listener);
    while (!heard.over)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(heard.done, ==, 1);
    job_free(job);
    return 0;
}
