/* The clipboard of the desktop, by the programs that own one: wl-copy under Wayland, xclip under
 * X11, pbcopy on macOS. */
#ifndef TUI_BASE_CLIPBOARD_H
#define TUI_BASE_CLIPBOARD_H

#include <glib.h>

/* False where none of these programs is there, or none took the text. Waits for the program, which
 * goes on in the background where the clipboard needs that. */
gboolean clipboard_set(const char *text, gsize length);

#endif
