/* An input message by message: an mbox of any size in bounded memory, anything else as a whole. */
#ifndef TUI_BASE_INPUT_MESSAGES_H
#define TUI_BASE_INPUT_MESSAGES_H

#include "tui/base/inputs.h"

typedef struct InputMessages InputMessages;

/* `input` is lent. NULL with *error where it cannot be opened. */
InputMessages *input_messages_new(const Input *input, GError **error);
void input_messages_free(InputMessages *messages);

/* The next message; its place in the input goes to *offset (bytes) and *number (from 1). NULL at
 * the end, or with *error. One message has at most 256 MiB. */
GBytes *input_messages_next(InputMessages *messages, gsize *offset, int *number, GError **error);

#endif
