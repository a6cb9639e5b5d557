/* The catalogue: what every bounce means, as data. One YAML entry per cause (format:
 * whybounce-catalogue(5)), compiled in from content/causes/ and extended or overridden by id from
 * the person's own files. */
#ifndef CONTENT_CATALOGUE_CATALOGUE_H
#define CONTENT_CATALOGUE_CATALOGUE_H

#include <glib.h>
#include "content/base/language.h"

/* How special a rule is; a higher level outranks a lower one whatever the order of entries. */
typedef enum {
    LEVEL_REPLY_CODE, /* "550" and nothing more */
    LEVEL_STATUS,     /* enhanced status, RFC 3463 */
    LEVEL_TEXT,       /* words that any MTA may use */
    LEVEL_PROVIDER,   /* words of one provider, known by its host or its wording */
    LEVEL_TOKEN       /* a code that only one system prints: ERR007, GL/BL, AUP#CDRBL */
} MatchLevel;

/* Words that a rule's phrases may name, as {name}: any of them fits there. */
typedef struct {
    char *name; /* "unknown", unique within the rule */
    char **any; /* phrases without bounds */
    unsigned any_count;
} WordList;

/* One way to recognise a cause. Every condition that is given must hold; a list holds when any of
 * its members does, but `text` when all of its members do. Phrases are lines of the little language
 * of whybounce-catalogue(5), patterns are PCRE2, all caseless, UTF-8. */
typedef struct {
    char *name; /* "err007", unique within the entry */
    MatchLevel level;
    char **phrases;  /* one must be in the diagnostic (or in the text where there is none) */
    char **also;     /* and one of these */
    char **unless;   /* none of these may be there */
    WordList *words; /* what the phrases name */
    char **text;     /* patterns: all must match where phrases are looked for */
    char **not_text; /* none may match */
    char *
        *speaker;  /* any matches the remote or reporting host, or the text around the diagnostic */
    char **status; /* any matches the whole enhanced status: "5.7.26", "[45].2.2" */
    char **code;   /* any matches the whole reply code */
    char **kind;   /* input kinds; when not given: failure delay smtp-reply log-line client-error */
    unsigned phrases_count, also_count, unless_count, words_count;
    unsigned text_count, not_text_count, speaker_count, status_count, code_count, kind_count;
} MatchRule;

/* What a check has to do with the cause. */
typedef struct {
    char *check;     /* a check of checks/check/check.h: "mx" */
    char *subject;   /* role: sender-domain from-domain recipient-domain source-ip helo sender
                      * recipient links dkim attachments */
    char **confirms; /* finding ids that prove the cause */
    char *
        *context; /* finding ids that are worth showing; all others are shown as clean or failed */
    char **lists; /* dnsbl only: the zones that count, or "named": those that the bounce names and
                   * no other; none given: all that are on, but where the bounce names some, only
                   * these count */
    unsigned confirms_count, context_count, lists_count;
} CauseCheck;

/* An exact record to publish. `name`, `value` hold placeholders. */
typedef struct {
    char *name; /* "{sender_domain}" */
    char *type; /* "MX" */
    unsigned ttl;
    char *value; /* "10 mail.{sender_domain}." or "{spf_merged}" */
} RecordTemplate;

typedef struct {
    char *who; /* who does it: an actor of `acts` */
    char *title;
    char **steps;
    unsigned steps_count;
    RecordTemplate *record; /* NULL: no record cures it */
    char **when; /* finding ids: show only if one of them was found; none given: always */
    unsigned when_count;
    char **given; /* what the case must hold, all of it: a placeholder's name (the case has a value
                   * for it), ipv4-source or ipv6-source (the sending IP is of the other family:
                   * not shown; unknown: shown), sender-is-from (the envelope sender's domain is
                   * known to be another than that in From: not shown); none given: always */
    unsigned given_count;
} Fix;

/* All words of an entry in one language. Placeholders in any of them: {sender} {recipient}
 * {original_recipient} {sender_domain} {recipient_domain} {source_ip} {reverse_name} {helo}
 * {remote_mta} {reporting_mta} {url} {url_domain} {attachment} {selector} {dkim_domain} {lists}
 * {reply} {spf_merged} {suggested_domain}. An unknown one is a lint error; one without a value
 * becomes a plain word for it ("the sending IP", phrases.h). */
typedef struct {
    char *title; /* at most 60 columns */
    char *what;  /* what happened, one or two sentences */
    char *why;   /* the documented cause; where the documentation is wrong, the truth */
    char *
        unproven; /* why DNS cannot tell, or why a clean answer proves nothing; NULL where it can */
    char **avoid; /* what not to do */
    unsigned avoid_count;
    Fix *fixes;
    unsigned fixes_count;
    char *reply; /* words to the customer */
    char *note;  /* for the ticket */
} CauseText;

/* What it proves when every deciding check came out clean. */
typedef enum { CLEAN_RULES_OUT, CLEAN_PROVES_NOTHING } CleanMeaning;

typedef struct {
    char *url, *title;
} Link;

typedef struct {
    char *id;
    int *documented; /* rows of the documentation */
    unsigned documented_count;
    char *category; /* outgoing content quota recipient other */
    char *reason;   /* the field's vocabulary */
    char *acts;     /* sender sender-host ip-owner recipient recipient-host list-operator nobody */
    char *since;    /* "2024-02" or NULL: since when the rule holds */
    MatchRule *rules;
    unsigned rules_count;
    CauseCheck *checks;
    unsigned checks_count;
    char **claims; /* what is said to be so (claims.h): every `confirms` answers one of them */
    unsigned claims_count;
    CleanMeaning clean;
    CauseText *en, *zh_CN;
    Link *links;
    unsigned links_count;
    char **match;    /* examples that must be identified as this entry */
    char **mismatch; /* near misses that must not */
    unsigned match_count, mismatch_count;
} Cause;

const CauseText *cause_text(const Cause *cause, Language language);

typedef struct Catalogue Catalogue;

/* The built-in catalogue. Cannot fail (the build lints it). */
Catalogue *catalogue_new(void);
void catalogue_free(Catalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalogue, catalogue_free)

/* Adds entries from YAML text; an entry with a known id replaces it. On an error nothing is added
 * and *error says "FILE:LINE: what: mend". `name` is for messages. */
gboolean catalogue_add(Catalogue *catalogue, const char *yaml, gsize length, const char *name,
                       GError **error);

/* The linter: every error of a YAML text, not just the first, as "FILE:LINE: what: mend" lines; an
 * empty array is clean. Checks keys, vocabularies, both languages, placeholders, patterns,
 * examples. GPtrArray of char*, yours. */
GPtrArray *catalogue_lint(const char *yaml, gsize length, const char *name);

guint catalogue_size(const Catalogue *catalogue);
const Cause *catalogue_at(const Catalogue *catalogue, guint index);
const Cause *catalogue_find(const Catalogue *catalogue, const char *id); /* NULL: none */

#endif
