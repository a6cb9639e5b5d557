#include "tui/base/clipboard.h"

#include <gio/gio.h>

gboolean clipboard_set(const char *text, gsize length)
{
    static const struct {
        const char *needs; /* environment variable */
        const char *arguments[4];
    } programs[] = {{"WAYLAND_DISPLAY", {"wl-copy", NULL}},
                    {"DISPLAY", {"xclip", "-selection", "clipboard", NULL}},
                    {"HOME", {"pbcopy", NULL}}};
    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
        g_autofree char *path = g_find_program_in_path(programs[i].arguments[0]);
        if (path == NULL || g_getenv(programs[i].needs) == NULL)
            continue;
        g_autoptr(GSubprocess) process =
            g_subprocess_newv(programs[i].arguments,
                              G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                  G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL);
        g_autoptr(GBytes) input = g_bytes_new(text, length);
        if (process != NULL && g_subprocess_communicate(process, input, NULL, NULL, NULL, NULL) &&
            g_subprocess_wait_check(process, NULL, NULL))
            return TRUE;
    }
    return FALSE;
}
