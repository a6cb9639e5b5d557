/* The table of keys holds on every screen, in every state of the wizard: what the footer and the
 * help say does something, and what they do not say does nothing. */
#include "tui/base/keys.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include "tui/base/layout.h"
#include "tui/screens/screen.h"
#include "tui/state/wizard_can.h"

static void give(Wizard *wizard, Event event)
{
    g_ptr_array_unref(wizard_reduce(wizard, &event));
}

static void press(Wizard *wizard, Key key)
{
    give(wizard, (Event){.kind = EVENT_KEY, .key = key});
}

static void hear(Wizard *wizard, const char *path)
{
    FILE *file = fopen(path, "r");
    g_assert_nonnull(file);
    json_t *line;
    while ((line = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL)) != NULL) {
        give(wizard, (Event){.kind = EVENT_ENGINE, .json = line});
        json_decref(line);
    }
    fclose(file);
}

static Wizard *empty_wizard(void)
{
    static char first[] = "mailbox-full", second[] = "spf-fail";
    char *samples[] = {first, second, NULL};
    WizardSetup setup = {.language = LANGUAGE_ENGLISH, .samples = samples, .ascii = TRUE};
    return wizard_new(&setup);
}

static Wizard *wizard_with_text(void)
{
    static const char text[] = "<a@example.net>: 550 5.7.25 no PTR\n";
    Wizard *wizard = empty_wizard();
    give(wizard, (Event){.kind = EVENT_PASTE, .bytes = text, .length = strlen(text)});
    hear(wizard, "tests/screens/glance.json");
    return wizard;
}

static Wizard *wizard_with_cases(void)
{
    Wizard *wizard = wizard_with_text();
    press(wizard, PRESS_ENTER);
    hear(wizard, "tests/screens/answered.json");
    g_assert_nonnull(wizard_document(wizard));
    return wizard;
}

static Wizard *wizard_that_searched(void)
{
    Wizard *wizard = wizard_with_cases();
    press(wizard, '/');
    give(wizard, (Event){.kind = EVENT_FIELD, .text = "e"});
    return wizard;
}

static Wizard *(*const states[])(void) = {empty_wizard, wizard_with_text, wizard_with_cases,
                                          wizard_that_searched};

/* A wizard of a state on a screen, as one gets there: a side page over the screen before. */
static Wizard *on_screen(guint state, ScreenId screen)
{
    Wizard *wizard = states[state]();
    if (screen == SCREEN_START || screen == SCREEN_PASTE ||
        (screen >= SCREEN_IDENTIFY && screen <= SCREEN_FIX))
        wizard_go(wizard, screen);
    else
        wizard_go_aside(wizard, screen);
    return wizard;
}

static char *page_text_of(const Wizard *wizard)
{
    g_autoptr(Page) page = wizard_page(wizard);
    g_autoptr(GPtrArray) lines = page_layout(page, 80);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(text, "%s", ((const Line *)lines->pdata[i])->text);
    return g_string_free(text, FALSE);
}

/* All that a key can change, but the notice. */
static char *state_of(Wizard *wizard)
{
    const char *label = "", *initial;
    gboolean field = wizard_field(wizard, &label, &initial);
    g_autofree char *text = page_text_of(wizard);
    const View *view = wizard_view(wizard);
    return g_strdup_printf("%s/%u %s\n%d %d %d %u %u\n%s", wizard_screen_name(wizard),
                           wizard->depth, field ? label : "", view->item, view->scroll,
                           view->detail_scroll, view->place, wizard->selected, text);
}

/* What the help of a screen says. */
static GPtrArray *keys_of(const Wizard *wizard, ScreenId screen)
{
    GPtrArray *bindings = keys_help(screens[screen]->context);
    wizard_can_only(wizard, screen, bindings);
    return bindings;
}

typedef struct {
    gboolean changed, said;
} Outcome;

static Outcome outcome(guint state, ScreenId screen, Key key)
{
    g_autoptr(Wizard) wizard = on_screen(state, screen);
    g_autofree char *before = state_of(wizard);
    g_clear_pointer(&wizard->notice, g_free);
    Event event = {.kind = EVENT_KEY, .key = key};
    g_autoptr(GPtrArray) effects = wizard_reduce(wizard, &event);
    g_autofree char *after = state_of(wizard);
    return (Outcome){strcmp(before, after) != 0 || effects->len > 0, wizard->notice != NULL};
}

/* Where the page ends there is nowhere to move. */
static gboolean moves(Command command)
{
    return command >= COMMAND_UP && command <= COMMAND_BOTTOM;
}

static gboolean advertised(const GPtrArray *bindings, Key key)
{
    for (guint i = 0; i < bindings->len; i++)
        for (const Key *bound = ((const KeyBinding *)bindings->pdata[i])->keys; *bound != 0;
             bound++)
            if (*bound == key)
                return TRUE;
    return FALSE;
}

static gboolean moves_only(const GPtrArray *bindings, Key key)
{
    for (guint i = 0; i < bindings->len; i++) {
        const KeyBinding *binding = bindings->pdata[i];
        for (const Key *bound = binding->keys; *bound != 0; bound++)
            if (*bound == key)
                return moves(binding->command);
    }
    return FALSE;
}

static void try_key(guint state, ScreenId screen, Key key)
{
    g_autoptr(Wizard) wizard = on_screen(state, screen);
    g_autoptr(GPtrArray) bindings = keys_of(wizard, screen);
    Outcome seen = outcome(state, screen, key);
    if (!advertised(bindings, key)) {
        if (seen.changed)
            g_error("state %u, %s: key %x is not advertised and acts", state,
                    wizard_screen_name(wizard), key);
    } else if (!moves_only(bindings, key) && !seen.changed && !seen.said) {
        g_error("state %u, %s: key %x is advertised and does nothing", state,
                wizard_screen_name(wizard), key);
    }
}

/* Nobody gets to the name servers without a case. */
static gboolean is_reached(guint state, ScreenId screen)
{
    return screen != SCREEN_PROPAGATION || states[state] == wizard_with_cases ||
           states[state] == wizard_that_searched;
}

static gboolean is_text(ScreenId screen, Key key)
{
    return screens[screen]->context == CONTEXT_TYPING && key >= ' ' && key < PRESS_UP;
}

static void test_every_screen(void)
{
    for (guint state = 0; state < G_N_ELEMENTS(states); state++)
        for (ScreenId screen = 0; screen < SCREEN_COUNT; screen++)
            for (const KeyBinding *binding = key_bindings; binding->command != COMMAND_NONE;
                 binding++)
                for (const Key *key = binding->keys; *key != 0; key++)
                    if (is_reached(state, screen) && !is_text(screen, *key))
                        try_key(state, screen, *key);
}

/* The footer holds nothing that the help does not hold, and each key once. */
static void test_footers(void)
{
    for (guint state = 0; state < G_N_ELEMENTS(states); state++)
        for (ScreenId screen = 0; screen < SCREEN_COUNT; screen++) {
            g_autoptr(Wizard) wizard = on_screen(state, screen);
            g_autoptr(GPtrArray) footer = wizard_footer(wizard);
            g_autoptr(GPtrArray) help = keys_of(wizard, screen);
            g_assert_cmpuint(footer->len, >, 0);
            for (guint i = 0; i < footer->len; i++) {
                const KeyBinding *binding = footer->pdata[i];
                g_assert_true(g_ptr_array_find(help, binding, NULL));
                for (guint other = 0; other < i; other++)
                    g_assert_cmpstr(binding->shown, !=,
                                    ((const KeyBinding *)footer->pdata[other])->shown);
            }
        }
}

/* Two rows of the table never claim one key in one context. */
static void test_no_key_twice(void)
{
    for (const KeyBinding *one = key_bindings; one->command != COMMAND_NONE; one++)
        for (const KeyBinding *other = one + 1; other->command != COMMAND_NONE; other++) {
            unsigned both = one->contexts & other->contexts;
            if (((one->contexts | other->contexts) & CONTEXT_ALL) != 0)
                both = CONTEXT_ALL;
            for (const Key *key = one->keys; both != 0 && *key != 0; key++)
                for (const Key *second = other->keys; *second != 0; second++)
                    if (*key == *second)
                        g_error("%s and %s claim one key", one->help, other->help);
        }
}

/* "The same." speaks of a row above for the same command wherever it holds. */
static void test_the_same_as_what(void)
{
    for (const KeyBinding *binding = key_bindings; binding->command != COMMAND_NONE; binding++) {
        unsigned left = binding->contexts;
        if (strcmp(binding->help, "The same.") != 0)
            continue;
        for (const KeyBinding *above = key_bindings; above < binding; above++)
            if (above->command == binding->command && strcmp(above->help, "The same.") != 0)
                left &= (above->contexts & CONTEXT_ALL) != 0 ? 0 : ~above->contexts;
        if (left != 0)
            g_error("%s \"%s\": the same as what?", binding->shown, binding->label);
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-table/every-screen", test_every_screen);
    g_test_add_func("/key-table/footers", test_footers);
    g_test_add_func("/key-table/no-key-twice", test_no_key_twice);
    g_test_add_func("/key-table/the-same-as-what", test_the_same_as_what);
    return g_test_run();
}
