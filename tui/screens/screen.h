/* A screen: one file, one row of the table. Its functions say, they do not do. */
#ifndef TUI_SCREENS_SCREEN_H
#define TUI_SCREENS_SCREEN_H

#include "tui/state/wizard_state.h"

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

/* By ScreenId. */
extern const Screen *const screens[SCREEN_COUNT];
/* The current screen as it stands now; page_free(). */
Page *screen_page(const Wizard *wizard);

extern const Screen screen_start, screen_paste, screen_identify, screen_check, screen_fix,
    screen_share, screen_save, screen_propagation, screen_facts, screen_text, screen_cases,
    screen_group, screen_samples, screen_recent, screen_domain, screen_questions, screen_path,
    screen_guides, screen_guide, screen_glossary, screen_manual, screen_manual_page, screen_help;

/* What the first screen warns of in a line, copied; NULL: nothing. */
void screen_start_warn(const char *words);

#endif
