/* What a mail program or a library prints around a server's reply ("Mailbox unavailable. The server
 * response was: 5.7.1 Unable to relay", "SMTPSenderRefused: (553, b'5.7.1 ...')") is its own guess;
 * the reply inside says why. */
#ifndef CONTENT_TEXT_INNER_REPLY_H
#define CONTENT_TEXT_INNER_REPLY_H

#include <glib.h>

/* The reply inside, without the advice that such boxes put behind it; NULL where nothing stands
 * around a reply, or where the reply inside holds no word. g_free(). */
char *inner_reply(const char *text);

#endif
