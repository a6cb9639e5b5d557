/* Starts a fault server for a test and knows where it listens. */
#ifndef TESTS_FAULT_START_H
#define TESTS_FAULT_START_H

#include <glib.h>

typedef struct FaultServer FaultServer;

/* `text` as tools/fault_server.c describes it; on 127.0.0.1, at `listeners` free ports. Ends the
 * test where it cannot be started. */
FaultServer *fault_server_start(const char *text, guint listeners);
/* "127.0.0.1@PORT" of each, NULL-terminated: lent. */
char **fault_server_addresses(const FaultServer *server);
/* The questions so far, "udp 1 example.org. MX" a line. g_free(). */
char *fault_server_log(const FaultServer *server);
void fault_server_stop(FaultServer *server);

#endif
