/* Reading: bytes to facts. Takes anything that a person may paste or pipe: a whole message, an mbox
 * of several, a forward, quoted text, the body alone, one SMTP line, log lines, noise. */
#ifndef CONTENT_READER_READ_H
#define CONTENT_READER_READ_H

#include "content/text/facts.h"

/* One message of the input. `cases` is never empty: a message that speaks of no recipient gives one
 * Facts whose recipient is unknown. */
typedef struct {
    int number; /* 1 for the first of the input */
    InputKind kind;
    GPtrArray *cases; /* Facts*, in the order of the message */
} Message;

void message_free(Message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Message, message_free)

/* Reads an input, any bytes. Returns a GPtrArray of Message* with at least one element (an empty
 * input is one message, KIND_NOT_A_BOUNCE). Never fails. Time and memory are linear in the input.
 * The array is yours: g_ptr_array_unref(). Call read_init() before; again does nothing. */
GPtrArray *read_input(GBytes *input);
void read_init(void);

/* One line of what was understood so far, for the paste field: recipients, code, speaker.
 * Cheaper than read_input() on a long input: it may look at the first and last 64 KiB only. */
typedef struct {
    int recipients;
    char *reply;   /* "550 5.7.1", NULL if none was seen */
    char *speaker; /* a host name, NULL if none was seen */
} ReadGlance;
ReadGlance *read_glance(const char *bytes, gsize length);
void read_glance_free(ReadGlance *glance);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadGlance, read_glance_free)

#endif
