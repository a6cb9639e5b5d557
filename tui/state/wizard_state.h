/* The wizard's state and what everybody may do to it: for the reducer and the screens only, which
 * all stand on this file. */
#ifndef TUI_STATE_WIZARD_STATE_H
#define TUI_STATE_WIZARD_STATE_H

#include "tui/state/questions.h"
#include "tui/report/redact.h"
#include "tui/wizard/wizard.h"

typedef enum {
    SCREEN_START,
    SCREEN_PASTE,
    SCREEN_IDENTIFY,
    SCREEN_CHECK,
    SCREEN_FIX,
    SCREEN_SHARE,
    SCREEN_FACTS,
    SCREEN_TEXT,
    SCREEN_PROPAGATION,
    SCREEN_CASES,
    SCREEN_GROUP,
    SCREEN_SAMPLES,
    SCREEN_RECENT,
    SCREEN_DOMAIN,
    SCREEN_QUESTIONS,
    SCREEN_GUIDES,
    SCREEN_GUIDE,
    SCREEN_GLOSSARY,
    SCREEN_MANUAL,
    SCREEN_MANUAL_PAGE,
    SCREEN_PATH,
    SCREEN_SAVE,
    SCREEN_HELP,
    SCREEN_COUNT
} ScreenId;

/* One recipient's story. */
typedef struct {
    json_t *document; /* NULL until the engine has spoken */
    gboolean done;
    gboolean broken;    /* the engine died over it */
    gboolean asked_for; /* the person was asked for what it lacks */
    int request;        /* the request that fills it */
    json_t *before;     /* the document of the run before this one, NULL: it is the first */
    char *kept;         /* its id among the recent cases, NULL: not there yet */
    char *cause;        /* the person's own choice, or NULL */
    json_t *facts;      /* the person's corrections */
    GPtrArray
        *rows; /* char* "check|role": rows of the check table in the order they were first seen */
} WizardCase;

/* The name servers asked about the selected case, and the watch over them. */
typedef struct {
    json_t *document; /* the case as the last round found it; NULL: none yet */
    guint of_case;    /* index of the case */
    int request;      /* the round that is under way; 0: none */
    gboolean on, fixed;
    gboolean public; /* ask the public resolvers too */
    gboolean wanted; /* from the start: as soon as there is a case */
    gint64 asked_at; /* the last round, 0: none */
    gint64 next;     /* when the watch asks again, 0: it does not wait */
} Watch;

/* What the edit field is for. */
typedef enum {
    FIELD_NONE,
    FIELD_FACT,
    FIELD_DOMAIN,
    FIELD_FILE,
    FIELD_SAVE,
    FIELD_SEARCH,
    FIELD_ASK
} FieldPurpose;

#define FACT_COUNT 6
#define TYPED_MAX 6 /* senders and domains that are offered again */

/* What an input can be corrected by: keys of a request's "facts", and their names. */
typedef struct {
    const char *key;   /* "sender" */
    const char *label; /* to be translated */
    const char *path;  /* where the case document has it */
} FactField;
extern const FactField fact_fields[FACT_COUNT];
enum { FACT_RECIPIENT, FACT_SENDER, FACT_IP, FACT_DOMAIN, FACT_SELECTOR, FACT_HELO };

struct Wizard {
    Language language;
    json_t *template;
    Language reply_language;  /* of the words to others */
    RedactLevel redact_level; /* where it is switched on */
    gboolean redact_files, redact_copies;
    gboolean ascii; /* no line drawing characters */
    char **samples;

    ScreenId screen;
    ScreenId below[4]; /* what side pages (help, facts...) go back to */
    guint depth;
    View views[SCREEN_COUNT];
    gboolean rows_touched; /* the person moved in the check table */

    GString *text; /* the bounce, any bytes */
    char *source;  /* its file, NULL: pasted */
    char *sample, *sample_zone;
    json_t
        *recorded; /* the request of a recorded case that was opened (case_recording.h), or NULL */
    guint text_state, diagnosed_state; /* counts changes of the text */
    char *glance;                      /* the live line */
    gboolean glance_wanted;

    GPtrArray *cases; /* WizardCase* */
    guint selected;
    gboolean alone;              /* ... for itself, not for all recipients with its cause */
    guint group;                 /* a case of the group that is looked into */
    gboolean domain_check;       /* the cases are those of a domain check */
    gboolean guided;             /* ... of the questions: a cause without a bounce */
    int guide;                   /* of guides() */
    int manual;                  /* of manual_pages() */
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

    Watch watch;
    gint64 now; /* microseconds of real time, as of the last event */

    gboolean remember; /* keep the next ones, to offer them again */
    GPtrArray *typed;  /* char*, senders and domains of this session, the newest first */

    json_t *offered;     /* a session to go on with, NULL: none */
    json_t *corrections; /* of it, to be made once its case is there */
    guint edits;         /* counts corrections */

    json_t *recent;            /* the recent cases, NULL: not listed yet */
    gboolean delete_all_asked; /* of them */

    char *search; /* what was searched for last, on any screen; NULL: nothing yet */

    char *notice;
    gboolean quit_asked;
};

/* The state without its screens: wizard_new() of wizard.h makes it whole. */
Wizard *wizard_state_new(const WizardSetup *setup);

/* To a step, from which Esc goes a step back, or to a side page, from which Esc comes back here. */
void wizard_go(Wizard *wizard, ScreenId screen);
void wizard_go_aside(Wizard *wizard, ScreenId screen);
void wizard_back(Wizard *wizard);
/* To the top of a screen, its focus where it starts. */
void wizard_view_reset(Wizard *wizard, ScreenId screen);

/* One line for the person, until the next key. */
void wizard_say(Wizard *wizard, const char *format, ...) G_GNUC_PRINTF(2, 3);
void wizard_open_field(Wizard *wizard, FieldPurpose purpose, int argument, const char *initial);

/* Adds an effect, to be filled in; lent. */
WizardEffect *wizard_effect(GPtrArray *effects, WizardEffectKind kind);
void wizard_effect_free(gpointer effect);

/* A case without a document that the request of this number will fill. */
WizardCase *wizard_case_new(int request);
WizardCase *wizard_case(const Wizard *wizard);       /* the selected one, NULL: none */
const json_t *wizard_document(const Wizard *wizard); /* its document, NULL: none yet */
gboolean wizard_asking(const Wizard *wizard);        /* the selected case is not done */

#endif
