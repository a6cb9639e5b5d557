/* The engine over its line: what a wizard and a batch rely on. */
#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>
#include "checks/engine/engine.h"

static const char reply[] = "SMTP 550 (me@example.org suspected invalid sender domain, please "
                            "check your DNS records - ERR007)";
static const char world[] = ". 3600 IN SOA ns.example. h.example. 1 2 3 4 60\n"
                            ". 3600 IN NS ns.example.\n"
                            "example.org. 3600 IN SOA ns.example. h.example. 1 2 3 4 60\n"
                            "example.org. 3600 IN TXT \"nothing here\"\n";

static const EngineOptions plain_options = {0};

static Engine *start(void)
{
    g_autoptr(GError) error = NULL;
    Engine *engine = engine_start(&plain_options, &error);
    g_assert_no_error(error);
    return engine;
}

static const char *event_name(json_t *event)
{
    return json_string_value(json_object_get(event, "event"));
}

/* The next event of that name, the others thrown away; NULL when the engine is gone. */
static json_t *wait_for(Engine *engine, const char *name)
{
    json_t *event;
    while ((event = engine_receive(engine, 20000))) {
        if (!g_strcmp0(event_name(event), name))
            return event;
        json_decref(event);
    }
    return NULL;
}

static json_t *final_case(Engine *engine)
{
    json_t *event;
    while ((event = wait_for(engine, "case"))) {
        json_t *document = json_incref(json_object_get(event, "case"));
        gboolean done = json_is_true(json_object_get(event, "done"));
        json_decref(event);
        if (done)
            return document;
        json_decref(document);
    }
    return NULL;
}

static json_t *offline_request(int id)
{
    return json_pack("{s:i, s:s, s:s, s:b, s:{s:s, s:s}}", "id", id, "do", "diagnose", "text",
                     reply, "offline", 1, "zone", "name", "world", "text", world);
}

static void test_diagnose(void)
{
    Engine *engine = start();
    json_t *request = offline_request(1);
    g_assert_true(engine_send(engine, request));
    json_t *document = final_case(engine);
    g_assert_nonnull(document);
    g_assert_cmpstr(json_string_value(json_object_get(document, "verdict")), ==, "confirmed");
    g_assert_cmpstr(
        json_string_value(json_object_get(json_object_get(document, "facts"), "sender_domain")), ==,
        "example.org");
    json_t *done = wait_for(engine, "done");
    g_assert_cmpint(json_integer_value(json_object_get(done, "id")), ==, 1);
    json_decref(done);
    json_decref(document);
    json_decref(request);
    engine_stop(engine);
}

/* The words of an error must be there, and the engine must go on. */
static void assert_error(Engine *engine, json_t *request, int exit_code, const char *words)
{
    g_assert_true(engine_send(engine, request));
    json_t *error = wait_for(engine, "error");
    g_assert_nonnull(error);
    g_assert_cmpint(json_integer_value(json_object_get(error, "exit")), ==, exit_code);
    g_assert_nonnull(strstr(json_string_value(json_object_get(error, "message")), words));
    json_decref(error);
    json_decref(request);
}

static void test_errors(void)
{
    Engine *engine = start();
    assert_error(engine, json_pack("[s]", "no object"), EX_DATAERR, "JSON object");
    assert_error(engine, json_pack("{s:s}", "do", "dance"), EX_DATAERR, "dance");
    assert_error(engine, json_pack("{s:s, s:[s]}", "text", reply, "resolvers", "nowhere"), EX_USAGE,
                 "nowhere");
    assert_error(engine,
                 json_pack("{s:s, s:b, s:{s:s, s:s}}", "text", reply, "offline", 1, "zone", "name",
                           "my.zone", "text", "example.org. IN SOA\nexample.org. IN NONSENSE x\n"),
                 EX_DATAERR, "my.zone:");
    json_t *request = offline_request(9);
    g_assert_true(engine_send(engine, request));
    json_t *document = final_case(engine);
    g_assert_nonnull(document);
    json_decref(document);
    json_decref(request);
    engine_stop(engine);
}

/* A resolver that never answers: cancelling ends the diagnosis with what is known, as no verdict.
 */
static void test_cancel(void)
{
    int silent = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    g_assert_cmpint(bind(silent, (struct sockaddr *)&address, length), ==, 0);
    g_assert_cmpint(getsockname(silent, (struct sockaddr *)&address, &length), ==, 0);
    g_autofree char *resolver = g_strdup_printf("127.0.0.1@%u", ntohs(address.sin_port));
    Engine *engine = start();
    json_t *request =
        json_pack("{s:s, s:[s], s:i}", "text", reply, "resolvers", resolver, "timeout", 600);
    json_t *cancel = json_pack("{s:s}", "do", "cancel");
    g_assert_true(engine_send(engine, request));
    json_t *progress = wait_for(engine, "progress");
    g_assert_nonnull(progress);
    g_assert_true(engine_send(engine, cancel));
    json_t *document = final_case(engine);
    g_assert_nonnull(document);
    g_assert_cmpstr(json_string_value(json_object_get(document, "verdict")), ==, "could-not-ask");
    json_decref(progress);
    json_decref(document);
    json_decref(request);
    json_decref(cancel);
    engine_stop(engine);
    close(silent);
}

static void test_death(void)
{
    Engine *engine = start();
    json_t *request = offline_request(1);
    g_assert_cmpint(kill(engine_process(engine), SIGKILL), ==, 0);
    while (engine_alive(engine)) {
        json_t *event = engine_receive(engine, -1);
        g_assert_null(event);
    }
    g_assert_false(engine_send(engine, request));
    json_decref(request);
    engine_stop(engine);
}

/* Where nobody watches, a case is said once, when it is over. */
static void test_final_only(void)
{
    const EngineOptions options = {.final_only = TRUE};
    Engine *engine = engine_start(&options, NULL);
    json_t *request = offline_request(1);
    g_assert_true(engine_send(engine, request));
    json_t *first = engine_receive(engine, 20000);
    g_assert_cmpstr(event_name(first), ==, "case");
    g_assert_true(json_is_true(json_object_get(first, "done")));
    json_t *second = engine_receive(engine, 20000);
    g_assert_cmpstr(event_name(second), ==, "done");
    json_decref(first);
    json_decref(second);
    json_decref(request);
    engine_stop(engine);
}

static void test_bad_catalogue(void)
{
    char name[] = "/tmp/whybounce-test-XXXXXX";
    int file = g_mkstemp(name);
    static const char yaml[] = "- id: mine\n  catgeory: outgoing\n";
    g_assert_cmpint(write(file, yaml, sizeof yaml - 1), ==, sizeof yaml - 1);
    close(file);
    char *files[] = {name, NULL};
    EngineOptions options = {.catalogue_files = files};
    Engine *engine = engine_start(&options, NULL);
    json_t *error = wait_for(engine, "error");
    g_assert_nonnull(error);
    g_assert_cmpint(json_integer_value(json_object_get(error, "exit")), ==, EX_CONFIG);
    g_assert_nonnull(strstr(json_string_value(json_object_get(error, "message")), "catgeory"));
    json_decref(error);
    engine_stop(engine);
    g_unlink(name);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/engine/diagnose", test_diagnose);
    g_test_add_func("/engine/errors", test_errors);
    g_test_add_func("/engine/cancel", test_cancel);
    g_test_add_func("/engine/death", test_death);
    g_test_add_func("/engine/final-only", test_final_only);
    g_test_add_func("/engine/bad-catalogue", test_bad_catalogue);
    return g_test_run();
}
