/* What is this? Failure, delay, auto-reply, report, a bare reply, a log line, no bounce at all. */
#ifndef CONTENT_READER_READ_KIND_H
#define CONTENT_READER_READ_KIND_H

#include "content/text/facts.h"
#include "content/reader/read_mail.h"
#include "content/reader/read_phrases.h"

/* The kind of a mail whose cases have been read. `spotted` is of its prose. Where in doubt a
 * failure: to call a real bounce something else loses it. */
InputKind kind_of(const Mail *mail, const SpottedText *spotted, const GPtrArray *cases);

/* What an answer it is, if it is one. */
AnswerKind answer_of(const Mail *mail, const SpottedText *spotted);

#endif
