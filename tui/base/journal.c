#include "tui/base/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GREETED "greeted" /* an empty file: there was a first time */
#define PREFIX "session-"
#define SUFFIX ".json"

struct Journal {
    char *folder, *path;
    gint64 kept_seconds;
    gboolean written;
};

Journal *journal_open(guint days)
{
    g_autofree char *folder = g_build_filename(g_get_user_state_dir(), "whybounce", NULL);
    if (g_mkdir_with_parents(folder, 0700) != 0)
        return NULL;
    Journal *journal = g_new0(Journal, 1);
    journal->kept_seconds = (gint64)days * 24 * 3600;
    g_autofree char *name = g_strdup_printf(PREFIX "%ld" SUFFIX, (long)getpid());
    journal->path = g_build_filename(folder, name, NULL);
    journal->folder = g_steal_pointer(&folder);
    return journal;
}

void journal_close(Journal *journal)
{
    if (journal == NULL)
        return;
    g_free(journal->folder);
    g_free(journal->path);
    g_free(journal);
}

void journal_write(Journal *journal, const json_t *state)
{
    char *text = json_dumps(state, JSON_COMPACT);
    if (text != NULL)
        journal->written = g_file_set_contents_full(journal->path, text, -1,
                                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
    free(text);
}

void journal_remove(Journal *journal)
{
    if (journal->written)
        g_unlink(journal->path);
    journal->written = FALSE;
}

/* The process that a file belongs to; 0: it is none of ours. */
static pid_t owner_of(const char *name)
{
    if (!g_str_has_prefix(name, PREFIX) || !g_str_has_suffix(name, SUFFIX))
        return 0;
    gint64 owner = g_ascii_strtoll(name + strlen(PREFIX), NULL, 10);
    return owner > 0 && owner <= G_MAXINT ? (pid_t)owner : 0;
}

static gboolean is_running(pid_t owner)
{
    return kill(owner, 0) == 0 || errno == EPERM;
}

/* The newest file that nobody owns any more; removes those that are too old. g_free(). */
static char *newest_left(const Journal *journal)
{
    g_autoptr(GDir) folder = g_dir_open(journal->folder, 0, NULL);
    char *newest = NULL;
    gint64 newest_time = 0, now = g_get_real_time() / G_USEC_PER_SEC;
    const char *name;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename(journal->folder, name, NULL);
        GStatBuf status;
        if (owner_of(name) == 0 || is_running(owner_of(name)) || g_lstat(path, &status) != 0 ||
            !S_ISREG(status.st_mode))
            continue;
        if (now - status.st_mtime > journal->kept_seconds) {
            g_unlink(path);
        } else if (newest == NULL || status.st_mtime > newest_time) {
            g_free(newest);
            newest = g_steal_pointer(&path);
            newest_time = status.st_mtime;
        }
    }
    return newest;
}

json_t *journal_take(Journal *journal)
{
    g_autofree char *path = newest_left(journal);
    if (path == NULL)
        return NULL;
    json_t *state = json_load_file(path, 0, NULL);
    /* It is ours from now on: a second crash must not lose it either. */
    journal->written = g_rename(path, journal->path) == 0;
    return state;
}

gboolean journal_first_time(const Journal *journal)
{
    g_autofree char *path = g_build_filename(journal->folder, GREETED, NULL);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
    return file >= 0;
}
