/* An input message by message: an mbox of any size in bounded memory, a log of any size as pieces
 * of the lines that tell of mail that was not delivered, anything else as a whole. */
#ifndef TUI_BASE_INPUT_MESSAGES_H
#define TUI_BASE_INPUT_MESSAGES_H

#include "content/log/log_stream.h"
#include "tui/base/inputs.h"

/* A log no larger than this is an excerpt: it is taken as a whole, with what was delivered. */
enum { LOG_EXCERPT_MAX = 64 * 1024 };

typedef struct InputMessages InputMessages;

/* Where a message comes from. */
typedef struct {
    int number;   /* in the input, from 1 */
    gsize offset; /* in the input, bytes */
    gboolean
        joined; /* from lines of a log: several mails, from `number` on; `offset` means nothing */
} MessagePlace;

/* `input` is lent. `wishes`: which mails of a log, lent; with one of them a log of any size is read
 * as such. NULL with *error where the input cannot be opened. */
InputMessages *input_messages_new(const Input *input, const LogWishes *wishes, GError **error);
void input_messages_free(InputMessages *messages);

/* The next message. NULL at the end, or with *error. One message has at most 256 MiB. */
GBytes *input_messages_next(InputMessages *messages, MessagePlace *place, GError **error);

/* What became of the lines so far; NULL where the input is no log, or an excerpt of one. */
const LogCounts *input_messages_log(const InputMessages *messages);

#endif
