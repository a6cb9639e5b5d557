/* Asking the name servers about the selected case, once or until it is fixed. */
#ifndef TUI_STATE_WIZARD_WATCH_H
#define TUI_STATE_WIZARD_WATCH_H

#include "tui/state/wizard_state.h"

/* To the screen of the name servers. They are asked at once where that was not done for this case;
 * `watch`: and again until it is fixed. */
void wizard_watch_open(Wizard *wizard, gboolean watch, GPtrArray *effects);
/* Asks now, unless a round is under way. */
void wizard_watch_ask(Wizard *wizard, GPtrArray *effects);
void wizard_watch_turn(Wizard *wizard, GPtrArray *effects);        /* on or off */
void wizard_watch_turn_public(Wizard *wizard, GPtrArray *effects); /* and asks anew */

/* EVENT_TIME: asks where the time has come. */
void wizard_watch_time(Wizard *wizard, GPtrArray *effects);
/* Begins what was wanted from the start as soon as there is a case. */
void wizard_watch_begin(Wizard *wizard, GPtrArray *effects);
/* A line of the engine about the round that is under way. */
void wizard_watch_hear(Wizard *wizard, json_t *line, GPtrArray *effects);
/* The engine died: the round is lost, the watch goes on. */
void wizard_watch_engine_gone(Wizard *wizard);

#endif
