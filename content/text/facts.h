/* What a bounce says: plain data, made by read.h, used by identify.h and by the checks.
 * Every text is UTF-8. Every fact tells where it was read. */
#ifndef CONTENT_TEXT_FACTS_H
#define CONTENT_TEXT_FACTS_H

#include <glib.h>

/* What was put in, "input.kind" of the case document. */
typedef enum {
    KIND_FAILURE,
    KIND_DELAY,
    KIND_DELIVERED,
    KIND_AUTO_REPLY,
    KIND_REPORT,       /* feedback loop (RFC 5965) or DMARC report */
    KIND_BACKSCATTER,  /* a bounce of mail that the alleged sender's domain never sent */
    KIND_PHISHING,     /* dressed as a bounce */
    KIND_SMTP_REPLY,   /* a bare SMTP reply, no message around it */
    KIND_LOG_LINE,     /* a line of an MTA's log */
    KIND_CLIENT_ERROR, /* a mail program's error box */
    KIND_NOT_A_BOUNCE,
    KIND_COUNT
} InputKind;

/* RFC 3464 2.3.3. */
typedef enum {
    ACTION_UNKNOWN,
    ACTION_FAILED,
    ACTION_DELAYED,
    ACTION_DELIVERED,
    ACTION_RELAYED,
    ACTION_EXPANDED
} Action;

/* What an automatic answer is (KIND_AUTO_REPLY). */
typedef enum {
    ANSWER_NONE,
    ANSWER_AWAY,       /* somebody is away, or a machine thanks for the mail */
    ANSWER_RECEIPT,    /* a disposition notification, RFC 8098 */
    ANSWER_MODERATION, /* a list's moderator has to let the mail through */
    ANSWER_CHALLENGE   /* the sender has to prove to be a person */
} AnswerKind;

/* What a mail system made of an address (content/reader/read_rewritten.h). */
typedef enum {
    ADDRESS_PLAIN,
    ADDRESS_SRS,         /* the sender's, by a forwarding host */
    ADDRESS_BATV,        /* the sender's own, with a tag against forged bounces */
    ADDRESS_VERP,        /* the recipient's within that of a mailing list or service */
    ADDRESS_FORWARDING,  /* the forwarding mailbox's, with where it forwards to */
    ADDRESS_ENCAPSULATED /* one that is no SMTP address, or not of this house, within Exchange */
} AddressForm;

/* Who speaks in the diagnostic. */
typedef enum { SPEAKER_UNKNOWN, SPEAKER_OUR_SIDE, SPEAKER_OTHER_SIDE } Speaker;

#define FACT_NOT_VERBATIM G_MAXSIZE

/* One fact. text is NULL where the bounce does not say. start and end are the byte range in the
 * input as it was given, both FACT_NOT_VERBATIM where the text does not stand there as such
 * (decoded, derived, or filled in by the person). confidence is 0 to 100. */
typedef struct {
    char *text;
    gsize start, end;
    int confidence;
} Fact;

typedef struct {
    char *domain;   /* d= of a DKIM-Signature, RFC 6376 3.5 */
    char *selector; /* s= */
    char *identity; /* i=, or NULL */
} DkimSignature;

/* An address of the facts that was made of another. */
typedef struct {
    const char *fact; /* "sender" "recipient" "original_recipient" */
    AddressForm form;
    Fact original;   /* what it was made of; the byte range is that of the whole address */
    char *forwarder; /* the domain that forwarded, with ADDRESS_SRS and _FORWARDING; else NULL */
} RewrittenAddress;

/* One recipient's story. Free with facts_free(). */
typedef struct {
    InputKind kind;
    Action action;
    AnswerKind answer; /* ANSWER_NONE unless kind is KIND_AUTO_REPLY */
    Speaker speaker;
    gboolean sender_is_from;  /* no envelope sender is known: `sender` is the returned From: */
    gboolean source_is_login; /* source_ip is that of a client that logged in: maybe the person's
                                 own connection and not the server that the receiver saw */
    gboolean typed;           /* a few lines below no header: typed or copied by a person */
    gboolean incoming;        /* a log line of the server that refused the mail of somebody else */
    gboolean forwarded;       /* somebody has the mail forwarded: the failing address is not the one
                                 that was written to, or the envelope is a forwarder's */

    Fact recipient;          /* the failing address (Final-Recipient) */
    Fact original_recipient; /* the address that was written to, where it differs */
    Fact sender;             /* envelope sender, else the returned From: */
    Fact from;               /* the address in the returned From:, RFC 5322 3.6.2 */
    Fact sender_domain;      /* the sender's domain, where it is told and the address is not */
    Fact login;              /* who logged in to send (RFC 4954), where that is told */
    Fact reply_code;         /* "550" */
    Fact enhanced_status;    /* "5.1.1", RFC 3463 */
    Fact diagnostic;         /* the words of the refusal, unfolded */
    Fact reporting_mta;
    Fact remote_mta_name;
    Fact remote_mta_ip;
    Fact source_ip; /* the IP that our mail was sent from, IPv4 or IPv6 in canonical text */
    Fact helo;
    Fact subject;           /* of the returned message */
    Fact date;              /* of the bounce, RFC 3339, UTC; so are the next three */
    Fact arrival_date;      /* when the mail came to the server that reports (RFC 3464 2.2.5) */
    Fact last_attempt_date; /* when it tried last (2.3.7) */
    Fact will_retry_until;  /* when it gives up (2.3.9) */

    guint left_out; /* recipients of the message that became no case, being too many */
    gsize unread;   /* bytes of the message's text that were not read, being too many */

    GPtrArray *rewritten;   /* RewrittenAddress*, of sender and recipients */
    GPtrArray *dkim;        /* DkimSignature*, of the returned headers */
    GPtrArray *urls;        /* Fact*, links in the returned message's text */
    GPtrArray *attachments; /* Fact*, file names of the returned message */

    /* The returned message as far as it came back, header, empty line, body, LF line ends; only
     * where it bears a DKIM-Signature, NULL else. One for all cases of a message. */
    GBytes *returned;

    char *text; /* all readable text of the bounce, decoded: what rules match where there is no
                 * diagnostic; never NULL */
} Facts;

Facts *facts_new(InputKind kind);
Facts *facts_copy(const Facts *facts);
void facts_free(Facts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Facts, facts_free)

/* Replaces a fact's text by a copy of `text` (NULL clears it) with the given confidence, as
 * FACT_NOT_VERBATIM. */
void fact_set(Fact *fact, const char *text, int confidence);
void fact_clear(Fact *fact);
Fact *fact_new(const char *text, int confidence);
void fact_free(Fact *fact);
/* For facts of an input that was put together from pieces: they stand nowhere as they are. */
void facts_clear_places(Facts *facts);
/* `fact` must be static; takes nothing. */
RewrittenAddress *rewritten_address_new(const char *fact, AddressForm form, const char *original,
                                        const char *forwarder);
void rewritten_address_free(RewrittenAddress *address);
DkimSignature *dkim_signature_new(const char *domain, const char *selector);
DkimSignature *dkim_signature_copy(const DkimSignature *signature);
void dkim_signature_free(DkimSignature *signature);

/* The domain of an address: what follows the last '@', lower case, without a trailing dot; an
 * address literal ("[192.0.2.1]") comes back with its brackets. NULL where there is none. g_free().
 */
char *address_domain(const char *address);
/* Of the sender's address, else as it was told alone. g_free() either; NULL where unknown. */
char *facts_sender_domain(const Facts *facts);
char *facts_recipient_domain(const Facts *facts);

/* The words of the case document. kind_from_name() returns KIND_COUNT for an unknown name. */
const char *kind_name(InputKind kind);
InputKind kind_from_name(const char *name);
const char *action_name(Action action);          /* NULL for ACTION_UNKNOWN */
const char *answer_name(AnswerKind answer);      /* "away" and so on, NULL for ANSWER_NONE */
const char *address_form_name(AddressForm form); /* "srs" and so on, NULL for ADDRESS_PLAIN */

/* Finds where a text stands in the input, whatever line breaks, quoting marks ("> ") or blanks the
 * input has where `text` has a blank. Linear in the input. False leaves start and end alone. */
gboolean text_locate(const char *input, gsize length, const char *text, gsize *start, gsize *end);

#endif
