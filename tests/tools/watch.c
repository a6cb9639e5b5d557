/* whybounce --watch in a world where time passes only when the script says so: each line on stdin
 * ends a wait, the end of the input ends the watch. The arguments are those of whybounce. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "tui/cli/watch_run.h"
#include "tui/base/i18n.h"

static gint64 now = (gint64)1767268800 * G_USEC_PER_SEC; /* noon of the first day */

static gint64 script_now(void)
{
    return now;
}

static gboolean script_wait(guint seconds)
{
    char line[64];
    printf("(waits %u s)\n", seconds);
    fflush(stdout);
    now += (gint64)seconds * G_USEC_PER_SEC;
    return fgets(line, sizeof line, stdin) != NULL;
}

static void script_ring(void)
{
    puts("(the bell)");
}

int main(int argc, char **argv)
{
    static const WatchWorld world = {script_now, script_wait, script_ring};
    Options options;
    g_autoptr(GError) error = NULL;
    if (!options_parse(&options, argc, argv, "", &error) || !options.arguments[0]) {
        fprintf(stderr, "watch: %s\n", error ? error->message : "what?");
        return EX_USAGE;
    }
    const char *port = g_getenv("WHYBOUNCE_AUTHORITY_PORT");
    const EngineOptions engine = {.public_resolvers_file = g_getenv("PUBLIC_RESOLVERS"),
                                  .authority_port =
                                      port ? (guint16)g_ascii_strtoull(port, NULL, 10) : 0,
                                  .final_only = TRUE};
    const char *format = options.format;
    const BatchRun run = {.options = &options,
                          .engine_options = &engine,
                          .format = format ? format : "text",
                          .language = words_init(options.lang)};
    int status = !strcmp(options.arguments[0], "check")
                     ? watch_run_check(&run, &world, options.arguments[1])
                     : watch_run_input(&run, &world, options.arguments[0]);
    options_clear(&options);
    return status;
}
