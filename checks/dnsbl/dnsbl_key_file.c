#include "checks/dnsbl/dnsbl_key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "checks/dnsbl/dnsbl_lists.h"
#include "content/base/gettext.h"

enum { LARGEST = 1024 };

static gboolean fail(GError **error, const char *what)
{
    g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, what);
    return FALSE;
}

static char *whole_path(const char *path, const char *folder)
{
    if (g_str_has_prefix(path, "~/"))
        return g_build_filename(g_get_home_dir(), path + 2, NULL);
    return g_path_is_absolute(path) ? g_strdup(path) : g_build_filename(folder, path, NULL);
}

/* Its first line, without blanks around it. False, errno says why. Opening must not wait for the
 * other end of a FIFO. */
static gboolean read_line(const char *path, char text[static LARGEST + 1])
{
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return FALSE;
    gssize length = read(descriptor, text, LARGEST);
    int reason = errno;
    close(descriptor);
    errno = reason;
    if (length < 0)
        return FALSE;
    text[length] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    g_strstrip(text);
    return TRUE;
}

gboolean dnsbl_key_file_use(const char *zone, const char *path, const char *folder, GError **error)
{
    char text[LARGEST + 1];
    const DnsblList *list = dnsbl_list_find(zone);
    g_autofree char *whole = whole_path(path, folder);
    if (!list || !list->keyed_at || list->state == DNSBL_DEAD)
        return fail(error, _("no list of this zone is known that takes a key; remove the line"));
    if (!read_line(whole, text)) {
        g_autofree char *what = g_strdup_printf(
            _("its key file cannot be read (%s); name the file that holds the key, not the key"),
            g_strerror(errno));
        return fail(error, what);
    }
    gboolean valid = dnsbl_is_key(text) && dnsbl_lists_set_key(zone, text);
    explicit_bzero(text, sizeof text);
    return valid || fail(error, _("the first line of its key file is no key; a key has at least 8 "
                                  "small letters, digits and hyphens"));
}
