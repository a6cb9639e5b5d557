/* A file of settings from the disk, whatever stands in its place there. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "content/base/gettext.h"
#include "content/base/settings.h"

#define LARGEST ((gsize)64 * 1024)

G_GNUC_PRINTF(3, 4)
static GBytes *fail(const char *path, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *name = g_filename_display_name(path);
    g_set_error(error, SETTINGS_ERROR, 0, "%s: %s", name, what);
    return NULL;
}

/* What stands open is looked at, so that nothing can be put in its place in between. */
static GBytes *read_open(int descriptor, const char *path, GError **error)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode))
        return fail(path, error, _("is a directory; name a file, or remove it"));
    if (!S_ISREG(status.st_mode))
        return fail(path, error, _("is no regular file; name another one, or remove it"));
    g_autofree char *text = g_malloc(LARGEST + 1);
    gsize length = 0;
    gssize got = 1;
    while (got > 0 && length <= LARGEST) {
        got = read(descriptor, text + length, LARGEST + 1 - length);
        length += got > 0 ? (gsize)got : 0;
    }
    if (got < 0)
        return fail(path, error, _("cannot be read (%s); mend that, or name another file"),
                    g_strerror(errno));
    if (length > LARGEST)
        return fail(path, error,
                    _("larger than 64 KiB; settings take a few lines, name the right file"));
    return g_bytes_new(text, length);
}

/* Opening must not wait for the other end of a FIFO. */
GBytes *settings_read(const char *path, gboolean optional, GError **error)
{
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0 && optional && (errno == ENOENT || errno == ENOTDIR))
        return NULL;
    if (descriptor < 0)
        return fail(path, error, _("cannot be opened (%s); mend that, or name another file"),
                    g_strerror(errno));
    GBytes *bytes = read_open(descriptor, path, error);
    close(descriptor);
    return bytes;
}
