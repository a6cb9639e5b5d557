/* The wizard as a reducer: (state, event) -> (state, effects). No curses, no files, no processes:
 * what must happen outside comes out as effects, and what happened comes back as events. The curses
 * wizard and the plain mode drive the same one. */
#ifndef TUI_WIZARD_WIZARD_H
#define TUI_WIZARD_WIZARD_H

#include <jansson.h>
#include "content/base/language.h"
#include "tui/base/keys.h"
#include "tui/base/page.h"
#include "tui/report/redact.h"

typedef struct Wizard Wizard;

typedef enum {
    EVENT_KEY,   /* key */
    EVENT_PASTE, /* bytes: one paste, whatever its size */
    EVENT_INPUT, /* bytes, text: a whole input and its name (file, pipe); it is diagnosed at once */
    EVENT_EDITED,      /* bytes: the text as it came back from the editor */
    EVENT_SAMPLE,      /* bytes, text: a sample and its name; zone: its recorded DNS, or NULL */
    EVENT_ENGINE,      /* json: a line of the engine */
    EVENT_ENGINE_GONE, /* the engine died; it will have been started anew by the effect */
    EVENT_FIELD,       /* text: the edit field's, NULL: cancelled */
    EVENT_NOTICE,      /* text: one line for the person, the outcome of an effect */
    EVENT_COMMAND,     /* command, argument: as if an item of the page was chosen */
    EVENT_RECENT,      /* json: the recent cases, as recent_cases_list() has them */
    EVENT_TIME         /* wizard_deadline() has come */
} EventKind;

/* All lent for the call. */
typedef struct {
    EventKind kind;
    Key key;
    const char *bytes;
    gsize length;
    const char *text;
    const char *zone;
    json_t *json;
    Command command;
    int argument;
    gint64 now; /* microseconds of real time; 0: as it was */
} Event;

typedef enum {
    WIZARD_SEND,    /* json: a request for the engine */
    WIZARD_RESTART, /* start the engine anew */
    WIZARD_QUIT,
    WIZARD_SUSPEND,
    WIZARD_REDRAW,
    WIZARD_READ,   /* name: a file to read */
    WIZARD_SAMPLE, /* name: a sample to load */
    WIZARD_EDIT,   /* bytes: to be edited in the person's editor */
    WIZARD_COPY,   /* bytes: to the clipboard */
    WIZARD_SAVE,   /* name: where; json: the case document */
    WIZARD_KEEP,   /* name: id of a recent case; json: its document */
    WIZARD_LIST,   /* EVENT_RECENT is wanted */
    WIZARD_REOPEN, /* name: id of a recent case, to come back as EVENT_INPUT */
    WIZARD_DELETE, /* name: id of a recent case, NULL: all of them; EVENT_RECENT is wanted */
    WIZARD_RING    /* the bell, once */
} WizardEffectKind;

typedef struct {
    WizardEffectKind kind;
    json_t *json;
    char *name;
    GBytes *bytes;
} WizardEffect;

/* What a wizard starts from; copied. */
typedef struct {
    Language language;
    const json_t
        *template;         /* merged into every request: offline, resolvers, zone, timeout, facts */
    char *const *samples;  /* names without .eml; may be NULL */
    gboolean domain_check; /* start with the domain check */
    Language reply_language; /* of the words to others */
    RedactLevel redact;      /* in files that are saved, at first */
    gboolean ascii;          /* no line drawing characters */
    gboolean remember;       /* offer what was typed of the sender in this session again */
    gboolean watch;          /* go to the name servers and watch as soon as there is a case */
} WizardSetup;

Wizard *wizard_new(const WizardSetup *setup);
void wizard_free(Wizard *wizard);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wizard, wizard_free)

/* Takes an event in. Returns the effects, WizardEffect*, in order; yours: g_ptr_array_unref(). */
GPtrArray *wizard_reduce(Wizard *wizard, const Event *event);

/* True while an answer of the engine is outstanding. */
gboolean wizard_busy(const Wizard *wizard);

/* When it wants EVENT_TIME, as Event.now; 0: it waits for no time. */
gint64 wizard_deadline(const Wizard *wizard);

/* For the journal: a number that changes whenever what it holds does; what it holds, a new
 * reference (NULL: nothing worth keeping); and one of an earlier session to offer (kept; FALSE: it
 * is of no use). */
guint64 wizard_changes(const Wizard *wizard);
json_t *wizard_journal(const Wizard *wizard);
gboolean wizard_offer(Wizard *wizard, json_t *state);
gboolean wizard_offers(const Wizard *wizard); /* it was not taken up */

/* What is to be seen. The page is yours. */
Page *wizard_page(const Wizard *wizard);
Context wizard_context(const Wizard *wizard);
/* The keys of the footer, those that have something to do as it stands: GPtrArray of const
 * KeyBinding*, yours. */
GPtrArray *wizard_footer(const Wizard *wizard);
const char *wizard_screen_name(const Wizard *wizard); /* "paste", for tests and help */
int wizard_step(const Wizard *wizard);                /* 1 to 4, 0: none of them */
char *wizard_place(const Wizard *wizard); /* what is looked at: file, recipient 1 of 3; g_free() */
const char *wizard_notice(const Wizard *wizard); /* one line, lent; NULL: none */

/* The edit field that has the focus, or FALSE. Lent. */
gboolean wizard_field(const Wizard *wizard, const char **label, const char **initial);
/* Whether its text is a file name, to be completed. */
gboolean wizard_field_is_file(const Wizard *wizard);
/* Where the wizard asks by itself: why, in a line that stands above; an empty answer goes on. NULL:
 * the person opened the field. g_free(). */
char *wizard_field_reason(const Wizard *wizard);
/* What it can be completed to, char*, the likeliest first; lent, NULL: nothing. */
const GPtrArray *wizard_field_words(const Wizard *wizard);

/* Where the page is scrolled to and which item has the focus (-1: none). The renderer sets scroll
 * to what it could show. */
typedef struct {
    int first; /* where the focus starts */
    int item, scroll;
    gboolean follow;   /* the next drawing must show the focused item */
    int detail_scroll; /* of the pane below */
    int rows;          /* of the page, at the last drawing */
    guint top;         /* the block at the top, at the last drawing */
    guint place;       /* of what was searched for, from 1; 0: nothing was searched for here */
} View;
View *wizard_view(Wizard *wizard);

#endif
