/* Who says what: each name server of the zone and the resolver side by side, and the watch. */
#include "tui/state/case_words.h"

#include "tui/screens/screen.h"
#include "tui/state/wizard_watch.h"
#include "tui/base/i18n.h"

typedef struct {
    const char *code;
    Style style;
    const char *sign;
    const char *word; /* to be translated */
} ViewState;

static const ViewState states[] = {
    {"current", STYLE_GOOD, "+", N_("up to date")},
    {"old", STYLE_WARNING, "*", N_("old answer")},
    {"other", STYLE_WARNING, "*", N_("another answer")},
    {"lame", STYLE_BAD, "!", N_("lame")},
    {"silent", STYLE_BAD, "!", N_("silent")},
    {"no-address", STYLE_BAD, "!", N_("no address")},
    {"could-not-ask", STYLE_UNKNOWN, "?", N_("could not ask")},
};
static const ViewState unknown = {NULL, STYLE_UNKNOWN, "?", N_("unknown")};

static const ViewState *state_of(const json_t *view)
{
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        if (document_is(view, "state", states[i].code))
            return &states[i];
    return &unknown;
}

static void add_view(const json_t *view, const char *name, Page *page)
{
    const ViewState *state = state_of(view);
    g_autofree char *serial = document_value(view, "serial");
    g_autofree char *ttl = document_value(view, "ttl");
    const char *answer = document_text(view, "answer");
    g_autofree char *age = serial != NULL ? g_strdup_printf(_("serial %s"), serial)
                           : ttl != NULL  ? g_strdup_printf(_("TTL %s s"), ttl)
                                          : NULL;
    Cell cells[] = {{state->style, state->sign},
                    {state->style, _(state->word)},
                    {STYLE_PLAIN, name != NULL ? name : ""},
                    {STYLE_DIM, age},
                    {STYLE_CODE, words_of_answer(answer)}};
    page_row(page, cells, G_N_ELEMENTS(cells));
}

static void add_views(const json_t *question, const char *list, Page *page)
{
    for (gsize i = 0; i < document_count(question, list); i++) {
        const json_t *view = document_at(question, list, i);
        add_view(view, document_text(view, "name"), page);
    }
}

static void one_question(const json_t *question, Page *page)
{
    const char *name = document_text(question, "name"), *type = document_text(question, "type");
    g_autofree char *heading =
        g_strdup_printf("%s %s", name != NULL ? name : "", type != NULL ? type : "");
    page_heading(page, heading);
    for (gsize i = 0; i < document_count(question, "text"); i++)
        page_text(page, STYLE_PLAIN, 0, json_string_value(document_at(question, "text", i)));
    const char *wanted = document_text(question, "wanted");
    if (wanted != NULL) {
        page_text(page, STYLE_LABEL, 0, _("To be published:"));
        page_text(page, STYLE_CODE, 2, wanted);
    }
    page_table(page);
    add_views(question, "servers", page);
    add_view(document_get(question, "resolver"), _("your resolver"), page);
    add_views(question, "public", page);
}

static char *clock_time(gint64 microseconds)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(microseconds / G_USEC_PER_SEC);
    return time != NULL ? g_date_time_format(time, "%H:%M:%S") : g_strdup("");
}

/* Where the watch stands, always in the same place. */
static void watch_line(const Watch *watch, Page *page)
{
    g_autofree char *asked = clock_time(watch->asked_at), *next = clock_time(watch->next);
    if (watch->request != 0)
        page_text(page, STYLE_DIM, 0, _("Asking the name servers ..."));
    else if (watch->fixed)
        page_format(page, STYLE_GOOD, 0,
                    _("Fixed, seen at %s: nothing is wrong, and all that answer agree."), asked);
    else if (watch->on && watch->next != 0)
        page_format(page, STYLE_TITLE, 0,
                    _("Watching: asked at %s, asks again at %s, rings when fixed."), asked, next);
    else if (watch->asked_at != 0)
        page_format(page, STYLE_DIM, 0, _("Asked at %s. t watches until it is fixed."), asked);
}

static void compose(const Wizard *wizard, Page *page)
{
    const Watch *watch = &wizard->watch;
    if (case_missing(wizard, page))
        return;
    page_text(page, STYLE_TITLE, 0, case_title(wizard));
    watch_line(watch, page);
    const json_t *propagation = document_get(watch->document, "propagation");
    gsize count = document_count(propagation, "questions");
    for (gsize i = 0; i < count; i++)
        one_question(document_at(propagation, "questions", i), page);
    if (watch->document == NULL || count > 0)
        return;
    page_blank(page);
    if (propagation == NULL)
        page_text(page, STYLE_UNKNOWN, 0,
                  _("The name servers cannot be asked: this is offline, or a sample."));
    else
        page_text(page, STYLE_PLAIN, 0, _("No record of a domain decides this."));
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)argument;
    if (command == COMMAND_WATCH)
        wizard_watch_turn(wizard, effects);
    else if (command == COMMAND_PUBLIC)
        wizard_watch_turn_public(wizard, effects);
    else
        return FALSE;
    return TRUE;
}

const Screen screen_propagation = {
    "propagation", N_("Name servers"), 0, CONTEXT_SERVERS, -1, compose, handle};
