/* --plain: the same wizard as lines and numbered answers. Nothing is drawn twice, nothing moves:
 * for screen readers, serial consoles and scripts. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include <readline/readline.h>
#include "content/base/safe_text.h"
#include "tui/base/layout.h"
#include "tui/base/locale_charset.h"
#include "tui/base/width.h"
#include "tui/wizard/wizard_loop.h"
#include "tui/frontend/wizard_run.h"
#include "tui/base/i18n.h"

#define PAGE_COLUMNS 78
#define ITEM_COLUMNS 5   /* "[12] " */
#define EXCERPT_BEFORE 2 /* lines shown around what was searched for */
#define EXCERPT_LINES 12
#define SETTLE_MS 120000 /* the engine has its own, shorter, limit */

typedef struct {
    WizardLoop *loop;
    FILE *answers;    /* NULL: none can be had */
    gboolean excerpt; /* show what was found, not all of the page */
} Plain;

static Wizard *wizard_of(const Plain *plain)
{
    return wizard_loop_wizard(plain->loop);
}

/* By readline, which speaks the terminal's charset. */
static char *read_line(const char *prompt)
{
    g_autofree char *own = own_charset_text(prompt);
    char *line = readline(own);
    char *typed = line != NULL ? own_charset_typed(line) : NULL;
    free(line);
    return typed;
}

/* One line of the person's, without its end; NULL: there are no more. free() it. */
static char *ask(Plain *plain, const char *prompt)
{
    if (plain->answers == NULL)
        return NULL;
    if (plain->answers == stdin && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return read_line(prompt);
    char *line = NULL;
    size_t size = 0;
    own_charset_put(prompt, stdout);
    fflush(stdout);
    if (getline(&line, &size, plain->answers) < 0) {
        free(line);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

static void print(const char *text)
{
    g_autofree char *safe = safe_text(text, -1, SAFE_TEXT_LINES, 0);
    own_charset_put(safe, stdout);
}

/* The page, or (excerpt) what stands around the place that was searched for, nothing where it was
 * not found; its items are numbered from 1. */
static void print_page(const Page *page, gboolean excerpt)
{
    int margin = page->items->len > 0 ? ITEM_COLUMNS : 0, numbered = -1;
    g_autoptr(GPtrArray) lines = page_layout(page, PAGE_COLUMNS - margin);
    int here = excerpt ? layout_style(lines, STYLE_HERE) : -1;
    int first = here >= 0 ? MAX(0, here - EXCERPT_BEFORE) : 0;
    if (excerpt && here < 0)
        return;
    int end = here >= 0 ? MIN((int)lines->len, first + EXCERPT_LINES) : (int)lines->len;
    for (int i = first; i < end; i++) {
        const Line *line = lines->pdata[i];
        g_autofree char *number = line->item >= 0 && line->item != numbered
                                      ? g_strdup_printf("[%d]", line->item + 1)
                                      : g_strdup("");
        numbered = line->item >= 0 ? line->item : numbered;
        g_autofree char *start = *line->text != '\0'
                                     ? g_strdup_printf("%-*s%s", margin, number, line->text)
                                     : g_strdup("");
        print(start);
        putchar('\n');
    }
}

static void print_detail(const Page *page)
{
    if (page->detail == NULL || page->detail->blocks->len == 0)
        return;
    if (*page->detail_title != '\0')
        own_charset_print(stdout, "-- %s --\n", page->detail_title);
    print_page(page->detail, FALSE);
}

static void print_notice(const Plain *plain)
{
    const char *notice = wizard_notice(wizard_of(plain));
    if (notice == NULL)
        return;
    fputs("* ", stdout);
    print(notice);
    putchar('\n');
}

static void print_head(const Plain *plain)
{
    const char *const steps[] = {"", _("Paste"), _("Identify"), _("Check"), _("Fix")};
    int step = wizard_step(wizard_of(plain));
    g_autofree char *place = wizard_place(wizard_of(plain));
    g_autofree char *head = step > 0
                                ? g_strdup_printf("\n== %d/4 %s == %s\n", step, steps[step], place)
                                : g_strdup_printf("\n== whybounce == %s\n", place);
    print(head);
}

/* The footer's keys, those that can be typed as a letter; b for Esc. */
static void print_keys(const Plain *plain)
{
    g_autoptr(GPtrArray) bindings = wizard_footer(wizard_of(plain));
    GString *keys = g_string_new(NULL);
    for (guint i = 0; i < bindings->len; i++) {
        const KeyBinding *binding = bindings->pdata[i];
        const char *key = binding->command == COMMAND_BACK ? "b" : binding->shown;
        if (strlen(key) == 1 || binding->command == COMMAND_ACCEPT)
            g_string_append_printf(keys, "%s%s %s", keys->len > 0 ? ", " : "", key,
                                   _(binding->label));
    }
    print(keys->str);
    putchar('\n');
    g_string_free(keys, TRUE);
}

static void give_command(Plain *plain, Command command, int argument)
{
    Event event = {.kind = EVENT_COMMAND, .command = command, .argument = argument};
    wizard_loop_event(plain->loop, &event);
}

static void quit(Plain *plain)
{
    give_command(plain, COMMAND_KILL, 0);
}

static void give_command(Plain *plain, Command command, int argument);
static gboolean take_answer(Plain *plain, const char *answer);

/* The source of a mail, as far as its empty line or a single dot: `line` is its first. */
static char *read_header(Plain *plain, const char *line)
{
    GString *block = g_string_new(line);
    for (char *next; (next = ask(plain, "")) != NULL; free(next)) {
        if (*next == '\0' || strcmp(next, ".") == 0) {
            free(next);
            break;
        }
        g_string_append_printf(block, "\n%s", next);
    }
    return g_string_free(block, FALSE);
}

/* The wizard's own question: an empty answer goes on; a key or a number is one as ever. */
static void ask_missing(Plain *plain, const char *label, const char *reason)
{
    g_autofree char *prompt = g_strdup_printf("%s\n%s: ", reason, label);
    g_autofree char *safe = safe_text(prompt, -1, SAFE_TEXT_LINES, 0);
    char *line = ask(plain, safe);
    g_autofree char *answer = g_strstrip(g_strdup(line != NULL ? line : ""));
    gboolean is_key =
        strlen(answer) == 1 || *answer == '/' || strspn(answer, "0123456789") == strlen(answer);
    gboolean is_field = strchr(answer, ':') != NULL && strchr(answer, '@') == NULL;
    g_autofree char *block = is_field && !is_key ? read_header(plain, answer) : NULL;
    Event event = {.kind = EVENT_FIELD, .text = block != NULL ? block : answer};
    if (line == NULL || (is_key && *answer != '\0'))
        event.text = NULL;
    wizard_loop_event(plain->loop, &event);
    if (line == NULL)
        quit(plain);
    else if (event.text == NULL)
        take_answer(plain, answer);
    free(line);
}

/* A field's value: an empty answer keeps what is there, a single "-" empties it. */
static void ask_field(Plain *plain, const char *label, const char *initial)
{
    g_autofree char *prompt = *initial != '\0' ? g_strdup_printf("%s [%s]: ", label, initial)
                                               : g_strdup_printf("%s: ", label);
    g_autofree char *safe = safe_text(prompt, -1, SAFE_TEXT_ONE_LINE, 0);
    char *line = ask(plain, safe);
    Event event = {.kind = EVENT_FIELD, .text = line};
    if (line != NULL && *line == '\0')
        event.text = *initial != '\0' ? initial : NULL;
    else if (line != NULL && strcmp(line, "-") == 0)
        event.text = "";
    g_autofree char *text = g_strdup(event.text);
    event.text = text;
    wizard_loop_event(plain->loop, &event);
    if (line == NULL)
        quit(plain);
    free(line);
}

/* Takes the dot that ends a paste off `text`. */
static gboolean take_dot(GString *text)
{
    if (!g_str_has_suffix(text->str, "\n.\n") && strcmp(text->str, ".\n") != 0)
        return FALSE;
    g_string_truncate(text, text->len - 2);
    return TRUE;
}

/* Lines until a single dot or the end of input are one paste; readline gives all lines of a marked
 * paste at once. b or q in the place of the first line: *command. FALSE: there is no more input. */
static gboolean read_paste(Plain *plain, GString *text, Command *command)
{
    for (char *line; (line = ask(plain, "")) != NULL; free(line)) {
        gboolean first = text->len == 0;
        if (first && (strcmp(line, "b") == 0 || strcmp(line, "q") == 0)) {
            *command = *line == 'b' ? COMMAND_BACK : COMMAND_QUIT;
            free(line);
            return TRUE;
        }
        g_string_append_printf(text, "%s\n", line);
        if (take_dot(text)) {
            free(line);
            return TRUE;
        }
    }
    return text->len > 0;
}

static void ask_paste(Plain *plain)
{
    print(_("Paste the bounce, then a line with a single dot. (b: back, q: quit)\n"));
    g_autoptr(GString) text = g_string_new(NULL);
    Command command = COMMAND_NEXT;
    if (!read_paste(plain, text, &command)) {
        quit(plain);
        return;
    }
    Event event = {.kind = EVENT_PASTE, .bytes = text->str, .length = text->len};
    if (text->len > 0)
        wizard_loop_event(plain->loop, &event);
    give_command(plain, command, 0);
}

/* A number chooses an item. Where items only have evidence to show, that is shown, and not the page
 * again (FALSE). */
static gboolean choose(Plain *plain, int number)
{
    g_autoptr(Page) page = wizard_page(wizard_of(plain));
    if (number < 1 || number > (int)page->items->len) {
        print(_("There is no such number.\n"));
        return FALSE;
    }
    PageItem item = g_array_index(page->items, PageItem, number - 1);
    if (page->detail == NULL) {
        give_command(plain, item.command, item.argument);
        return TRUE;
    }
    wizard_view(wizard_of(plain))->item = number - 1;
    g_autoptr(Page) chosen = wizard_page(wizard_of(plain));
    print_detail(chosen);
    return FALSE;
}

static gboolean searches(Command command)
{
    return command == COMMAND_SEARCH || command == COMMAND_SEARCH_NEXT ||
           command == COMMAND_SEARCH_PREVIOUS;
}

/* TRUE: the page has to be shown again. */
static gboolean take_answer(Plain *plain, const char *answer)
{
    char *end;
    long number = strtol(answer, &end, 10);
    Context context = wizard_context(wizard_of(plain));
    if (*answer != '\0' && *end == '\0')
        return choose(plain, (int)CLAMP(number, 0, 100000));
    if (*answer == '\0') {
        give_command(plain, context & CONTEXT_STEPS ? COMMAND_NEXT : COMMAND_ACCEPT, 0);
    } else if (strcmp(answer, "b") == 0) {
        give_command(plain, COMMAND_BACK, 0);
    } else if (*answer == '/' && answer[1] != '\0') {
        Event words = {.kind = EVENT_FIELD, .text = answer + 1};
        give_command(plain, COMMAND_SEARCH, 0);
        wizard_loop_event(plain->loop, &words);
        plain->excerpt = TRUE;
    } else if (context == CONTEXT_RECENT && g_str_has_prefix(answer, "d ")) {
        wizard_view(wizard_of(plain))->item = atoi(answer + 2) - 1;
        give_command(plain, COMMAND_DELETE, 0);
    } else {
        Command command =
            keys_command(key_from_name(answer), context & CONTEXT_TYPING ? CONTEXT_MENU : context);
        plain->excerpt = searches(command);
        if (command == COMMAND_DELETE) {
            print(_("Say which one: d and its number.\n"));
            return FALSE;
        }
        give_command(plain, command, 0);
    }
    return TRUE;
}

/* Waits for a line of the person's, or, while the wizard waits for a time, for that. TRUE: the time
 * came first, and the page has to be shown again. */
static gboolean wait_for_time(const Plain *plain)
{
    int timeout = wizard_loop_timeout(plain->loop);
    if (timeout < 0 || plain->answers == NULL)
        return FALSE;
    struct pollfd line = {.fd = fileno(plain->answers), .events = POLLIN};
    fflush(stdout);
    if (poll(&line, 1, timeout) != 0)
        return FALSE;
    wizard_loop_time(plain->loop);
    return TRUE;
}

static void ring(gpointer data)
{
    (void)data;
    if (isatty(STDOUT_FILENO))
        putchar('\a');
}

static void ask_command(Plain *plain)
{
    gboolean again = FALSE;
    while (!again && !wizard_loop_quitting(plain->loop)) {
        print_keys(plain);
        if (wait_for_time(plain))
            return;
        char *answer = ask(plain, "> ");
        if (answer == NULL)
            quit(plain);
        else
            again = take_answer(plain, g_strstrip(answer));
        free(answer);
    }
}

static void turn(Plain *plain)
{
    const char *label, *initial;
    if (wizard_field(wizard_of(plain), &label, &initial)) {
        g_autofree char *reason = wizard_field_reason(wizard_of(plain));
        print_notice(plain);
        if (reason != NULL)
            ask_missing(plain, label, reason);
        else
            ask_field(plain, label, initial);
        return;
    }
    wizard_loop_settle(plain->loop, SETTLE_MS);
    g_autoptr(Page) page = wizard_page(wizard_of(plain));
    print_head(plain);
    print_page(page, plain->excerpt);
    if (!plain->excerpt)
        print_detail(page);
    plain->excerpt = FALSE;
    if (wizard_field(wizard_of(plain), &label, &initial))
        return; /* it asks by itself */
    print_notice(plain);
    if (wizard_context(wizard_of(plain)) == CONTEXT_TYPING && page->detail->blocks->len == 0)
        ask_paste(plain);
    else
        ask_command(plain);
}

/* Where stdin was the mail, answers come from the terminal. */
static FILE *open_answers(const WizardOptions *options)
{
    if (options->input == NULL || g_strcmp0(options->input_name, "-") != 0)
        return stdin;
    return fopen("/dev/tty", "re");
}

int plain_run(const WizardOptions *options)
{
    const Face face = {.ring = ring};
    Plain plain = {.answers = open_answers(options)};
    plain.loop = wizard_loop_new(options, &face, &plain);
    while (!wizard_loop_quitting(plain.loop))
        turn(&plain);
    wizard_loop_free(plain.loop);
    if (plain.answers != NULL && plain.answers != stdin)
        fclose(plain.answers);
    return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
