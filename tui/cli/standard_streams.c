/* Closed descriptors, full disks. */
#include "tui/cli/standard_streams.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>
#include "tui/base/i18n.h"
#include "tui/base/locale_charset.h"

/* Open, but the wrong way round, so that EBADF is what whoever uses it gets. */
static void occupy(int descriptor)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    if (fcntl(descriptor, F_GETFD) >= 0)
        return;
    int opened = open("/dev/null", modes[descriptor]);
    if (opened >= 0 && opened != descriptor) {
        dup2(opened, descriptor);
        close(opened);
    }
}

static void end_output(void)
{
    int failed = ferror(stdout);
    if (!fflush(stdout) && !failed)
        return;
    own_charset_put(
        _("whybounce: the output cannot be written: is the disk full, or its reader gone?\n"),
        stderr);
    fflush(stderr);
    _exit(EX_IOERR);
}

void standard_streams_guard(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++)
        occupy(descriptor);
    atexit(end_output);
}
