#include "tui/base/input_messages.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "content/text/mbox.h"
#include "tui/base/i18n.h"
#include "tui/base/unpack.h"

enum { CHUNK = 256 * 1024, FIRST_CHUNK = 16 * 1024 };

struct InputMessages {
    int fd;
    char *shown; /* the name, as it may be printed */
    GByteArray *bytes;
    gsize taken;    /* so many of them were handed out */
    gsize offset;   /* of the rest in the input */
    gsize searched; /* of the rest: the next message does not begin before */
    int number;     /* of the message handed out last */
    LogWishes wishes;
    LogStream *log;       /* NULL: it is none */
    Unpacking *unpacking; /* NULL: the input is not compressed */
    gboolean is_mbox, known, ended;
};

InputMessages *input_messages_new(const Input *input, const LogWishes *wishes, GError **error)
{
    InputMessages *messages = g_new0(InputMessages, 1);
    messages->wishes = *wishes;
    messages->shown = g_filename_display_name(input->name);
    messages->bytes = g_byte_array_new();
    messages->fd = input->path ? open(input->path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (messages->fd >= 0 && unpack_is(messages->fd)) {
        messages->unpacking = unpack_start(messages->fd, messages->shown, &messages->fd, error);
        if (messages->unpacking)
            return messages;
        messages->fd = -1;
        input_messages_free(messages);
        return NULL;
    }
    if (messages->fd >= 0)
        return messages;
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                _("%s cannot be opened: %s"), messages->shown, g_strerror(errno));
    input_messages_free(messages);
    return NULL;
}

void input_messages_free(InputMessages *messages)
{
    unpack_free(messages->unpacking);
    if (messages->fd > STDIN_FILENO && !messages->unpacking)
        close(messages->fd);
    g_byte_array_unref(messages->bytes);
    log_stream_free(messages->log);
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

static GBytes *take(InputMessages *messages, gsize message, MessagePlace *place)
{
    gsize length;
    GBytes *bytes = g_bytes_new(rest(messages, &length), message);
    *place = (MessagePlace){.number = ++messages->number, .offset = messages->offset};
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

static gboolean has_wishes(const LogWishes *wishes)
{
    return wishes->since || wishes->until || wishes->failed_only || wishes->at_once;
}

/* What the input is shows in its first bytes. False: more must be read to tell. */
static gboolean know_form(InputMessages *messages)
{
    gsize length;
    const char *start = rest(messages, &length);
    messages->is_mbox = length && mbox_line(start, start + length);
    if (messages->is_mbox)
        return TRUE;
    if (length <= LOG_EXCERPT_MAX && !messages->ended)
        return FALSE;
    gboolean large = length > LOG_EXCERPT_MAX || has_wishes(&messages->wishes);
    if (large && log_stream_is(start, length, messages->wishes.now))
        messages->log = log_stream_new(&messages->wishes);
    return TRUE;
}

static void feed_log(InputMessages *messages)
{
    gsize length;
    const char *bytes = rest(messages, &length);
    log_stream_add(messages->log, bytes, length);
    messages->taken += length;
    if (messages->ended)
        log_stream_end(messages->log);
}

static GBytes *take_of_log(InputMessages *messages, MessagePlace *place, GError **error)
{
    for (;;) {
        guint mails;
        GBytes *piece = log_stream_take(messages->log, messages->ended, &mails);
        if (piece) {
            *place = (MessagePlace){.number = messages->number + 1, .joined = TRUE};
            messages->number += (int)mails;
            return piece;
        }
        if (messages->ended)
            return NULL;
        if (!read_more(messages, error))
            return NULL;
        feed_log(messages);
    }
}

static GBytes *next_message(InputMessages *messages, MessagePlace *place, GError **error)
{
    for (;;) {
        if (!messages->known && know_form(messages)) {
            messages->known = TRUE;
            if (messages->log)
                feed_log(messages);
        }
        if (messages->log)
            return take_of_log(messages, place, error);
        if (is_over(messages))
            return NULL;
        gsize message = messages->known ? message_length(messages) : 0;
        if (message || (messages->known && messages->ended))
            return take(messages, message, place);
        if (!read_more(messages, error))
            return NULL;
    }
}

GBytes *input_messages_next(InputMessages *messages, MessagePlace *place, GError **error)
{
    GBytes *message = next_message(messages, place, error);
    /* Whatever could be unpacked comes first. */
    if (!message && messages->ended && messages->unpacking)
        unpack_ended_well(messages->unpacking, error);
    return message;
}

const LogCounts *input_messages_log(const InputMessages *messages)
{
    return messages->log ? log_stream_counts(messages->log) : NULL;
}
