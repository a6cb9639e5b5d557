/* The wizard's state, for the reducer and the screens only. */
#ifndef TUI_WIZARD_STATE_H
#define TUI_WIZARD_STATE_H

#include "tui/questions.h"
#include "tui/wizard.h"

typedef enum {
    SCREEN_START,
    SCREEN_PASTE,
    SCREEN_IDENTIFY,
    SCREEN_CHECK,
    SCREEN_FIX,
    SCREEN_SHARE,
    SCREEN_FACTS,
    SCREEN_TEXT,
    SCREEN_CASES,
    SCREEN_SAMPLES,
    SCREEN_DOMAIN,
    SCREEN_QUESTIONS,
    SCREEN_GUIDES,
    SCREEN_GUIDE,
    SCREEN_GLOSSARY,
    SCREEN_HELP,
    SCREEN_COUNT
} ScreenId;

/* One recipient's story. */
typedef struct {
    json_t *document; /* NULL until the engine has spoken */
    gboolean done;
    gboolean broken; /* the engine died over it */
    int request;     /* the request that fills it */
    char *cause;     /* the person's own choice, or NULL */
    json_t *facts;   /* the person's corrections */
    GPtrArray
        *rows; /* char* "check|role": rows of the check table in the order they were first seen */
} WizardCase;

/* What the edit field is for. */
typedef enum { FIELD_NONE, FIELD_FACT, FIELD_DOMAIN, FIELD_FILE, FIELD_SAVE } FieldPurpose;

#define FACT_COUNT 5

struct Wizard {
    Language language;
    json_t *template;
    char **samples;

    ScreenId screen;
    ScreenId below[4]; /* what side pages (help, facts...) go back to */
    guint depth;
    View views[SCREEN_COUNT];
    gboolean rows_touched; /* the person moved in the check table */

    GString *text; /* the bounce, any bytes */
    char *source;  /* its file, NULL: pasted */
    char *sample, *sample_zone;
    guint text_state, diagnosed_state; /* counts changes of the text */
    char *glance;                      /* the live line */
    gboolean glance_wanted;

    GPtrArray *cases; /* WizardCase* */
    guint selected;
    gboolean domain_check;       /* the cases are those of a domain check */
    gboolean guided;             /* ... of the questions: a cause without a bounce */
    int guide;                   /* of guides() */
    guint question;              /* QUESTION_COUNT: all are answered */
    int answers[QUESTION_COUNT]; /* -1: not yet */
    char *error;                 /* the engine could not do it at all */
    int asked, answered;

    int last_id, diagnose_id, glance_id;
    GArray *open; /* int: requests without their last answer */

    FieldPurpose field;
    int field_argument;
    char *field_initial;
    char *domain[FACT_COUNT]; /* fields of the domain check */

    json_t *offered;     /* a session to go on with, NULL: none */
    json_t *corrections; /* of it, to be made once its case is there */
    guint edits;         /* counts corrections */

    char *notice;
    gboolean quit_asked;
};

/* A screen: one file, one row of the table. Its functions say, they do not do. */
typedef struct {
    const char *name;
    const char *title; /* for help */
    int step;
    Context context;
    int first_item; /* where the focus starts: 0, or -1 for none */
    void (*compose)(const Wizard *wizard, Page *page);
    /* A command that the reducer does not know by itself; TRUE: handled. May be NULL. */
    gboolean (*handle)(Wizard *wizard, Command command, int argument, GPtrArray *effects);
} Screen;

extern const Screen *const screens[SCREEN_COUNT];

extern const Screen screen_start, screen_paste, screen_identify, screen_check, screen_fix,
    screen_share, screen_facts, screen_text, screen_cases, screen_samples, screen_domain,
    screen_questions, screen_guides, screen_guide, screen_glossary, screen_help;

/* What an input can be corrected by: keys of a request's "facts", and their names. */
typedef struct {
    const char *key;   /* "sender" */
    const char *label; /* to be translated */
    const char *path;  /* where the case document has it */
} FactField;
extern const FactField fact_fields[FACT_COUNT];
enum { FACT_RECIPIENT, FACT_SENDER, FACT_IP, FACT_DOMAIN, FACT_SELECTOR };

/* For the reducer's own files and the screens' handlers. */
void wizard_go(Wizard *wizard, ScreenId screen);
void wizard_go_aside(Wizard *wizard, ScreenId screen); /* Esc comes back */
void wizard_back(Wizard *wizard);
void wizard_say(Wizard *wizard, const char *format, ...) G_GNUC_PRINTF(2, 3);
void wizard_open_field(Wizard *wizard, FieldPurpose purpose, int argument, const char *initial);
WizardEffect *wizard_effect(GPtrArray *effects, WizardEffectKind kind);

/* Commands (wizard_command.c). */
void wizard_command(Wizard *wizard, Command command, int argument, GPtrArray *effects);
void wizard_identify(Wizard *wizard, GPtrArray *effects); /* from the paste to what it is */
void wizard_move(Wizard *wizard, int by); /* the focus among the items, or the page */

/* The text (wizard_text.c). */
void wizard_text_set(Wizard *wizard, const char *bytes, gsize length, const char *source);
void wizard_text_add(Wizard *wizard, const char *bytes, gsize length, GPtrArray *effects);
void wizard_text_erase(Wizard *wizard, GPtrArray *effects);
void wizard_text_clear(Wizard *wizard);
void wizard_glance(Wizard *wizard, GPtrArray *effects);

/* Requests and answers (wizard_engine.c). */
void wizard_diagnose(Wizard *wizard, GPtrArray *effects);      /* the whole text */
void wizard_diagnose_case(Wizard *wizard, GPtrArray *effects); /* the selected case again */
void wizard_diagnose_cause(Wizard *wizard, const char *cause, GPtrArray *effects); /* no bounce */
void wizard_check_domain(Wizard *wizard, GPtrArray *effects);
void wizard_cancel(Wizard *wizard, GPtrArray *effects);
void wizard_hear(Wizard *wizard, json_t *line, GPtrArray *effects);
void wizard_engine_gone(Wizard *wizard, GPtrArray *effects);

WizardCase *wizard_case(const Wizard *wizard);       /* the selected one, NULL: none */
const json_t *wizard_document(const Wizard *wizard); /* its document, NULL: none yet */
gboolean wizard_asking(const Wizard *wizard);        /* the selected case is not done */
void wizard_case_free(gpointer wizard_case);

/* The session on disk (wizard_journal.c). */
void wizard_resume(Wizard *wizard, GPtrArray *effects);
void wizard_apply_corrections(Wizard *wizard, GPtrArray *effects);

/* The rows of the check table (check_rows.c). */
typedef struct {
    const char *check, *role; /* lent by the document */
    const char *title;        /* the check's name; lent, may be NULL */
    const json_t *finding;    /* NULL: still asking */
} CheckRow;
GArray *check_rows(const WizardCase *wizard_case); /* CheckRow, yours */
void check_rows_note(WizardCase *wizard_case);     /* after a new document */
/* The row to look at: keeps the one at `item` of `before` in `after`. */
int check_rows_follow(const GArray *before, const GArray *after, int item, gboolean touched);

#endif
