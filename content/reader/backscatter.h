/* Bounces that are none: of mail that the alleged sender never sent, and traps dressed as a bounce.
 * Both only on good evidence: a real bounce called so is lost. */
#ifndef CONTENT_READER_BACKSCATTER_H
#define CONTENT_READER_BACKSCATTER_H

#include "content/reader/read_mail.h"

/* The returned header shows a stranger: its Message-ID, DKIM signatures and hosts are all not of
 * the sender's domain, and either SPF failed, or a
 * stranger signed it and came from an address without a name. */
gboolean is_backscatter(const Mail *mail);

/* Words of at least three kinds that traps use and mail systems don't (mail on hold, release it,
 * your password, within 24 hours), mail that waits among them, in a message without any delivery
 * report. In the languages that such mail comes in. */
gboolean is_phishing(const Mail *mail);

#endif
