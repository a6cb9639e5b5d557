/* The exit status of a run over several cases (contract): the gravest wins. */
#ifndef TUI_EXIT_STATUS_H
#define TUI_EXIT_STATUS_H

#include <glib.h>
#include <jansson.h>

/* Start with {0}. */
typedef struct {
    gboolean unknown;     /* not a bounce, or no cause found, or a domain that is not healthy */
    gboolean unreachable; /* the DNS was needed and could not be asked */
    int error;            /* the first code of <sysexits.h>, 0: none */
} ExitStatus;

void exit_status_case(ExitStatus *status, const json_t *document);
void exit_status_error(ExitStatus *status, int code);
gboolean exit_status_is_configuration(const ExitStatus *status);
int exit_status_value(const ExitStatus *status);

#endif
