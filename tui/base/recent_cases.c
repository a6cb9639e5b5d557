#include "tui/base/recent_cases.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "checks/case/case_recording.h"
#include "tui/base/document.h"
#include "tui/base/i18n.h"

#define PREFIX "case-"
#define SUFFIX ".json"

struct RecentCases {
    char *folder;
    guint days;
};

typedef struct {
    char *id, *path;
    GStatBuf status;
} CaseFile;

static void case_file_free(gpointer data)
{
    CaseFile *file = data;
    g_free(file->id);
    g_free(file->path);
    g_free(file);
}

RecentCases *recent_cases_open(guint days)
{
    g_autofree char *folder = g_build_filename(g_get_user_state_dir(), "whybounce", NULL);
    if (days > 0 && g_mkdir_with_parents(folder, 0700) != 0)
        return NULL;
    RecentCases *recent = g_new0(RecentCases, 1);
    recent->folder = g_steal_pointer(&folder);
    recent->days = days;
    return recent;
}

void recent_cases_close(RecentCases *recent)
{
    if (recent == NULL)
        return;
    g_free(recent->folder);
    g_free(recent);
}

gboolean recent_case_id_is_valid(const char *id)
{
    enum { LENGTH_MAX = 60 };
    gsize length = strlen(id);
    return length > 0 && length <= LENGTH_MAX && strspn(id, "0123456789-") == length;
}

char *recent_case_path(const RecentCases *recent, const char *id)
{
    if (recent == NULL || !recent_case_id_is_valid(id))
        return NULL;
    g_autofree char *name = g_strconcat(PREFIX, id, SUFFIX, NULL);
    return g_build_filename(recent->folder, name, NULL);
}

/* Ids begin with their time, so that the newest is the last by name too. */
static int newest_first(gconstpointer a, gconstpointer b)
{
    const CaseFile *const *left = a, *const *right = b;
    if ((*left)->status.st_mtime != (*right)->status.st_mtime)
        return (*left)->status.st_mtime < (*right)->status.st_mtime ? 1 : -1;
    return strcmp((*right)->id, (*left)->id);
}

/* CaseFile*, newest first. */
static GPtrArray *files_of(const RecentCases *recent)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(case_file_free);
    g_autoptr(GDir) folder = g_dir_open(recent->folder, 0, NULL);
    const char *name;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        if (!g_str_has_prefix(name, PREFIX) || !g_str_has_suffix(name, SUFFIX) ||
            strlen(name) <= strlen(PREFIX SUFFIX))
            continue;
        CaseFile *file = g_new0(CaseFile, 1);
        file->id = g_strndup(name + strlen(PREFIX), strlen(name) - strlen(PREFIX) - strlen(SUFFIX));
        file->path = g_build_filename(recent->folder, name, NULL);
        if (recent_case_id_is_valid(file->id) && g_lstat(file->path, &file->status) == 0)
            g_ptr_array_add(files, file);
        else
            case_file_free(file);
    }
    g_ptr_array_sort(files, newest_first);
    return files;
}

static void expire(const RecentCases *recent)
{
    g_autoptr(GPtrArray) files = files_of(recent);
    gint64 oldest = g_get_real_time() / G_USEC_PER_SEC - (gint64)recent->days * 24 * 3600,
           bytes = 0;
    for (guint i = 0; i < files->len; i++) {
        const CaseFile *file = files->pdata[i];
        bytes += file->status.st_size;
        if (i >= RECENT_CASES_MAX || bytes > RECENT_BYTES_MAX || file->status.st_mtime < oldest)
            g_unlink(file->path);
    }
}

gboolean recent_cases_keep(RecentCases *recent, const char *id, const json_t *document)
{
    if (recent == NULL || recent->days == 0 || !recent_case_id_is_valid(id))
        return FALSE;
    g_autofree char *path = recent_case_path(recent, id);
    char *text = json_dumps(document, JSON_COMPACT);
    gboolean kept = text != NULL && g_file_set_contents_full(
                                        path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
    free(text);
    expire(recent);
    return kept;
}

/* Never waits and never follows: a FIFO or a link in the place of a case is no case. NULL: it
 * cannot be read, or is larger than all cases together may be. */
static GBytes *read_file(const char *path, gboolean *is_foreign)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    *is_foreign = FALSE;
    if (descriptor < 0)
        return NULL;
    gboolean is_file = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    *is_foreign = is_file && status.st_uid != geteuid();
    gsize size = is_file && status.st_size <= RECENT_BYTES_MAX ? (gsize)status.st_size : 0, got = 0;
    g_autofree char *bytes = g_malloc(size + 1);
    while (got < size) {
        ssize_t part = read(descriptor, bytes + got, size - got);
        if (part <= 0)
            break;
        got += (gsize)part;
    }
    close(descriptor);
    if (!is_file || *is_foreign || status.st_size > RECENT_BYTES_MAX || got < size)
        return NULL;
    return g_bytes_new_take(g_steal_pointer(&bytes), got);
}

static const char *domain_of(const json_t *document)
{
    const char *domain = document_text(document, "facts.recipient_domain");
    return domain != NULL ? domain : document_text(document, "facts.sender_domain");
}

/* What is wrong with it; NULL: it can be opened. */
static const char *wrong_with(const json_t *document)
{
    const json_t *version = document_get(document, "whybounce");
    if (!json_is_object(document))
        return "damaged";
    if (version == NULL || json_integer_value(version) != 1)
        return "foreign";
    return document_get(document, "request") == NULL || document_get(document, "answers") == NULL
               ? "damaged"
               : NULL;
}

static json_t *entry_of(const CaseFile *file)
{
    gboolean is_foreign;
    g_autoptr(GBytes) bytes = read_file(file->path, &is_foreign);
    json_t *document = NULL;
    if (bytes != NULL) {
        gsize length;
        const char *text = g_bytes_get_data(bytes, &length);
        document = text != NULL ? json_loadb(text, length, JSON_ALLOW_NUL, NULL) : NULL;
    }
    const char *wrong = is_foreign      ? "foreign"
                        : bytes == NULL ? "unreadable"
                                        : wrong_with(document);
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(file->status.st_mtime);
    g_autofree char *shown = time != NULL ? g_date_time_format_iso8601(time) : g_strdup("");
    const char *what = document_text(document, "request.do");
    json_t *entry = json_pack("{s:s,s:s,s:s?,s:s?,s:b,s:s?}", "id", file->id, "time", shown,
                              "cause", wrong ? NULL : document_text(document, "cause.title"),
                              "domain", wrong ? NULL : domain_of(document), "check",
                              what != NULL && strcmp(what, "check") == 0, "wrong", wrong);
    json_decref(document);
    return entry;
}

json_t *recent_cases_list(const RecentCases *recent)
{
    json_t *list = json_array();
    if (recent == NULL)
        return list;
    g_autoptr(GPtrArray) files = files_of(recent);
    for (guint i = 0; i < files->len; i++)
        json_array_append_new(list, entry_of(files->pdata[i]));
    return list;
}

GBytes *recent_cases_read(const RecentCases *recent, const char *id, GError **error)
{
    gboolean is_foreign = FALSE;
    g_autofree char *path = recent_case_path(recent, id);
    GBytes *bytes = path != NULL ? read_file(path, &is_foreign) : NULL;
    gsize length = 0;
    const char *text = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    if (text != NULL && case_document_is(text, length))
        return bytes;
    g_clear_pointer(&bytes, g_bytes_unref);
    if (text != NULL || g_file_test(path != NULL ? path : "", G_FILE_TEST_EXISTS))
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    _("the case %s is damaged or not yours: delete it"), id);
    else
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                    _("there is no case %s: whybounce cases lists them"), id);
    return NULL;
}

gboolean recent_cases_delete(const RecentCases *recent, const char *id)
{
    g_autofree char *path = recent_case_path(recent, id);
    return path != NULL && g_unlink(path) == 0;
}

guint recent_cases_delete_all(const RecentCases *recent)
{
    guint gone = 0;
    if (recent == NULL)
        return 0;
    g_autoptr(GPtrArray) files = files_of(recent);
    for (guint i = 0; i < files->len; i++)
        gone += g_unlink(((const CaseFile *)files->pdata[i])->path) == 0;
    return gone;
}
