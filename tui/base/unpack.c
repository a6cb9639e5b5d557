/* Unpacking in a child. */
#include "tui/base/unpack.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "checks/confine/sandbox.h"
#include "tui/base/i18n.h"
#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#endif

struct Unpacking {
    pid_t child;
    int out;
    char *shown;
};

gboolean unpack_is(int fd)
{
    static const struct {
        const char *bytes;
        gsize length;
    } magics[] = {{"\x1f\x8b", 2},
                  {"\xfd"
                   "7zXZ",
                   5},
                  {"\x28\xb5\x2f\xfd", 4},
                  {"BZh", 3}};
    char start[8];
    ssize_t length = pread(fd, start, sizeof start, 0);
    for (guint i = 0; i < G_N_ELEMENTS(magics); i++)
        if (length >= (ssize_t)magics[i].length &&
            !memcmp(start, magics[i].bytes, magics[i].length))
            return TRUE;
    return FALSE;
}

#ifdef HAVE_LIBARCHIVE
enum { BLOCK = 64 * 1024 };

typedef struct {
    int in;
    char buffer[BLOCK];
} Packed;

static la_ssize_t read_packed(struct archive *archive, void *data, const void **block)
{
    (void)archive;
    Packed *packed = data;
    *block = packed->buffer;
    ssize_t length;
    do
        length = read(packed->in, packed->buffer, sizeof packed->buffer);
    while (length < 0 && errno == EINTR);
    return length;
}

static gboolean write_all(int out, const char *bytes, gsize length)
{
    while (length) {
        ssize_t written = write(out, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return FALSE;
        bytes += written;
        length -= (gsize)written;
    }
    return TRUE;
}

/* False: the input is damaged or cut. */
static gboolean unpack_all(int in, int out)
{
    static Packed packed;
    static char block[BLOCK];
    struct archive_entry *entry;
    struct archive *archive = archive_read_new();
    packed.in = in;
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_format_raw(archive);
    if (archive_read_open(archive, &packed, NULL, read_packed, NULL) != ARCHIVE_OK ||
        archive_read_next_header(archive, &entry) != ARCHIVE_OK)
        return FALSE;
    la_ssize_t length;
    while ((length = archive_read_data(archive, block, sizeof block)) > 0)
        if (!write_all(out, block, (gsize)length))
            return TRUE; /* nobody wants the rest */
    return length == 0;
}
#else
static gboolean unpack_all(int in, int out)
{
    (void)in;
    (void)out;
    return FALSE;
}
#endif

G_GNUC_NORETURN static void be_child(int in, int out)
{
    for (int descriptor = 0; descriptor < 64; descriptor++)
        if (descriptor != in && descriptor != out)
            close(descriptor);
    sandbox_enter(SANDBOX_CHILD, NULL);
    _exit(unpack_all(in, out) ? 0 : 1);
}

static void fail(GError **error, const char *format, const char *shown)
{
    g_autofree char *text = g_strdup_printf("%s%s", shown, format);
    g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, text);
}

Unpacking *unpack_start(int fd, const char *shown_name, int *out, GError **error)
{
#ifndef HAVE_LIBARCHIVE
    close(fd);
    fail(error, _(" is compressed, and this was built without libarchive: unpack it first"),
         shown_name);
    return NULL;
#endif
    int ends[2];
    fflush(NULL);
    pid_t child = pipe(ends) == 0 ? fork() : -1;
    if (child < 0) {
        close(fd);
        fail(error, _(" cannot be unpacked: no process can be started"), shown_name);
        return NULL;
    }
    if (child == 0)
        be_child(fd, ends[1]);
    close(fd);
    close(ends[1]);
    Unpacking *unpacking = g_new0(Unpacking, 1);
    unpacking->child = child;
    unpacking->out = *out = ends[0];
    unpacking->shown = g_strdup(shown_name);
    return unpacking;
}

static int reap(Unpacking *unpacking)
{
    int status = 0;
    while (unpacking->child > 0 && waitpid(unpacking->child, &status, 0) < 0 && errno == EINTR)
        ;
    unpacking->child = 0;
    return status;
}

gboolean unpack_ended_well(Unpacking *unpacking, GError **error)
{
    if (!unpacking->child || reap(unpacking) == 0)
        return TRUE;
    fail(error, _(" is damaged or cut: what could be unpacked of it was read"), unpacking->shown);
    return FALSE;
}

void unpack_free(Unpacking *unpacking)
{
    if (!unpacking)
        return;
    close(unpacking->out);
    if (unpacking->child > 0)
        kill(unpacking->child, SIGKILL);
    reap(unpacking);
    g_free(unpacking->shown);
    g_free(unpacking);
}
