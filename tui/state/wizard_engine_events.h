/* What the wizard hears from the engine (whybounce-engine(5)). */
#ifndef TUI_STATE_WIZARD_ENGINE_EVENTS_H
#define TUI_STATE_WIZARD_ENGINE_EVENTS_H

#include "tui/state/wizard_state.h"

/* A line of the engine; those of requests that are closed are not heard. */
void wizard_hear(Wizard *wizard, json_t *line, GPtrArray *effects);
/* The engine died: what it was asked is closed, and a new one wanted. */
void wizard_engine_gone(Wizard *wizard, GPtrArray *effects);

#endif
