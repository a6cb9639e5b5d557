#include "content/reader/read.h"

#include <gmime/gmime.h>
#include <string.h>

#include "content/log/log_journal.h"
#include "content/log/log_line.h"
#include "content/text/mbox.h"
#include "content/reader/read_log.h"
#include "content/reader/read_message.h"
#include "content/reader/read_phrases.h"
#include "content/text/paste_repair.h"
#include "content/text/read_text.h"
#include "content/text/paste_unjoin.h"

enum { MESSAGES_MAX = 100000 };

void message_free(Message *message)
{
    g_ptr_array_unref(message->cases);
    g_free(message);
}

void read_init(void)
{
    static gsize ready;
    if (!g_once_init_enter(&ready))
        return;
    g_mime_init();
    phrases_init();
    g_once_init_leave(&ready, 1);
}

static void add_message(GPtrArray *messages, const char *text, gsize length, TextLocator *locator)
{
    g_autofree char *copy = g_strndup(text, length);
    Message *message = message_read(copy, length, locator);
    message->number = (int)messages->len + 1;
    g_ptr_array_add(messages, message);
}

/* Noise, a picture, a program: codes that stand in it by chance mean nothing. A few stray NULs are
 * no noise. */
static gboolean is_binary(const GString *bytes)
{
    enum { LOOK_MAX = 64 * 1024, CONTROLS_MAX = 64, PERCENT_MAX = 2 };
    gsize controls = 0, look = MIN(bytes->len, (gsize)LOOK_MAX);
    for (gsize i = 0; i < look; i++)
        controls += (guchar)bytes->str[i] < ' ' && !memchr("\t\n\v\f\r\033", bytes->str[i], 6);
    return controls > CONTROLS_MAX && controls * 100 > look * PERCENT_MAX;
}

static Message *message_of_noise(void)
{
    Message *message = g_new0(Message, 1);
    message->number = 1;
    message->kind = KIND_NOT_A_BOUNCE;
    message->cases = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
    g_ptr_array_add(message->cases, facts_new(KIND_NOT_A_BOUNCE));
    return message;
}

/* A margin may stand before the quoting and within it. */
static void straighten(GString *lines)
{
    text_take_off_entities(lines);
    text_plain_many_blanks(lines);
    text_unjoin(lines);
    text_take_off_double_spacing(lines);
    text_take_off_margin(lines);
    if (text_unquote(lines)) {
        text_take_off_double_spacing(lines);
        text_take_off_margin(lines);
    }
}

/* Each mail that the log tells of is a message. */
static void read_whole_log(GPtrArray *messages, const GString *lines, const char *bytes,
                           gsize length)
{
    g_autofree char *text = text_from_bytes(lines->str, lines->len, NULL);
    g_autoptr(GPtrArray) mails = log_read_mails(text, strlen(text), bytes, length);
    for (guint i = 0; i < mails->len; i++) {
        Message *message = g_new0(Message, 1);
        message->number = (int)i + 1;
        message->kind = KIND_LOG_LINE;
        message->cases = g_ptr_array_ref(mails->pdata[i]);
        g_ptr_array_add(messages, message);
    }
    if (!mails->len)
        g_ptr_array_add(messages, message_of_noise());
}

GPtrArray *read_input(GBytes *input)
{
    gsize length;
    const char *bytes = g_bytes_get_data(input, &length);
    bytes = bytes ? bytes : "";
    g_autoptr(GString) lines = text_lines(bytes, length);
    GPtrArray *messages = g_ptr_array_new_with_free_func((GDestroyNotify)message_free);
    if (is_binary(lines)) {
        g_ptr_array_add(messages, message_of_noise());
        return messages;
    }
    if (log_journal_is(lines->str, lines->len)) {
        GString *journal = log_journal_lines(lines->str, lines->len);
        g_string_free(lines, TRUE);
        lines = journal;
    }
    if (log_is(lines->str, lines->len, g_get_real_time() / G_USEC_PER_SEC)) {
        read_whole_log(messages, lines, bytes, length);
        return messages;
    }
    straighten(lines);
    g_autofree char *text = text_from_bytes(lines->str, lines->len, NULL);
    g_autoptr(TextLocator) locator = text_locator_new(bytes, length);
    const char *at = text, *stop = text + strlen(text);
    gboolean is_mbox = mbox_line(text, stop);
    do {
        const char *next = is_mbox ? mbox_next(at, stop) : stop;
        add_message(messages, at, (gsize)(next - at), locator);
        at = next;
    } while (at < stop && messages->len < MESSAGES_MAX);
    return messages;
}
