/* Drives the wizard by a script on a screen of a fixed size, without a terminal, and prints what is
 * on it. The script goes on only when nothing is outstanding, so there is nothing to wait for.
 *
 * wizard_screens COLUMNSxROWS LANGUAGE [engine] < SCRIPT
 *   key NAME...    keys: Enter Down ^U q
 *   type TEXT      the keys of a text
 *   paste TEXT     one paste, \n and the like are C escapes
 *   hear FILE      lines of the engine, from a file
 *   gone           the engine died
 *   size CxR       the terminal's new size
 *   screen TITLE   prints the screen
 *   styles TITLE   prints the styles of its cells, a letter each, instead (tui/theme.c) */
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tui/session.h"
#include "tui/words.h"

#define SETTLE_MS 20000

typedef struct {
    Session *session;
    Theme theme;
} Stage;

static void draw(Stage *stage)
{
    wizard_loop_settle(stage->session->loop, SETTLE_MS);
    session_draw(stage->session, &stage->theme);
}

static void send_bytes(Stage *stage, gboolean paste, Key key, const char *bytes, gsize length)
{
    InputEvent event = {paste, key, bytes, length};
    draw(stage);
    session_input(stage->session, &event);
}

/* What a terminal would send, for the edit field. */
static void send_key(Stage *stage, Key key)
{
    char bytes[8];
    gsize length = key < PRESS_UP ? (gsize)g_unichar_to_utf8(key, bytes) : 0;
    send_bytes(stage, FALSE, key, bytes, length);
}

static void do_keys(Stage *stage, const char *rest)
{
    g_auto(GStrv) names = g_strsplit(rest, " ", -1);
    for (guint i = 0; names[i] != NULL; i++)
        if (*names[i] != '\0')
            send_key(stage, key_from_name(names[i]));
}

static void do_type(Stage *stage, const char *rest)
{
    for (; *rest != '\0'; rest = g_utf8_next_char(rest))
        send_key(stage, g_utf8_get_char(rest));
}

static void do_paste(Stage *stage, const char *rest)
{
    g_autofree char *text = g_strcompress(rest);
    send_bytes(stage, TRUE, 0, text, strlen(text));
}

static void do_hear(Stage *stage, const char *rest)
{
    FILE *file = fopen(rest, "r");
    json_t *line;
    while (file != NULL && (line = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL)) != NULL) {
        Event event = {.kind = EVENT_ENGINE, .json = line};
        wizard_loop_event(stage->session->loop, &event);
        json_decref(line);
    }
    if (file != NULL)
        fclose(file);
}

static void do_gone(Stage *stage, const char *rest)
{
    (void)rest;
    Event event = {.kind = EVENT_ENGINE_GONE};
    wizard_loop_event(stage->session->loop, &event);
}

static void do_size(Stage *stage, const char *rest)
{
    int columns, rows;
    (void)stage;
    if (sscanf(rest, "%dx%d", &columns, &rows) == 2)
        resizeterm(rows, columns);
}

static void do_screen(Stage *stage, const char *rest)
{
    draw(stage);
    g_autofree char *dump = draw_dump();
    printf("--- %s\n%s", rest, dump);
}

static void do_styles(Stage *stage, const char *rest)
{
    draw(stage);
    g_autofree char *dump = draw_dump_styles();
    printf("--- %s\n%s", rest, dump);
}

static const struct {
    const char *name;
    void (*run)(Stage *stage, const char *rest);
} commands[] = {{"key", do_keys},  {"type", do_type}, {"paste", do_paste},   {"hear", do_hear},
                {"gone", do_gone}, {"size", do_size}, {"screen", do_screen}, {"styles", do_styles}};

static void run_line(Stage *stage, char *line)
{
    g_strchomp(line);
    char *rest = strchr(line, ' ');
    if (rest != NULL)
        *rest++ = '\0';
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, line) == 0) {
            commands[i].run(stage, rest != NULL ? rest : "");
            return;
        }
    if (*line != '\0' && *line != '#') {
        fprintf(stderr, "wizard_screens: no such command: %s\n", line);
        exit(64);
    }
}

int main(int argc, char **argv)
{
    int columns, rows;
    if (argc < 3 || sscanf(argv[1], "%dx%d", &columns, &rows) != 2)
        return 64;
    Language language = words_init(argv[2]);
    g_autofree char *here = g_path_get_dirname(argv[0]);
    g_autofree char *locale = g_build_filename(here, "..", "..", "locale", NULL);
    bindtextdomain("whybounce", locale);
    WizardOptions options = {.language = language, .ascii = language == LANGUAGE_CHINESE};
    if (argc > 3)
        options.engine = engine_start(&(EngineOptions){0}, NULL);
    FILE *nowhere = fopen("/dev/null", "r+");
    if (nowhere == NULL || newterm("xterm", nowhere, nowhere) == NULL)
        return 71;
    resizeterm(rows, columns);
    const Face face = {0};
    Stage stage = {session_new(&options, &face, NULL), theme_new(options.ascii, TRUE)};
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) >= 0 && !session_over(stage.session))
        run_line(&stage, line);
    free(line);
    session_free(stage.session);
    endwin();
    return 0;
}
