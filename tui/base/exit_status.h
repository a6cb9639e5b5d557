/* The exit status of a run over several cases (contract): the gravest wins. */
#ifndef TUI_BASE_EXIT_STATUS_H
#define TUI_BASE_EXIT_STATUS_H

#include <glib.h>

/* Start with {0}. */
typedef struct {
    int gravest_case; /* of checks/case/case_exit_status.h */
    int error;        /* the first code of <sysexits.h>, 0: none */
} ExitStatus;

/* `code` is what the engine says that the case is worth. */
void exit_status_case(ExitStatus *status, int code);
void exit_status_error(ExitStatus *status, int code);
gboolean exit_status_is_configuration(const ExitStatus *status);
int exit_status_value(const ExitStatus *status);

#endif
