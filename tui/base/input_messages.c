#include "tui/base/input_messages.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "content/text/mbox.h"
#include "tui/base/i18n.h"

enum { CHUNK = 256 * 1024, FIRST_CHUNK = 16 * 1024 };

struct InputMessages {
    int fd;
    char *shown; /* the name, as it may be printed */
    GByteArray *bytes;
    gsize taken;    /* so many of them were handed out */
    gsize offset;   /* of the rest in the input */
    gsize searched; /* of the rest: the next message does not begin before */
    int number;     /* of the message handed out last */
    gboolean is_mbox, ended;
};

InputMessages *input_messages_new(const Input *input, GError **error)
{
    InputMessages *messages = g_new0(InputMessages, 1);
    messages->shown = g_filename_display_name(input->name);
    messages->bytes = g_byte_array_new();
    messages->fd = input->path ? open(input->path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (messages->fd >= 0)
        return messages;
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                _("%s cannot be opened: %s"), messages->shown, g_strerror(errno));
    input_messages_free(messages);
    return NULL;
}

void input_messages_free(InputMessages *messages)
{
    if (messages->fd > STDIN_FILENO)
        close(messages->fd);
    g_byte_array_unref(messages->bytes);
    g_free(messages->shown);
    g_free(messages);
}

static const char *rest(const InputMessages *messages, gsize *length)
{
    *length = messages->bytes->len - messages->taken;
    return *length ? (const char *)messages->bytes->data + messages->taken : "";
}

/* Reads on. False with *error. */
static gboolean read_more(InputMessages *messages, GError **error)
{
    GByteArray *bytes = messages->bytes;
    g_byte_array_remove_range(bytes, 0, (guint)messages->taken);
    messages->taken = 0;
    guint before = bytes->len, chunk = before ? CHUNK : FIRST_CHUNK;
    g_byte_array_set_size(bytes, before + chunk);
    ssize_t length = read(messages->fd, bytes->data + before, chunk);
    g_byte_array_set_size(bytes, before + (guint)MAX(length, 0));
    messages->ended = length == 0;
    if (length < 0 && errno != EINTR) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                    _("%s cannot be read: %s"), messages->shown, g_strerror(errno));
        return FALSE;
    }
    if (bytes->len <= INPUT_MAX)
        return TRUE;
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _("%s is larger than 256 MiB: split it"),
                messages->shown);
    return FALSE;
}

/* The length of the first message of the rest; 0: more must be read to tell. */
static gsize message_length(InputMessages *messages)
{
    gsize length;
    const char *start = rest(messages, &length), *stop = start + length;
    if (!messages->is_mbox)
        return messages->ended ? length : 0;
    const char *next = mbox_next(start + messages->searched, stop);
    gboolean whole_line = next < stop && memchr(next, '\n', (gsize)(stop - next));
    if (whole_line || messages->ended)
        return (gsize)(next - start);
    messages->searched = MAX(messages->searched, length - MIN(length, MBOX_LINE_MAX + 8));
    return 0;
}

static GBytes *take(InputMessages *messages, gsize message, gsize *offset, int *number)
{
    gsize length;
    GBytes *bytes = g_bytes_new(rest(messages, &length), message);
    *offset = messages->offset;
    *number = ++messages->number;
    messages->taken += message;
    messages->offset += message;
    messages->searched = 0;
    return bytes;
}

/* An input without a byte is a message, too. */
static gboolean is_over(const InputMessages *messages)
{
    gsize length;
    rest(messages, &length);
    return messages->ended && !length && messages->number;
}

GBytes *input_messages_next(InputMessages *messages, gsize *offset, int *number, GError **error)
{
    for (;;) {
        gsize length;
        const char *start = rest(messages, &length);
        if (is_over(messages))
            return NULL;
        if (!messages->number)
            messages->is_mbox = length && mbox_line(start, start + length);
        gsize message = message_length(messages);
        if (message || messages->ended)
            return take(messages, message, offset, number);
        if (!read_more(messages, error))
            return NULL;
    }
}
