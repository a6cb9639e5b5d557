/* Answers: what the DNS is known to say, and what is still to be asked.
 *
 * A check never touches the network and never waits: it asks its Answers. What is not known yet
 * comes back NULL and is noted down; the check then returns CHECK_PENDING and is run again once the
 * engine has fetched all that was noted. Each question is asked once per diagnosis, whoever wants
 * it. */
#ifndef CHECKS_ANSWERS_ANSWERS_H
#define CHECKS_ANSWERS_ANSWERS_H

#include <glib.h>

#include "checks/answers/record_type.h"

typedef enum {
    ANSWER_OK,          /* records of the asked type */
    ANSWER_NO_DATA,     /* the name exists, no such record (RFC 2308 NODATA) */
    ANSWER_NXDOMAIN,    /* the name does not exist */
    ANSWER_SERVFAIL,    /* the resolver could not find out */
    ANSWER_REFUSED,     /* REFUSED, NOTIMP, FORMERR: this server does not answer that */
    ANSWER_TIMEOUT,     /* no answer within all tries */
    ANSWER_UNREACHABLE, /* the server cannot be reached (ICMP, no route, no resolver known) */
    ANSWER_GARBLED,     /* only answers that cannot be read or do not belong to the question */
    ANSWER_NOT_ASKED,   /* offline, outside of what the overlay knows */
    ANSWER_BUDGET,      /* the deadline of the whole diagnosis came first, or too many questions */
    ANSWER_BAD_NAME     /* not a name that can be asked: label over 63, name over 253 octets, empty
                           label */
} AnswerStatus;

/* True where the DNS said something (OK, NO_DATA, NXDOMAIN); false is "could not tell". */
gboolean answer_status_known(AnswerStatus status);
const char *answer_status_name(AnswerStatus status); /* "NXDOMAIN", "time-out": for evidence */
gboolean answer_status_from_name(const char *name, AnswerStatus *status);

/* What is asked, and whom: all of it is the key of an answer. */
typedef struct {
    char *name; /* lower case ASCII (A-labels), no trailing dot, "." for the root, \DDD escapes as
                   RFC 4343 */
    guint16 type;
    gboolean checking_disabled; /* CD bit, RFC 4035 3.2.2 */
    char *servers; /* NULL: the resolvers of the source; else the addresses of one server set, as
                      dns_server_new() takes them, one blank between: "192.0.2.53 2001:db8::53" */
    gboolean non_recursive; /* RD clear: what the servers hold themselves (RFC 8499) */
} Question;

Question question_copy(const Question *question); /* question_clear() it */
void question_clear(Question *question);
/* For a GHashTable of Question*. */
guint question_hash(gconstpointer question);
gboolean question_equal(gconstpointer one, gconstpointer other);
/* "example.net MX", with " +cd", " +norec" and " @192.0.2.53" where they hold; the key of a
 * question as text. g_free(). */
char *question_text(const Question *question);

typedef struct {
    guint16 type;
    guint32 ttl;
    char *owner;          /* as Question.name */
    char *text;           /* RDATA in presentation form: "10 mx.example.net." */
    char *target;         /* MX, CNAME, NS, PTR: the name, as Question.name; else NULL */
    guint16 preference;   /* MX */
    guint8 address[16];   /* A, AAAA: network order */
    gsize address_length; /* 4, 16, or 0 */
    GBytes *strings; /* TXT: all character-strings joined (RFC 7208 3.3), any bytes; else NULL */
} Record;

/* Immutable once known. */
typedef struct {
    Question question;
    AnswerStatus status;
    GPtrArray *records;   /* Record*, of the asked type, at the end of the CNAME chain; of a bare
                             alias (non-recursive questions) none */
    char *canonical_name; /* where a CNAME chain led, NULL where there was none */
    char *alias;          /* where its first CNAME points to, NULL likewise */
    char *zone;      /* of a negative answer: whose SOA came with it (RFC 2308 2), NULL: none did */
    char *server;    /* "127.0.0.1@5300", the name of an overlay, "" where none was asked */
    guint32 ttl;     /* of the answer; of a negative one min(SOA TTL, MINIMUM) (RFC 2308 5) */
    gint64 asked_at; /* microseconds of the clock's real time */
    guint32 round_trip; /* microseconds */
    guint tries;
    gboolean tcp, authoritative, authenticated; /* AA, AD */
    int extended_error;                         /* RFC 8914 INFO-CODE, -1: none */
    char *extended_text;                        /* its text, NULL: none */
} Answer;

Record *record_new(guint16 type, const char *owner, guint32 ttl);
/* From its presentation form (RFC 1035 5.1); where that cannot be read, a record that has only its
 * text. */
Record *record_from_text(guint16 type, const char *owner, guint32 ttl, const char *text);
void record_free(Record *record);
Answer *answer_new(const char *name, guint16 type, gboolean checking_disabled, AnswerStatus status);
Answer *answer_to(const Question *question, AnswerStatus status);
Answer *answer_copy(const Answer *answer);
void answer_free(Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)

/* The whole answer in one line for evidence: "10 mx.example.net.; 20 ...", "NXDOMAIN". g_free(). */
char *answer_summary(const Answer *answer);

typedef struct Answers Answers;

Answers *answers_new(void);
void answers_free(Answers *answers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answers, answers_free)

/* The answer to a question, lent; NULL where it is not known yet, and then it is noted. Any
 * spelling of the name: upper case, a trailing dot and U-labels (IDNA 2008 by libidn2) are
 * normalised. A name that cannot be asked is known at once as ANSWER_BAD_NAME. */
const Answer *answers_get(Answers *answers, const char *name, guint16 type);
/* The same question with CD=1: tells a bogus zone from a broken one. */
const Answer *answers_get_unchecked(Answers *answers, const char *name, guint16 type);
/* The same question to a server set of its own (Question.servers): to name servers, without
 * recursion, for what they hold themselves; or to other resolvers. */
const Answer *answers_get_held(Answers *answers, const char *servers, const char *name,
                               guint16 type);
const Answer *answers_get_elsewhere(Answers *answers, const char *servers, const char *name,
                                    guint16 type);
/* Notes a question that will probably be needed, without asking for its answer now. */
void answers_want(Answers *answers, const char *name, guint16 type);

/* For the engine: the questions noted since the last call that are not known yet, each once; lent
 * until their answers are stored. GPtrArray of const Question*, yours to unref. */
GPtrArray *answers_take_wanted(Answers *answers);
/* Stores an answer, taking it over. A second answer to the same question is dropped. */
void answers_store(Answers *answers, Answer *answer);
guint answers_known(const Answers *answers);
/* Calls back with every known answer in the order they were stored. */
void answers_foreach(const Answers *answers, void (*see)(const Answer *, gpointer), gpointer data);

/* What was worked out of answers, kept with them under a key so that it is worked out once; freed
 * with `free` before they are. Only what later answers cannot change may be kept. */
void answers_keep(Answers *answers, const char *key, gpointer value, GDestroyNotify free);
gpointer answers_kept(const Answers *answers, const char *key); /* lent; NULL: nothing is */

/* "4.3.2.1.in-addr.arpa" (RFC 1035 3.5) or the nibble form under ip6.arpa (RFC 3596 2.5); with a
 * `zone` other than NULL the same labels below that zone (RFC 5782). NULL if `ip` is no address.
 * g_free(). */
char *reverse_name(const char *ip, const char *zone);

#endif
