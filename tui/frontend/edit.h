/* An edit field: readline through its callback interface, so that the person's own bindings work
 * while the rest of the screen stays alive. Readline knows but one line at a time, and so does
 * this. */
#ifndef TUI_FRONTEND_EDIT_H
#define TUI_FRONTEND_EDIT_H

#include <glib.h>

typedef struct Edit Edit;

/* `files`: Tab completes file names; else `words` (char*, NULL: none), which must outlive it. */
Edit *edit_begin(const char *initial, gboolean files, const GPtrArray *words);
void edit_end(Edit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Edit, edit_end)

/* A key, by the bytes that the terminal sent for it. */
void edit_key(Edit *edit, const char *bytes, gsize length);
/* A paste: inserted as it is, but as one line and without controls. */
void edit_paste(Edit *edit, const char *bytes, gsize length);

/* TRUE once the line was accepted; *line (lent) is NULL when it was given up. */
gboolean edit_done(const Edit *edit, const char **line);

/* What can be seen of it in so many columns, and the column of the cursor in it; g_free(). */
char *edit_visible(Edit *edit, int columns, int *cursor);

/* What Tab found, where it is more than one; lent, NULL: nothing. */
const char *edit_hint(const Edit *edit);

#endif
