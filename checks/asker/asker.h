/* The asker: a process of its own that asks the DNS. It sees questions and never a mail; whoever
 * reads mail has no socket, and can only put questions to it. */
#ifndef CHECKS_ASKER_ASKER_H
#define CHECKS_ASKER_ASKER_H

#include "checks/dns/source.h"

typedef struct Asker Asker;

/* Forks it, with `resolv_conf` as source_live_new() takes it. Call it before there is a main loop,
 * and before this process locks itself in; the asker locks in itself. With `all`, an asker that
 * cannot be locked in whole ends at once. NULL: no process. */
Asker *asker_start(const char *resolv_conf, gboolean all);
void asker_stop(Asker *asker); /* NULL is fine. No source of it may be left. */

/* Told once, from the main loop, when the asker is gone: nothing is answered any more. */
void asker_watch(Asker *asker, void (*gone)(gpointer data), gpointer data);

/* A source that asks there what source_live_new() and source_live_set_port() (`port`, 0: 53) would
 * ask here. Its answers are looked through as foreign data. NULL and *error for a wrong server. */
Source *asker_source_new(Asker *asker, char *const *servers, guint16 port, GError **error);

#endif
