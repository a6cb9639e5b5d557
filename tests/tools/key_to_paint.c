/* From a key to the painted screen, with 200 findings and a bounce of 1 MB: prints the 99th
 * percentile and the slowest in milliseconds, for each of the steps. */
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "tui/frontend/frontend.h"
#include "tui/base/i18n.h"

#define FINDINGS 200
#define BOUNCE_BYTES (1 << 20)
#define KEYS 1000

static json_t *many_findings(void)
{
    json_t *findings = json_array();
    for (int i = 0; i < FINDINGS; i++) {
        g_autofree char *subject = g_strdup_printf("host%d.example.org", i);
        json_array_append_new(
            findings,
            json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:[{s:s,s:s,s:i}]}", "check", "mx", "id",
                      "mx.ok", "title", "MX records", "role", "sender-domain", "subject", subject,
                      "effect", "clean", "text", "It takes mail.", "evidence", "question",
                      "example.org MX", "answer", "10 mx.example.org.", "ttl", 300));
    }
    return findings;
}

static void hear(Session *session, json_t *line)
{
    Event event = {.kind = EVENT_ENGINE, .json = line};
    wizard_loop_event(session->loop, &event);
    json_decref(line);
}

static void press(Session *session, Key key)
{
    InputEvent event = {.key = key};
    session_input(session, &event);
}

static int by_value(gconstpointer a, gconstpointer b)
{
    const gint64 *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Microseconds of this thread's processor time: what else the machine does is not measured. */
static gint64 now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void measure(Session *session, const Theme *theme, const char *name, Key key)
{
    gint64 took[KEYS];
    for (int i = 0; i < KEYS; i++) {
        gint64 start = now();
        press(session, key);
        session_draw(session, theme);
        took[i] = now() - start;
    }
    qsort(took, KEYS, sizeof took[0], by_value);
    printf("%s: p99 %.2f ms, slowest %.2f ms\n", name, (double)took[KEYS * 99 / 100] / 1000,
           (double)took[KEYS - 1] / 1000);
}

static Session *start(const WizardOptions *options)
{
    const Face face = {0};
    Session *session = session_new(options, &face, NULL);
    g_autofree char *text = g_strnfill(BOUNCE_BYTES, 'x');
    for (gsize i = 70; i < BOUNCE_BYTES; i += 71)
        text[i] = '\n';
    InputEvent paste = {TRUE, 0, text, BOUNCE_BYTES};
    session_input(session, &paste);
    press(session, PRESS_ENTER);
    json_t *document = json_pack("{s:{s:s,s:[{s:s,s:i,s:i}]},s:o}", "cause", "title", "Cause",
                                 "matched", "text", "xxx", "start", BOUNCE_BYTES / 2, "end",
                                 BOUNCE_BYTES / 2 + 3, "findings", many_findings());
    hear(session, json_pack("{s:i,s:s,s:i,s:i,s:b,s:o}", "id", 2, "event", "case", "index", 0,
                            "count", 1, "done", 1, "case", document));
    return session;
}

int main(void)
{
    words_init("en");
    WizardOptions options = {.language = LANGUAGE_ENGLISH};
    FILE *nowhere = fopen("/dev/null", "r+");
    if (nowhere == NULL || newterm("xterm", nowhere, nowhere) == NULL)
        return 71;
    resizeterm(60, 200);
    Theme theme = theme_new(FALSE, TRUE);
    Session *session = start(&options);
    measure(session, &theme, "identify", PRESS_DOWN);
    press(session, 'v');
    measure(session, &theme, "text", PRESS_DOWN);
    press(session, PRESS_ESCAPE);
    press(session, '3');
    measure(session, &theme, "check", PRESS_DOWN);
    press(session, 'M');
    press(session, PRESS_DOWN); /* to the longest page, the causes */
    press(session, PRESS_ENTER);
    measure(session, &theme, "manual", PRESS_DOWN);
    press(session, PRESS_ESCAPE);
    press(session, PRESS_ESCAPE);
    press(session, '1');
    measure(session, &theme, "paste", 'x');
    session_free(session);
    endwin();
    return 0;
}
