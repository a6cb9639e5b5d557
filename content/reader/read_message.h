/* One message, or one paste: its layers tried in order, its cases completed. */
#ifndef CONTENT_READER_READ_MESSAGE_H
#define CONTENT_READER_READ_MESSAGE_H

#include "content/reader/read.h"
#include "content/text/text_locate.h"

/* Reads text[0..length), valid UTF-8 with LF line ends; `text` is NUL-terminated. The places of
 * facts are looked up in `locator`'s input. Never NULL, never without a case. */
Message *message_read(const char *text, gsize length, TextLocator *locator);

#endif
