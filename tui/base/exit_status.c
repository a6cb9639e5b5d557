#include "tui/base/exit_status.h"

#include <sysexits.h>

void exit_status_case(ExitStatus *status, int code)
{
    status->gravest_case = MAX(status->gravest_case, code);
}

void exit_status_error(ExitStatus *status, int code)
{
    if (!status->error)
        status->error = code >= EX__BASE && code <= EX__MAX ? code : EX_SOFTWARE;
}

gboolean exit_status_is_configuration(const ExitStatus *status)
{
    return status->error == EX_CONFIG;
}

int exit_status_value(const ExitStatus *status)
{
    return status->error ? status->error : status->gravest_case;
}
