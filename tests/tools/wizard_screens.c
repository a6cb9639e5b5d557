/* Drives the wizard by a script on a screen of a fixed size, without a terminal, and prints what is
 * on it. The script goes on only when nothing is outstanding, so there is nothing to wait for.
 *
 * wizard_screens COLUMNSxROWS LANGUAGE [engine [REQUEST]] < SCRIPT
 *   REQUEST is JSON that goes into every request: {"offline":true}
 *   key NAME...    keys: Enter Down ^U q
 *   type TEXT      the keys of a text
 *   choose WORDS   goes to the item that has these words, and Enter
 *   first          goes to the first item, and Enter
 *   field TEXT     Enter in the edit field, which then holds this
 *   paste TEXT     one paste, \n and the like are C escapes
 *   hear FILE      lines of the engine, from a file
 *   recent FILE    the list of recent cases, from a file
 *   gone           the engine died
 *   time SECONDS   so much later; what is due then happens
 *   size CxR       the terminal's new size
 *   screen TITLE   prints the screen
 *   styles TITLE   prints the styles of its cells, a letter each, instead (tui/base/theme.c) */
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tui/frontend/frontend.h"
#include "tui/base/i18n.h"

#define SETTLE_MS 20000

typedef struct {
    Session *session;
    Theme theme;
} Stage;

static G_GNUC_NORETURN void fail(const char *what, const char *which)
{
    fprintf(stderr, "wizard_screens: %s: %s\n", what, which);
    exit(64);
}

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
    for (guint i = 0; names[i] != NULL; i++) {
        if (*names[i] == '\0')
            continue;
        Key key = key_from_name(names[i]);
        if (key == 0)
            fail("no such key", names[i]);
        send_key(stage, key);
    }
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

/* The number of the item that has these words. */
static int find_item(const Page *page, const char *words)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        const Block *block = page->blocks->pdata[i];
        if (block->item >= 0 && (strstr(block->text->str, words) != NULL ||
                                 (block->mark != NULL && strstr(block->mark, words) != NULL)))
            return block->item;
    }
    fail("no item has these words", words);
}

/* By the keys that a person would press. */
static void enter_item(Stage *stage, int item)
{
    Wizard *wizard = wizard_loop_wizard(stage->session->loop);
    send_key(stage, PRESS_HOME);
    for (int i = 0; i <= item && wizard_view(wizard)->item < item; i++)
        send_key(stage, PRESS_DOWN);
    send_key(stage, PRESS_ENTER);
}

static void do_choose(Stage *stage, const char *rest)
{
    draw(stage);
    g_autoptr(Page) page = wizard_page(wizard_loop_wizard(stage->session->loop));
    enter_item(stage, find_item(page, rest));
}

static void do_first(Stage *stage, const char *rest)
{
    (void)rest;
    draw(stage);
    enter_item(stage, 0);
}

static void do_field(Stage *stage, const char *rest)
{
    do_keys(stage, "^A ^K");
    do_type(stage, rest);
    do_keys(stage, "Enter");
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

static void do_recent(Stage *stage, const char *rest)
{
    json_auto_t *list = json_load_file(rest, 0, NULL);
    Event event = {.kind = EVENT_RECENT, .json = list};
    if (list == NULL)
        fail("no list in the file", rest);
    wizard_loop_event(stage->session->loop, &event);
}

static void do_gone(Stage *stage, const char *rest)
{
    (void)rest;
    Event event = {.kind = EVENT_ENGINE_GONE};
    wizard_loop_event(stage->session->loop, &event);
}

static void ring(gpointer data)
{
    (void)data;
    puts("--- (the bell)");
}

/* Noon of the first day, and later only as the script says. */
static gint64 clock_now = (gint64)1767268800 * G_USEC_PER_SEC;

static gint64 script_clock(void)
{
    return clock_now;
}

static void do_time(Stage *stage, const char *rest)
{
    draw(stage);
    clock_now += (gint64)strtoul(rest, NULL, 10) * G_USEC_PER_SEC;
    wizard_loop_time(stage->session->loop);
}

static void do_size(Stage *stage, const char *rest)
{
    int columns, rows;
    (void)stage;
    if (sscanf(rest, "%dx%d", &columns, &rows) == 2)
        resizeterm(rows, columns);
}

/* For screens.t, which sees that no screen is without a golden one. */
static void note_screen(const Stage *stage)
{
    const char *path = g_getenv("WIZARD_SCREENS_SEEN");
    FILE *file = path != NULL ? fopen(path, "a") : NULL;
    if (file == NULL)
        return;
    fprintf(file, "%s %dx%d %s\n", g_getenv("LANGUAGE"), COLS, LINES,
            wizard_screen_name(wizard_loop_wizard(stage->session->loop)));
    fclose(file);
}

static void do_screen(Stage *stage, const char *rest)
{
    draw(stage);
    note_screen(stage);
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
} commands[] = {{"key", do_keys},      {"type", do_type},     {"paste", do_paste},
                {"choose", do_choose}, {"first", do_first},   {"field", do_field},
                {"hear", do_hear},     {"recent", do_recent}, {"gone", do_gone},
                {"size", do_size},     {"time", do_time},     {"screen", do_screen},
                {"styles", do_styles}};

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
    if (*line != '\0' && *line != '#')
        fail("no such command", line);
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
    WizardOptions options = {.language = language,
                             .reply_language = language,
                             .redact = REDACT_ADDRESSES,
                             .ascii = language == LANGUAGE_CHINESE,
                             .clock = script_clock};
    json_auto_t *request = argc > 4 ? json_loads(argv[4], 0, NULL) : NULL;
    options.template = request;
    if (argc > 3)
        options.engine = engine_start(&(EngineOptions){0}, NULL);
    FILE *nowhere = fopen("/dev/null", "r+");
    if (nowhere == NULL || newterm("xterm", nowhere, nowhere) == NULL)
        return 71;
    resizeterm(rows, columns);
    const Face face = {.ring = ring};
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
