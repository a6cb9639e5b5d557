/* What goes over the line between a reader and the asker: frames of a length, a kind and a
 * GVariant. */
#ifndef CHECKS_ASKER_ASKER_MESSAGE_H
#define CHECKS_ASKER_ASKER_MESSAGE_H

#include "checks/answers/answers.h"
#include "checks/dns/line_buffer.h"

typedef enum {
    MESSAGE_OPEN,   /* a source: number, servers, port */
    MESSAGE_ASK,    /* number of a source, id, question, deadline */
    MESSAGE_CANCEL, /* number of a source */
    MESSAGE_CLOSE,  /* number of a source */
    MESSAGE_ANSWER, /* id, answer */
    MESSAGE_KINDS
} MessageKind;

/* Appends a frame. Takes over a floating `body`. */
void message_append(GString *out, MessageKind kind, GVariant *body);

/* The next frame, g_variant_unref() it, with its kind. NULL: no whole one yet, or, with *broken
 * set, what came is none. The body has the type of its kind and is in normal form. */
GVariant *message_take(LineBuffer *received, MessageKind *kind, gboolean *broken);

GVariant *message_of_question(guint32 source, guint32 id, const Question *question,
                              gint64 deadline);
/* question_clear() it. */
Question message_question(GVariant *body, guint32 *source, guint32 *id, gint64 *deadline);

GVariant *message_of_answer(guint32 id, const Answer *answer);
guint32 message_answer_id(GVariant *body);
/* The answer to `question`; what makes no sense in it is ANSWER_GARBLED. */
Answer *message_answer(GVariant *body, const Question *question);

#endif
