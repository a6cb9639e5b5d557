#include "tui/base/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "tui/base/i18n.h"

enum { FIRST_CHUNK = 16 * 1024, CHUNK = 1024 * 1024 };

void input_free(Input *input)
{
    g_free(input->name);
    g_free(input->path);
    g_free(input);
}

static Input *input_new(const char *name, const char *path)
{
    Input *input = g_new0(Input, 1);
    input->name = g_strdup(name);
    input->path = g_strdup(path);
    return input;
}

static int by_name(gconstpointer a, gconstpointer b)
{
    const Input *const *first = a, *const *second = b;
    return strcmp((*first)->name, (*second)->name);
}

static gboolean add_folder(GPtrArray *messages, const char *maildir, const char *folder)
{
    g_autofree char *path = g_build_filename(maildir, folder, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *message = g_build_filename(path, name, NULL);
        if (name[0] != '.')
            g_ptr_array_add(messages, input_new(message, message));
    }
    return dir != NULL;
}

static gboolean add_maildir(GPtrArray *inputs, const char *path, GError **error)
{
    GPtrArray *messages = g_ptr_array_new();
    gboolean is_maildir = add_folder(messages, path, "cur");
    is_maildir |= add_folder(messages, path, "new");
    g_ptr_array_sort(messages, by_name);
    g_ptr_array_extend_and_steal(inputs, messages);
    if (!is_maildir) {
        g_autofree char *shown = g_filename_display_name(path);
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_ISDIR,
                    _("%s is a folder but no Maildir: name the files in it"), shown);
    }
    return is_maildir;
}

GPtrArray *inputs_list(char *const *names, GError **error)
{
    g_autoptr(GPtrArray) inputs = g_ptr_array_new_with_free_func((GDestroyNotify)input_free);
    for (; *names; names++) {
        if (!strcmp(*names, "-"))
            g_ptr_array_add(inputs, input_new("-", NULL));
        else if (!g_file_test(*names, G_FILE_TEST_IS_DIR))
            g_ptr_array_add(inputs, input_new(*names, *names));
        else if (!add_maildir(inputs, *names, error))
            return NULL;
    }
    return g_steal_pointer(&inputs);
}

static GBytes *read_all(int fd, const char *name, GError **error)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    ssize_t length = 1;
    while (length != 0 && all->len <= INPUT_MAX) {
        guint before = all->len, chunk = before ? CHUNK : FIRST_CHUNK;
        g_byte_array_set_size(all, before + chunk);
        length = read(fd, all->data + before, chunk);
        g_byte_array_set_size(all, before + (guint)MAX(length, 0));
        if (length < 0 && errno != EINTR) {
            g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno),
                        _("%s cannot be read: %s"), name, g_strerror(errno));
            return NULL;
        }
    }
    if (all->len > INPUT_MAX) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    _("%s is larger than 256 MiB: split it"), name);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

GBytes *input_read(const Input *input, GError **error)
{
    g_autofree char *shown = g_filename_display_name(input->name);
    if (!input->path)
        return read_all(STDIN_FILENO, shown, error);
    int fd = open(input->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno),
                    _("%s cannot be opened: %s"), shown, g_strerror(errno));
        return NULL;
    }
    GBytes *bytes = read_all(fd, shown, error);
    close(fd);
    return bytes;
}
