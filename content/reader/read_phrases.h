/* How mail systems speak: the phrases that readers of prose look for. They are lines of
 * content/wording/ (wording.h). */
#ifndef CONTENT_READER_READ_PHRASES_H
#define CONTENT_READER_READ_PHRASES_H

#include "content/text/phrase_match.h"

/* What a phrase tells about the text around it. */
typedef enum {
    PHRASE_NONE,
    PHRASE_FAILED,        /* the addresses behind it were not delivered to */
    PHRASE_DELAYED,       /* they are still being tried */
    PHRASE_DELIVERED,     /* they got it */
    PHRASE_UNDELIVERED,   /* the address before it, in the same sentence, was not delivered to */
    PHRASE_MAIL_TO,       /* an address that mail was sent to follows at once */
    PHRASE_USER,          /* an address or mailbox follows that something is wrong with */
    PHRASE_NOT_RECIPIENT, /* whoever follows on the line did not get the mail nor should have */
    PHRASE_ORIGIN,        /* the address that the recipient was made from follows at once */
    PHRASE_SENDER,        /* the address behind it at once is the sender's */
    PHRASE_TRANSCRIPT,    /* an SMTP session follows */
    PHRASE_REPLY,         /* the words of a server follow */
    PHRASE_RETURNED,      /* the returned message follows, if at a line's begin */
    PHRASE_HOST,          /* the name or IP of the remote host follows at once */
    PHRASE_OWN_HOST,      /* the name of the reporting host follows at once */
    PHRASE_GENERATOR,     /* the same; it also speaks, where no other host is named */
    PHRASE_AUTO_REPLY,    /* somebody is away, or a machine thanks for the mail */
    PHRASE_BOUNCE,        /* speaks of mail that did not arrive, without saying whose */
    PHRASE_WARNING,       /* a delay and no failure, wherever it stands */
    PHRASE_MODERATION,    /* a mailing list's moderator has to let the mail through */
    PHRASE_CHALLENGE,     /* the sender has to prove to be a person */
    PHRASE_PROMOTION,     /* a newsletter, an advertisement: no mail system speaks so */
    PHRASE_FAREWELL       /* a person ends a letter with it, on a line of its own */
} Phrase;

/* Text and the phrases found in it. */
typedef struct {
    const char *text; /* lent */
    gsize length;
    gsize end;     /* where the notification ends and the returned message begins, if it does */
    GArray *spots; /* Spot, whose meaning is a Phrase */
} SpottedText;

/* All phrases of all languages in the text, at most 512 KiB of it. Its end is that of the text. */
SpottedText *spotted_text_new(const char *text, gsize length);
void spotted_text_free(SpottedText *spotted);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpottedText, spotted_text_free)

/* The index of the first spot that starts at or behind `at`. Logarithmic. */
guint spotted_first(const SpottedText *spotted, gsize at);
/* Whether a phrase of this kind starts in [start, end). */
gboolean spotted_within(const SpottedText *spotted, Phrase phrase, gsize start, gsize end);

/* Makes the phrases ready; once per process, before the first use. */
void phrases_init(void);

#endif
